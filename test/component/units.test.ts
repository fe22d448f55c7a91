// Layers without height and width: one value for each unit.
import { flushSync } from 'svelte';
import { expect, it } from 'vitest';
import { tileName } from '../../renderer/lib/tile-name';
import { mapsPng } from '../../renderer/views/maps/maps-png';
import { tileJobs } from '../../renderer/views/maps/tile-jobs';
import { createApi, startModel } from './helpers';

it('are shown as one cell for each unit, with class and value', async () => {
  const api = createApi({ layers: 'predictions', sort: 'max', tileSizePx: 96 });
  const app = await startModel(api);
  const [column] = app.choice.matrix;
  expect(column).toMatchObject({ height: 1, width: 1, channels: 1000, shown: 1000 });
  expect(column?.order?.[0]).toBe(285);
  const cell = app.grid.cell({ position: 0, rank: 0 });
  expect(cell && tileName(app.wording, cell)).toMatch(/ predictions, unit 285, 0\.77$/);
  app.grid.widthPx = 600;
  app.grid.heightPx = 400;
  const [job] = tileJobs(app, { left: 0, top: 0 }, app.grid.range);
  expect(job).toMatchObject({ isUnit: true, isFlat: false, marks: ['Egyptian cat', '0.77'] });
  expect(job?.make()?.map.indices).toEqual(Uint8Array.of(255));
  expect(app.grid.visibleMaps).toEqual([]);
});

it('are inspected without asking for a map, and none of it is saved', async () => {
  const api = createApi({ layers: 'predictions' });
  const app = await startModel(api);
  const { index } = app.choice.matrix[0]!.layer;
  app.inspector.open(index, 285);
  expect(app.inspector.state).toMatchObject({ kind: 'ready', values: { height: 1, width: 1 } });
  app.png.open();
  expect(mapsPng(app).map(({ id }) => id)).toEqual(['matrix']);
  expect(app.figures.offered).toEqual(['classic', 'hypercolumns', 'predictions']);
  flushSync();
  const names = api.asked.map(({ name }) => name);
  expect(names.filter((name) => name === 'layer:maps' || name === 'map:values')).toEqual([]);
});
