import { beforeEach, expect, it } from 'vitest';
import { LikenessModel } from '../../../renderer/state/likeness-model.svelte';
import type { FakeApi } from '../../fake-page/fake-api';
import { createApi } from '../helpers';
import { createStage, inputsOf, refuse, Told, type Stage } from './alone.svelte';

let api: FakeApi;
let stage: Stage;
let failures: Told;
let likeness: LikenessModel;
beforeEach(async () => {
  api = createApi();
  failures = new Told();
  stage = await createStage(api);
  likeness = new LikenessModel({ api, failures, session: stage });
});

it('is asked for when a map is chosen, and again for the next picture', async () => {
  likeness.compareWith({ layer: 3, filter: 5 });
  await expect.poll(() => likeness.known).toMatchObject({ layer: 3, filter: 5 });
  expect(likeness.known!.r[5]).toBe(1);
  await stage.analyse(api);
  expect(likeness.known).toBeNull();
  await expect.poll(() => likeness.known).not.toBeNull();
  expect(inputsOf(api, 'map:likeness')).toHaveLength(2);
});

it('ends with another model, and where nothing is compared any more', async () => {
  likeness.compareWith({ layer: 3, filter: 5 });
  await expect.poll(() => likeness.known).not.toBeNull();
  likeness.compareWith(null);
  expect(likeness.known).toBeNull();
  likeness.compareWith({ layer: 1, filter: 0 });
  await expect.poll(() => likeness.known?.layer).toBe(1);
  stage.model = { ...stage.model!, modelId: 'another' };
  await expect.poll(() => likeness.to).toBeNull();
});

it('that fails is told, and the order is what it was', async () => {
  refuse(api, 'engine/no-memory', 'map:likeness');
  likeness.compareWith({ layer: 3, filter: 5 });
  await expect
    .poll(() => failures.list)
    .toMatchObject([{ title: 'error.analysis', code: 'engine/no-memory' }]);
  expect(likeness.to).toBeNull();
});
