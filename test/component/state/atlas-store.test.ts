import { flushSync } from 'svelte';
import { beforeEach, expect, it } from 'vitest';
import { AtlasStore } from '../../../renderer/state/atlas-store';
import { follow } from '../../../renderer/state/follow.svelte';
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
const create = () => new AtlasStore({ api, failures, matrix, session: stage });
const layersAsked = () => inputsOf(api, 'layer:maps').map(({ layer }) => layer);
function show(...layers: number[]): void {
  matrix.visibleLayers = layers;
  flushSync();
}

it('two layers are fetched at a time, what left the screen is cancelled, and what came is kept', async () => {
  api.delayMs = 15;
  const store = create();
  show(1, 2, 3);
  expect(layersAsked()).toEqual([1, 2]);
  show(2, 3);
  expect(api.cancelled).toEqual(['layer:maps']);
  await expect.poll(() => store.get(3)?.layer).toBe(3);
  expect(store.get(2)?.layer).toBe(2);
  expect(store.get(1)).toBeUndefined();
  show();
  show(2, 3);
  expect(layersAsked()).toEqual([1, 2, 3]);
});

it('the first request names all layers on screen, which one pass then computes', () => {
  create();
  show(1, 2, 3, 4);
  const [first, second] = inputsOf(api, 'layer:maps');
  expect(first).toMatchObject({ layer: 1, beside: [2, 3, 4] });
  expect(second).toMatchObject({ layer: 2, beside: [3, 4] });
});

it('other limits and another analysis are other maps', async () => {
  const store = create();
  show(2);
  await expect.poll(() => store.get(2)?.layer).toBe(2);
  const key = store.key(2);
  matrix.fetchRange = { scope: 'fixed', min: 0, max: 1 };
  expect(store.key(2)).not.toBe(key);
  expect(store.get(2)).toBeUndefined();
  show();
  await stage.analyse(api);
  flushSync();
  expect(store.bytes).toBe(0);
});

it('who reads a layer hears when it comes', async () => {
  const store = create();
  const seen: (number | undefined)[] = [];
  follow(
    () => store.get(2)?.layer,
    (layer) => seen.push(layer),
  );
  show(2);
  await expect.poll(() => seen).toEqual([undefined, 2]);
});

it('a layer that fails is told, and asked for once', async () => {
  api.failing = 'layer:maps';
  create();
  show(1);
  await expect
    .poll(() => failures.list)
    .toMatchObject([{ title: 'error.maps', code: 'image/damaged', parameters: { layer: 1 } }]);
  show();
  show(1);
  expect(layersAsked()).toEqual([1]);
});

it('maps of a result that compute has given up are asked for once, without a complaint', async () => {
  const refused = refuse(api, 'job/unknown-analysis', 'layer:maps');
  create();
  show(1, 2, 3);
  await expect.poll(() => refused).toHaveLength(3);
  show();
  show(1, 2, 3);
  expect(refused).toHaveLength(3);
  expect(failures.list).toEqual([]);
});
