import { describe, expect, it } from 'vitest';
import { AtlasStore } from '../../renderer/state/atlas-store';
import { sortedFilters } from '../../renderer/state/layer-choice.svelte';
import { tileName } from '../../renderer/lib/tile-name';
import { mapsPng } from '../../renderer/views/maps/maps-png';
import { tileJobs } from '../../renderer/views/maps/tile-jobs';
import { createApi, startModel } from './helpers';

const settle = () => new Promise((resolve) => setTimeout(resolve, 30));

describe('LayerChoice', () => {
  it('knows which of the named layers have maps', async () => {
    const app = await startModel(createApi({ layers: 'predictions, 1-2, stem_*' }));
    expect(app.choice.chosen.map((layer) => layer.name)).toEqual([
      '_conv_stem',
      '_bn0',
      'stem_act',
      'predictions',
    ]);
    expect(app.choice.mapCount).toBe(96);
  });

  it('shows a layer without height and width as one cell for each unit', async () => {
    const api = createApi({ layers: 'predictions', sort: 'max' });
    const app = await startModel(api);
    const [column] = app.choice.matrix;
    expect(column).toMatchObject({ height: 1, width: 1, channels: 1000, shown: 1000 });
    expect(column?.order?.[0]).toBe(285);
    const cell = app.matrix.cell({ position: 0, rank: 0 });
    expect(cell && tileName(app.wording.translator, cell)).toMatch(/ predictions, unit 285, 0\.77$/);
    app.matrix.widthPx = 600;
    app.matrix.heightPx = 400;
    const [job] = tileJobs(app, { left: 0, top: 0 }, app.matrix.range);
    expect(job).toMatchObject({ isUnit: true, isFlat: false, mark: 'Egyptian cat' });
    expect(job?.make()?.map.indices).toEqual(Uint8Array.of(255));
    expect(app.matrix.visibleLayers).toEqual([]);
    expect(api.asked.some(({ name }) => name === 'layer:maps')).toBe(false);
  });

  it('inspects a unit without asking for a map, and saves none of it', async () => {
    const api = createApi({ layers: 'predictions' });
    const app = await startModel(api);
    const { index } = app.choice.matrix[0]!.layer;
    app.inspector.open(index, 285);
    expect(app.inspector.state).toMatchObject({ kind: 'ready', values: { height: 1, width: 1 } });
    expect(app.inspector.valueAt({ x: 0, y: 0 })).toBeCloseTo(0.7712);
    app.png.open();
    expect(mapsPng(app).map(({ id }) => id)).toEqual(['matrix']);
    expect(app.commands.isEnabled('exportGrid')).toBe(false);
    expect(api.asked.some(({ name }) => name === 'map:values')).toBe(false);
  });

  it('offers presets', async () => {
    const app = await startModel();
    expect(app.choice.presetSpec('first15')).toBe('0-14');
    expect(app.choice.presetSpec('all')).toBe('all');
    expect(app.choice.presetSpec('blocks')?.startsWith('8, 16, 24')).toBe(true);
  });

  it('asks only for statistics that are missing', async () => {
    const api = createApi({ layers: '0-2' });
    const app = await startModel(api);
    app.choice.toggle(5);
    await app.analysing.fetchStatistics();
    expect(app.settings.value.layers).toBe('0-2, 5');
    expect(api.asked.findLast(({ name }) => name === 'layer:statistics')?.input).toMatchObject({
      layers: [5],
    });
    expect(app.choice.statistics.has(5)).toBe(true);
  });

  it('limits and sorts the filters of each layer', async () => {
    const app = await startModel(createApi({ layers: '1', filters: 8, sort: 'max' }));
    const [column] = app.choice.matrix;
    expect(column).toMatchObject({ shown: 8, channels: 32 });
    const max = column!.statistics!.max;
    const values = Array.from(column!.order!, (filter) => max[filter]!);
    expect(values).toEqual([...values].sort((a, b) => b - a));
  });

  it('ranks NaN last and equal values by number', () => {
    expect(Array.from(sortedFilters(Float32Array.from([1, NaN, 3, 1])))).toEqual([2, 0, 3, 1]);
  });
});

describe('MatrixModel', () => {
  it('puts layers across and filters down, or the other way round', async () => {
    const app = await startModel();
    const { matrix } = app;
    matrix.widthPx = 600;
    matrix.heightPx = 300;
    expect(matrix.layout).toMatchObject({ lanes: 4, lines: 32 });
    app.commands.run('flip');
    expect(matrix.layout).toMatchObject({ lanes: 32, lines: 4 });
    expect(matrix.placeOf(7, 2)).toEqual({ position: 2, rank: 7 });
  });

  it('knows the layers on screen, and where a layer has no such filter', async () => {
    const app = await startModel(createApi({ layers: 'all', tileSizePx: 64 }));
    const { matrix } = app;
    matrix.widthPx = 400;
    matrix.heightPx = 300;
    matrix.leftPx = 68 * 10;
    expect(matrix.visibleLayers).toEqual([8, 9, 10, 11, 12, 13, 14, 15, 16]);
    expect(matrix.cell({ position: 0, rank: 3 })).toMatchObject({ filter: -1 });
    expect(matrix.cell({ position: 0, rank: 2 })).toMatchObject({ filter: 2 });
  });

  it('moves the keyboard place inside the matrix only', async () => {
    const app = await startModel();
    const { matrix } = app;
    matrix.widthPx = 600;
    matrix.heightPx = 300;
    matrix.moveActive(-1, -1);
    expect(matrix.active).toEqual({ position: 0, rank: 0 });
    matrix.moveActive(99, 99);
    expect(matrix.active).toEqual({ position: 3, rank: 31 });
  });

  it('fetches other bytes for fixed limits only', async () => {
    const app = await startModel(createApi({ range: 'layer' }));
    expect(app.matrix.fetchRange).toEqual({ scope: 'map' });
    app.commands.run('range');
    expect(app.matrix.fetchRange).toEqual({ scope: 'fixed', min: 0, max: 6 });
  });
});

