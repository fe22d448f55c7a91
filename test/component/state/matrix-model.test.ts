import { beforeEach, describe, expect, it } from 'vitest';
import type { Settings } from '../../../electron/shared/contract';
import { LayerChoice } from '../../../renderer/state/layer-choice.svelte';
import { MatrixModel } from '../../../renderer/state/matrix-model.svelte';
import type { FakeApi } from '../../fake-page/fake-api';
import { createApi } from '../helpers';
import { createSettings, createStage, Told, unjudged, type Stage } from './alone.svelte';

let api: FakeApi;
let stage: Stage;
beforeEach(async () => {
  api = createApi();
  stage = await createStage(api, { layers: [0, 1, 2, 3] });
});
function create(patch: Partial<Settings> = {}, widthPx = 600, heightPx = 300) {
  const settings = createSettings({ layers: '0-3', ...patch });
  const choice = new LayerChoice({ ...unjudged, api, failures: new Told(), session: stage, settings });
  return Object.assign(new MatrixModel(settings, choice), { widthPx, heightPx });
}

it('puts layers across and filters down, or the other way round', () => {
  const matrix = create();
  expect(matrix.layout).toMatchObject({ lanes: 4, lines: 32 });
  matrix.settings.update({ transposed: true });
  expect(matrix.layout).toMatchObject({ lanes: 32, lines: 4 });
  expect(matrix.placeOf(7, 2)).toEqual({ position: 2, rank: 7 });
});

it('knows the layers on screen, and where a layer has no such filter', () => {
  const matrix = create({ layers: 'all', tileSizePx: 64 }, 400);
  matrix.leftPx = 68 * 10;
  expect(matrix.visibleMaps.map(({ layer }) => layer)).toEqual([8, 9, 10, 11, 12, 13, 14, 15, 16]);
  expect(matrix.cell({ position: 0, rank: 3 })).toMatchObject({ filter: -1 });
  expect(matrix.cell({ position: 0, rank: 2 })).toMatchObject({ filter: 2 });
});

it('fetches other bytes for fixed limits only', () => {
  const matrix = create({ range: 'layer', fixedMax: 6 });
  expect(matrix.fetchRange).toEqual({ scope: 'map' });
  matrix.settings.update({ range: 'fixed' });
  expect(matrix.fetchRange).toEqual({ scope: 'fixed', min: 0, max: 6 });
});

it('has no layers on screen before it has a size', () => {
  expect(create({}, 0, 0).visibleMaps).toEqual([]);
});

it('knows the maps on screen in the order of the matrix, those that a layer has', () => {
  const matrix = create({ layers: '0-3', tileSizePx: 64 }, 800, 300);
  matrix.topPx = 68 * 2 + 10;
  const wanted = (index: number) => matrix.visibleMaps.find(({ layer }) => layer === index);
  const { firstLine, endLine } = matrix.range;
  expect([firstLine, endLine]).toEqual([1, 7]); // with one more above and below
  expect(wanted(0)).toMatchObject({ channels: [1, 2] }); // of three
  const most = wanted(1)!;
  expect(most.channels).toEqual([1, 2, 3, 4, 5, 6]);
  expect(most.mapSize).toBe(matrix.choice.matrix[1]!.height * matrix.choice.matrix[1]!.width);
  matrix.settings.update({ transposed: true });
  matrix.topPx = 0;
  expect(wanted(1)!.channels.slice(0, 4)).toEqual([0, 1, 2, 3]);
});

describe('the place of the keyboard', () => {
  it('stays inside the matrix', () => {
    const matrix = create();
    matrix.activate({ position: -1, rank: -2 });
    expect(matrix.active).toEqual({ position: 0, rank: -1 }); // the head of the first layer
    matrix.activate({ position: 99, rank: 99 });
    expect(matrix.active).toEqual({ position: 3, rank: 31 });
  });

  it('moves by keys, and by no chord', () => {
    const matrix = create();
    const press = (key: string, more: KeyboardEventInit = {}) =>
      matrix.moveByKey(new KeyboardEvent('keydown', { key, ...more }));
    press('ArrowRight');
    press('ArrowDown');
    expect(matrix.active).toEqual({ position: 1, rank: 1 });
    press('End');
    press('PageDown');
    expect(matrix.active).toEqual({ position: 3, rank: 1 + matrix.linesOnScreen });
    press('Home');
    expect(matrix.active.position).toBe(0);
    expect(press('a')).toBeNull();
    expect(press('ArrowDown', { ctrlKey: true })).toBeNull();
  });
});
