import { tick } from 'svelte';
import { beforeEach, expect, it } from 'vitest';
import { OriginModel } from '../../../renderer/state/origin-model.svelte';
import type { FakeApi } from '../../fake-page/fake-api';
import { createApi } from '../helpers';
import { createStage, inputsOf, Inspected, Looked, type Stage } from './alone.svelte';

let api: FakeApi;
let stage: Stage;
beforeEach(async () => {
  api = createApi();
  stage = await createStage(api);
});
function create(inspector = new Inspected(), look = new Looked()) {
  return { inspector, look, origin: new OriginModel({ api, inspector, look, session: stage }) };
}

it('asks for a kernel only while its tab is open, and once for a map', async () => {
  const { inspector, look, origin } = create();
  inspector.map = { layer: 3, filter: 4 };
  await tick();
  expect(inputsOf(api, 'map:kernel')).toEqual([]);
  look.tab = 'looks';
  await expect.poll(() => origin.kernel).toMatchObject({ kind: 'ready', value: { layer: 1, input: 0 } });
  look.tab = 'map';
  await tick();
  look.tab = 'looks';
  await stage.analyse(api); // another picture has the same kernels
  await tick();
  expect(inputsOf(api, 'map:kernel')).toEqual([{ modelId: stage.model!.modelId, layer: 3, filter: 4 }]);
});

it('keeps what it shows until the next of the same layer comes, and nothing of another one', async () => {
  const { inspector, look, origin } = create();
  look.tab = 'looks';
  inspector.map = { layer: 3, filter: 4 };
  await expect.poll(() => origin.kernel?.kind).toBe('ready');
  inspector.map = { layer: 3, filter: 5 };
  expect(origin.kernel?.kind).toBe('ready');
  inspector.map = { layer: 5, filter: 5 };
  expect(origin.kernel).toBeNull();
  await expect.poll(() => origin.kernel).toMatchObject({ value: { layer: 4, channels: Int32Array.of(5) } });
  inspector.map = { layer: 0, filter: 1 };
  await expect.poll(() => origin.kernel).toEqual({ kind: 'ready', value: null });
});

it('asks nothing before the result of a new model, and tells a failure until it is asked again', async () => {
  const { inspector, look, origin } = create();
  look.tab = 'looks';
  api.failing = 'map:kernel';
  inspector.map = { layer: 3, filter: 4 };
  await expect.poll(() => origin.kernel).toMatchObject({ kind: 'failed' });
  api.failing = '';
  stage.model = { ...stage.model!, modelId: 'another' };
  stage.analysis = null;
  expect(origin.kernel).toBeNull();
  await tick();
  expect(inputsOf(api, 'map:kernel')).toHaveLength(1);
  await stage.analyse(api);
  await expect.poll(() => origin.kernel?.kind).toBe('ready');
});
