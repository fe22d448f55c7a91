import { describe, expect, it } from 'vitest';
import {
  clampToImage,
  imageFromUnit,
  mapFromUnit,
  modelFromImage,
  shownFor,
  unitFromImage,
} from '../../../renderer/lib/coordinates';
import { fitImage } from '../../../electron/core/fit';

const picture = { width: 451, height: 300 };
const model = { width: 224, height: 224 };

describe('from picture to model and back', () => {
  it('stretches the whole picture', () => {
    const shown = shownFor('stretch', picture, model, 0);
    expect(modelFromImage({ x: 451, y: 300 }, shown)).toEqual({ x: 224, y: 224 });
    expect(unitFromImage({ x: 225.5, y: 150 }, shown, model)).toEqual({ x: 0.5, y: 0.5 });
  });

  it('knows what the crop leaves out', () => {
    const shown = shownFor('crop', picture, model, 0);
    expect(shown.source).toEqual({ x: 75, y: 0, width: 300, height: 300 });
    expect(unitFromImage({ x: 60, y: 150 }, shown, model)).toBeNull();
    expect(shownFor('crop', picture, model, 1).source.x).toBe(151);
    expect(shownFor('crop', picture, model, -1).source.x).toBe(0);
  });

  it('knows the bars that Pad adds', () => {
    const shown = shownFor('pad', picture, model, 0);
    const unit = unitFromImage({ x: 0, y: 0 }, shown, model);
    expect(unit?.y).toBeCloseTo((224 - (300 * 224) / 451) / 2 / 224);
  });

  it.each(['stretch', 'crop', 'pad'] as const)('comes back to the same point with %s', (fit) => {
    const shown = shownFor(fit, picture, model, 0.3);
    const unit = unitFromImage({ x: 200, y: 123 }, shown, model)!;
    const back = imageFromUnit(unit, shown, model);
    expect(back.x).toBeCloseTo(200);
    expect(back.y).toBeCloseTo(123);
  });

  it.each(['stretch', 'crop', 'pad'] as const)('is what compute cuts with %s', (fit) => {
    const image = { data: new Uint8Array(451 * 300 * 3), ...picture };
    const { source, target } = fitImage(image, 224, 224, fit, 'nearest');
    expect(shownFor(fit, picture, model, 0)).toEqual({ source, target });
  });
});

it('finds the pixel of a map of any size', () => {
  expect(mapFromUnit({ x: 0.999, y: 0 }, { width: 7, height: 7 })).toEqual({ x: 6, y: 0 });
  expect(mapFromUnit({ x: 1, y: -0.1 }, { width: 7, height: 7 })).toEqual({ x: 6, y: 0 });
});

it('keeps points inside the picture', () => {
  expect(clampToImage({ x: -5, y: 1000 }, picture)).toEqual({ x: 0, y: 299.999 });
});
