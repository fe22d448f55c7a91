import { describe, expect, it } from 'vitest';
import { mapFileName, mapPicture } from '../../../electron/analysis/map-pictures';
import { colormapTable } from '../../../electron/core/colormap';
import { rangeOf } from '../../../electron/core/quantise';
import type { ListedLayer } from '../../../electron/model/network';
import type { FigureColours } from '../../../electron/shared/contract';

function result(key: string, name: string): Parameters<typeof mapFileName>[0] {
  return { key, layer: { layer: { name } } as ListedLayer };
}

describe('file names of maps', () => {
  it.each([
    ['7', 'conv2d_2', 12, '007-conv2d_2-f0012.png'],
    ['7#1', 'twice', 0, '007-1-twice-f0000.png'],
    ['1/164', 'mixed5', 0, '001.164-mixed5-f0000.png'],
    ['12:1', 'split', 3, '012-1-split-f0003.png'],
    ['1234', 'deep', 2047, '1234-deep-f2047.png'],
    ['0', 'block1/conv:0', 0, '000-block1_conv_0-f0000.png'],
    ['0', '../../etc/passwd', 0, '000-.._.._etc_passwd-f0000.png'],
    ['0', 'a\\b|c?d*e"f<g>h\n', 0, '000-a_b_c_d_e_f_g_h_-f0000.png'],
    ['0', '卷积层', 1, '000-卷积层-f0001.png'],
  ])('of result %s of %j, channel %d', (key, name, channel, want) => {
    expect(mapFileName(result(key, name), channel)).toBe(want);
  });

  it('fit into the 255 bytes that systems allow, also in letters of four bytes', () => {
    for (const letter of ['n', '卷', '𠀀']) {
      const name = mapFileName(result('100#10:1', letter.repeat(300)), 12345);
      expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255);
      // No letter is cut in half.
      expect(Buffer.from(name).toString()).toBe(name);
    }
  });
});

describe('pictures of maps', () => {
  const colours: FigureColours = { range: { scope: 'map' }, colormap: 'viridis', divergingForSigned: false };
  const table = colormapTable('viridis');
  const colourAt = (index: number) => [...table.subarray(3 * index, 3 * index + 3)];
  const draw = (values: readonly number[], change: Partial<FigureColours> = {}, isSigned = false) => {
    const all = Float32Array.of(-10, ...values, 50);
    const tensor = { data: Float32Array.from(values), shape: [1, values.length, 1] };
    return mapPicture(tensor, tensor.data, { ...colours, ...change }, () => rangeOf(all), isSigned);
  };

  it('colour each map from its own minimum to its own maximum', () => {
    const picture = draw([10, 20, 30, 40]);
    expect([picture.width, picture.height]).toEqual([4, 1]);
    // Thirds of the range, in 256 steps.
    expect([...picture.data]).toEqual([0, 85, 170, 255].flatMap(colourAt));
  });

  it('draw a constant map in the lowest colour', () => {
    expect([...draw([7, 7]).data]).toEqual([0, 0].flatMap(colourAt));
  });

  it('colour by the layer or by fixed limits where the figure says so', () => {
    // (20 + 10) / 60 and 35 / 60 of 256 steps.
    expect([...draw([20, 25], { range: { scope: 'layer' } }).data]).toEqual([128, 149].flatMap(colourAt));
    const fixed = { range: { scope: 'fixed', min: 0, max: 100 } } as const;
    expect([...draw([25, 50], fixed).data]).toEqual([64, 128].flatMap(colourAt));
  });

  it('show signed maps about zero where the figure says so', () => {
    const diverging = colormapTable('diverging');
    const [low, middle] = [0, 128].map((index) => [...diverging.subarray(3 * index, 3 * index + 3)]);
    expect([...draw([-4, 0, 2], { divergingForSigned: true }, true).data.subarray(0, 6)]).toEqual([
      ...low!,
      ...middle!,
    ]);
    expect([...draw([-4, 2], { divergingForSigned: true }, false).data]).toEqual([0, 255].flatMap(colourAt));
  });
});
