// One layer in place of the matrix: which channel stands where, and where the keyboard goes.
import { flushSync } from 'svelte';
import { beforeEach, describe, expect, it } from 'vitest';
import type { ChannelStatistics, LayerInfo, Settings } from '../../../electron/shared/contract';
import { defaultSettings } from '../../../electron/shared/default-settings';
import { LayerChoice } from '../../../renderer/state/layer-choice.svelte';
import { LayerGrid } from '../../../renderer/state/layer-grid.svelte';
import { OneLayer } from '../../../renderer/state/one-layer.svelte';
import { createNoise } from '../../fake-page/fake-maps';
import type { FakeApi } from '../../fake-page/fake-api';
import { createApi } from '../helpers';
import { createSettings, createStage, Told, type Stage, unjudged } from './alone.svelte';

let api: FakeApi;
let stage: Stage;
beforeEach(async () => {
  api = createApi();
  stage = await createStage(api, { layers: [3] });
});

/** The grid of layer 3, with as many channels as wanted, of made-up maxima among which many are equal. */
function create(count: number, patch: Partial<Settings> = {}, seed = 1) {
  const settings = createSettings({ layers: '3', ...patch });
  const layers = stage.model!.layers.map((layer): LayerInfo =>
    layer.index === 3 ? { ...layer, outputShape: [8, 8, count] } : layer,
  );
  stage.model = { ...stage.model!, layers };
  const noise = createNoise(seed);
  const known = stage.analysis!.statistics[0]!;
  const max = Float32Array.from({ length: count }, () => Math.round(noise() * 3));
  const statistics: ChannelStatistics = { ...known, channels: count, max };
  stage.analysis = { ...stage.analysis!, statistics: [statistics] };
  const choice = new LayerChoice({ ...unjudged, api, failures: new Told(), session: stage, settings });
  const one = new OneLayer({ choice, session: stage, settings, verdicts: { alone: null } });
  const grid = Object.assign(new LayerGrid(settings, one), { widthPx: 850, heightPx: 390 });
  return { choice, grid, max, one, settings };
}

/** Channels by place, line after line, as they are drawn. */
function channelsOf(grid: LayerGrid): number[] {
  const { lanes, lines } = grid.layout;
  const cells = Array.from({ length: lanes * lines }, (_, at) =>
    grid.cell(grid.placeOf(at % lanes, Math.floor(at / lanes))),
  );
  return cells.flatMap((cell) => (cell && cell.filter >= 0 ? [cell.filter] : []));
}

describe('every channel of a layer', () => {
  const noise = createNoise(14);
  const between = (low: number, high: number) => low + Math.floor(((noise() + 1) / 2) * (high - low + 1));
  const cases = Array.from({ length: 40 }, (_, seed) => ({
    seed,
    count: between(1, seed % 3 === 0 ? 2048 : 70),
    widthPx: between(150, 1800),
    heightPx: between(90, 900),
    tileSizePx: ([32, 96, 'fit'] as const)[between(0, 2)]!,
    sort: (['index', 'max'] as const)[between(0, 1)]!,
    smallestFirst: between(0, 1) === 1,
  }));

  it.each(cases)(
    'stands at one place, in the stable order of its numbers: $count channels, $widthPx px, by $sort',
    ({ seed, count, widthPx, heightPx, ...patch }) => {
      const { grid, max } = create(count, patch, seed);
      [grid.widthPx, grid.heightPx] = [widthPx, heightPx];
      const shown = channelsOf(grid);
      // numpy.argsort(kind='stable') of the maxima, or of the negative ones.
      const sign = patch.smallestFirst ? 1 : -1;
      const byNumber = Array.from({ length: count }, (_, channel) => channel);
      const want =
        patch.sort === 'index' ? byNumber : [...byNumber].sort((a, b) => sign * (max[a]! - max[b]!) || a - b);
      expect(shown).toEqual(want);
      for (const rank of [0, count >> 1, count - 1]) {
        const place = grid.find(3, want[rank]!)!;
        expect(place.rank).toBe(rank);
        const { lane, line } = grid.laneLineOf(place);
        expect(grid.placeOf(lane, line)).toEqual(place);
      }
    },
  );
});

