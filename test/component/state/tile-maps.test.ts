import { flushSync } from 'svelte';
import { beforeEach, expect, it } from 'vitest';
import { follow } from '../../../renderer/state/follow.svelte';
import { TileMaps } from '../../../renderer/state/tile-maps';
import type { FakeApi } from '../../fake-page/fake-api';
import { createApi } from '../helpers';
import { createStage, inputsOf, refuse, Told, Viewport, type Stage } from './alone.svelte';

let api: FakeApi;
let stage: Stage;
let matrix: Viewport;
let failures: Told;
beforeEach(async () => {
  api = createApi();
  stage = await createStage(api);
  matrix = new Viewport();
  failures = new Told();
});
const create = () => new TileMaps({ api, failures, grid: matrix, session: stage });
const asked = () => inputsOf(api, 'layer:maps').map(({ layers }) => layers);
const layersAsked = () => asked().map((layers) => layers.map(({ layer }) => layer));
/** Shows the first channels of some layers, or those that are named. */
async function show(layers: number[], channels = [0, 1, 2], mapSize = 100): Promise<void> {
  matrix.visibleMaps = layers.map((layer) => ({ layer, channels, mapSize }));
  flushSync();
  await Promise.resolve();
}

it('the channels on screen of all layers on screen are asked for at once, and no others', async () => {
  const store = create();
  await show([2, 3]);
  const [first] = inputsOf(api, 'layer:maps');
  expect(first).toMatchObject({ range: { scope: 'map' } });
  expect(asked()).toEqual([
    [
      { layer: 2, channels: [0, 1, 2] },
      { layer: 3, channels: [0, 1, 2] },
    ],
  ]);
  await expect.poll(() => store.get(3, 2)?.width).toBeGreaterThan(0);
  await show([2, 3], [2, 5, 3]);
  expect(asked().at(-1)).toEqual([
    { layer: 2, channels: [5, 3] },
    { layer: 3, channels: [5, 3] },
  ]);
  await expect.poll(() => store.get(2, 5)).toBeDefined();
  await show([2]);
  expect(asked()).toHaveLength(2);
});

it('each map is the one that was asked for', async () => {
  const store = create();
  await show([2], [4, 1]);
  await expect.poll(() => store.get(2, 1)).toBeDefined();
  const input = { range: { scope: 'map' as const }, layers: [{ layer: 2, channels: [1] }] };
  const [alone] = await api.call('layer:maps', { analysisId: '', ...input });
  const { indices, min, max, width, height } = store.get(2, 1)!;
  expect(indices).toEqual(alone!.indices);
  expect([min, max, width, height]).toEqual([alone!.min[0], alone!.max[0], alone!.width, alone!.height]);
  expect(store.get(2, 4)!.indices).not.toEqual(indices);
});

it('one request is under way at a time, the next is for what is on screen then, and one for nothing there is cancelled', async () => {
  api.delayMs = 15;
  const store = create();
  await show([1, 2]);
  await show([2, 3]);
  await show([3, 4, 2]);
  expect(layersAsked()).toEqual([[1, 2]]); // a part of it is still on screen
  await expect.poll(() => store.get(2, 0)).toBeDefined();
  expect(layersAsked()).toEqual([
    [1, 2],
    [3, 4],
  ]);
  await show([5]);
  expect(api.cancelled).toEqual(['layer:maps']);
  expect(layersAsked().at(-1)).toEqual([5]);
  await expect.poll(() => store.get(5, 0)).toBeDefined();
  expect(store.get(3, 0)).toBeUndefined();
});

it('an answer holds so many values at most, the first maps first', async () => {
  const store = create();
  await show([1, 2, 3], [0, 1, 2], 3e6);
  await expect.poll(() => store.get(3, 2)).toBeDefined();
  expect(asked().map((layers) => layers.map(({ channels }) => channels.length))).toEqual([
    [3, 1],
    [2, 2],
    [1],
  ]);
});

it('what the cache cannot hold is not asked for again and again', async () => {
  const store = create();
  const values = api.call.bind(api);
  api.call = (async (name: string, ...rest: [never, never]) => {
    const answer = await values(name as never, ...rest);
    if (name !== 'layer:maps') return answer;
    return (answer as { channels: number }[]).map((maps) => ({
      ...maps,
      ...{ width: 6000, height: 6000, indices: new Uint8Array(36e6 * maps.channels) },
    }));
  }) as typeof api.call;
  await show([1], [0, 1, 2], 36e6);
  await expect.poll(() => store.get(1, 2)).toBeDefined();
  await expect.poll(() => store.arrivals).toBe(3);
  await new Promise((resolve) => setTimeout(resolve));
  expect(layersAsked()).toHaveLength(3);
  expect(store.get(1, 0)).toBeUndefined();
});

it('other limits and another analysis are other maps', async () => {
  const store = create();
  await show([2]);
  await expect.poll(() => store.get(2, 0)).toBeDefined();
  const key = store.key(2, 0);
  matrix.fetchRange = { scope: 'fixed', min: 0, max: 1 };
  expect(store.key(2, 0)).not.toBe(key);
  expect(store.get(2, 0)).toBeUndefined();
  await show([]);
  await stage.analyse(api);
  flushSync();
  expect(store.bytes).toBe(0);
});

it('who reads the arrivals hears when maps come', async () => {
  const store = create();
  const seen: number[] = [];
  follow(
    () => store.arrivals,
    (count) => seen.push(count),
  );
  await show([2]);
  await expect.poll(() => seen).toEqual([0, 1]);
});

it('a layer that fails is told, and asked for once, alone', async () => {
  const call = api.call.bind(api);
  api.call = ((name: string, input: { layers?: { layer: number }[] }, ...rest: []) => {
    api.failing = input.layers?.some(({ layer }) => layer === 2) ? 'layer:maps' : '';
    return call(name as never, input as never, ...rest);
  }) as typeof api.call;
  const store = create();
  await show([1, 2, 3]);
  await expect.poll(() => store.get(3, 0)).toBeDefined();
  expect(store.get(1, 0)).toBeDefined();
  expect(failures.list).toMatchObject([{ title: 'error.maps', parameters: { layer: 2 } }]);
  expect(layersAsked()).toEqual([[1, 2, 3], [1], [2], [3]]);
  await show([]);
  await show([2]);
  expect(layersAsked()).toHaveLength(4);
});

it('maps of a result that compute has given up are asked for once, without a complaint', async () => {
  const refused = refuse(api, 'job/unknown-analysis', 'layer:maps');
  create();
  await show([1, 2, 3]);
  await expect.poll(() => refused).toHaveLength(1);
  await show([]);
  await show([1, 2, 3]);
  expect(refused).toHaveLength(1);
  expect(failures.list).toEqual([]);
});