describe('HypercolumnsModel', () => {
  it('shows both presets, and a custom set after asking for it', async () => {
    const api = createApi();
    const app = await startModel(api);
    expect(app.hypercolumns.views.map(({ id, result }) => [id, result?.mapCount])).toEqual([
      ['A', 80],
      ['B', 512],
    ]);
    app.hypercolumns.setCustom('2-3');
    await app.hypercolumns.fetchCustom();
    expect(app.hypercolumns.views[2]).toMatchObject({ id: 'C', layers: [2, 3], isCustom: true });
    expect(app.hypercolumns.views[2]?.result?.mapCount).toBe(64);
  });

  it('reads the value at the point', async () => {
    const app = await startModel();
    const [view] = app.hypercolumns.views;
    const { values, width } = view!.result!;
    expect(app.hypercolumns.valueAt(view!, { x: 0.5, y: 0 })).toBe(values[width / 2]);
    expect(app.hypercolumns.valueAt(view!, null)).toBeNull();
  });

  it('keeps a failure of the custom set to itself', async () => {
    const api = createApi();
    const app = await startModel(api);
    api.failing = 'set:hypercolumn';
    app.hypercolumns.setCustom('2');
    await app.hypercolumns.fetchCustom();
    expect(app.hypercolumns.customFailure?.code).toBe('image/damaged');
    expect(app.hypercolumns.views[0]?.result).not.toBeNull();
  });
});

describe('InspectorModel', () => {
  it('steps in the order of the matrix and stops at its ends', async () => {
    const app = await startModel(createApi({ layers: '1', sort: 'max' }));
    const { inspector, choice } = app;
    const order = choice.matrix[0]!.order!;
    inspector.open(1, order[0]!);
    await settle();
    expect(inspector.canStep(-1)).toBe(false);
    inspector.step(1);
    expect(inspector.map).toEqual({ layer: 1, filter: order[1] });
    await settle();
    expect(inspector.state).toMatchObject({ kind: 'ready', values: { filter: order[1] } });
  });

  it('drops the values of a map that was left before they came', async () => {
    const api = createApi();
    const app = await startModel(api);
    api.delayMs = 20;
    app.inspector.open(1, 4);
    app.inspector.open(1, 5);
    await expect.poll(() => app.inspector.state.kind).toBe('ready');
    expect(app.inspector.state).toMatchObject({ values: { filter: 5 } });
  });

  it('shows a failure in its pane', async () => {
    const api = createApi();
    const app = await startModel(api);
    api.failing = 'map:values';
    app.inspector.open(1, 4);
    await expect.poll(() => app.inspector.state.kind).toBe('failed');
  });
});

describe('PointModel', () => {
  it('hovers over what is pinned and comes back to it', async () => {
    const app = await startModel();
    const { point } = app;
    point.picture = { width: 60, height: 40 };
    point.pinned = { x: 10.5, y: 5.5 };
    point.hover({ x: 59.9, y: 99 });
    expect(point.inImage?.y).toBeCloseTo(39.999);
    point.hover(null);
    expect(point.inImage).toEqual({ x: 10.5, y: 5.5 });
    point.move(-20, 1);
    expect(point.pinned).toEqual({ x: 0, y: 6.5 });
    point.free();
    expect(point.inImage).toBeNull();
  });
});

describe('AtlasStore', () => {
  it('fetches two layers at a time, cancels what left the screen and keeps what came', async () => {
    const api = createApi();
    await startModel(api);
    api.asked.length = 0;
    api.delayMs = 15;
    const store = new AtlasStore(api, () => undefined);
    const layersAsked = () => api.asked.map(({ input }) => (input as { layer: number }).layer);
    store.want('a', { scope: 'map' }, [1, 2, 3]);
    expect(layersAsked()).toEqual([1, 2]);
    store.want('a', { scope: 'map' }, [2, 3]);
    await expect.poll(() => store.get(3)?.layer).toBe(3);
    expect(store.get(2)?.layer).toBe(2);
    expect(store.get(1)).toBeUndefined();
    store.want('a', { scope: 'fixed', min: 0, max: 1 }, [2]);
    expect(store.get(2)).toBeUndefined();
    store.want('b', { scope: 'map' }, []);
    expect(store.bytes).toBe(0);
  });

  it('asks once for a layer that fails and reports it', async () => {
    const api = createApi();
    api.failing = 'layer:maps';
    const failures: number[] = [];
    const store = new AtlasStore(api, (failed) => void (failed && failures.push(failed.layer)));
    store.want('a', { scope: 'map' }, [1]);
    await settle();
    store.want('a', { scope: 'map' }, [1]);
    await settle();
    expect(failures).toEqual([1]);
  });
});