describe('the place of the keyboard', () => {
  const press = (grid: LayerGrid, key: string, more: KeyboardEventInit = {}) => {
    grid.moveByKey(new KeyboardEvent('keydown', { key, ...more }));
    return grid.active.rank;
  };

  it('moves in two dimensions, from line to line, and stays among the channels', () => {
    const { grid } = create(25, { tileSizePx: 64 });
    grid.widthPx = 40 + 10 * 68 + 4; // ten in a line: 0..9, 10..19, 20..24
    expect(grid.layout).toMatchObject({ lanes: 10, lines: 3 });
    expect(press(grid, 'ArrowLeft')).toBe(0);
    expect(press(grid, 'ArrowRight')).toBe(1);
    expect(press(grid, 'ArrowUp')).toBe(1);
    expect(press(grid, 'End')).toBe(9);
    expect(press(grid, 'ArrowRight')).toBe(10);
    expect(press(grid, 'ArrowLeft')).toBe(9);
    expect(press(grid, 'ArrowDown')).toBe(19);
    expect(press(grid, 'ArrowDown')).toBe(24); // the last line is shorter
    expect(press(grid, 'ArrowDown')).toBe(24);
    expect(press(grid, 'Home')).toBe(20);
    expect(press(grid, 'Home', { ctrlKey: true })).toBe(0);
    expect(press(grid, 'End', { ctrlKey: true })).toBe(24);
    expect(press(grid, 'ArrowUp')).toBe(14);
    expect(press(grid, 'ArrowUp', { ctrlKey: true })).toBe(14);
    expect(grid.moveByKey(new KeyboardEvent('keydown', { key: 'x' }))).toBeNull();
  });

  it('moves by whole screens, and says how far to scroll', () => {
    const { grid } = create(2048, { tileSizePx: 64 });
    expect(grid.layout.lanes).toBe(11);
    expect(grid.linesOnScreen).toBe(5);
    press(grid, 'ArrowRight');
    expect(press(grid, 'PageDown')).toBe(1 + 5 * 11);
    expect(grid.scrollTo(grid.active).top).toBe(6 * 68 + 4 - 390);
    expect(press(grid, 'PageUp')).toBe(1);
    expect(press(grid, 'PageUp')).toBe(1);
    press(grid, 'End', { ctrlKey: true });
    expect(press(grid, 'PageDown')).toBe(2047);
    expect(grid.isActiveOnScreen).toBe(false);
    grid.topPx = grid.scrollTo(grid.active).top;
    expect(grid.isActiveOnScreen).toBe(true);
  });

  it('begins anew for another layer', () => {
    const { grid, one } = create(64);
    flushSync();
    [grid.topPx, grid.active] = [300, { position: 0, rank: 40 }];
    one.step(1);
    flushSync();
    expect(one.layer?.index).toBe(4);
    expect([grid.topPx, grid.active.rank]).toEqual([0, 0]);
  });
});

describe('the layer that is shown by itself', () => {
  it('is the only one that is chosen, until it is closed or others are chosen', () => {
    const { one, settings } = create(8);
    expect(one.layer?.index).toBe(3);
    one.close();
    expect(one.layer).toBeNull();
    settings.update({ layers: '0-3' });
    flushSync();
    expect(one.layer).toBeNull();
    settings.update({ layers: '3' });
    expect(one.layer?.index).toBe(3);
  });

  it('is one that was opened, chosen or not, and its neighbours in the model', () => {
    const { one, settings } = create(8, { layers: defaultSettings.layers });
    expect(one.layer).toBeNull();
    one.open(20);
    expect(one.column).toMatchObject({ layer: { index: 20 }, channels: 144, shown: 144 });
    one.step(-1);
    expect(one.layer?.index).toBe(19);
    expect(one.canStep(1)).toBe(true);
    one.open(0);
    expect(one.canStep(-1)).toBe(false);
    one.step(-1);
    expect(one.layer?.index).toBe(0);
    settings.update({ layers: '1-2' });
    expect(one.layer).toBeNull();
    flushSync();
    settings.update({ layers: defaultSettings.layers });
    expect(one.layer).toBeNull();
    one.open(9999);
    expect(one.layer).toBeNull();
  });

  it('asks for its details, whether it is chosen or not', async () => {
    const { choice, one } = create(8, { layers: '0-2' });
    one.open(5);
    await expect.poll(() => choice.statistics.get(5)?.entropy).toBeDefined();
  });

  it('goes with the model that has it', async () => {
    const { one } = create(8, { layers: '0-2' });
    one.open(5);
    stage.model = { ...stage.model!, modelId: 'another' };
    expect(one.layer).toBeNull();
  });
});
