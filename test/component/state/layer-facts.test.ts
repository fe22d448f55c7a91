import { beforeEach, expect, it } from 'vitest';
import { LayerChoice } from '../../../renderer/state/layer-choice.svelte';
import { LayerFacts } from '../../../renderer/state/layer-facts.svelte';
import { OneLayer } from '../../../renderer/state/one-layer.svelte';
import type { FakeApi } from '../../fake-page/fake-api';
import { createApi } from '../helpers';
import { createSettings, createStage, inputsOf, refuse, Told, type Stage, unjudged } from './alone.svelte';

let api: FakeApi;
let stage: Stage;
let failures: Told;
beforeEach(async () => {
  api = createApi();
  failures = new Told();
  stage = await createStage(api, { layers: [0, 1, 2, 3] });
});
function create() {
  const settings = createSettings({ layers: '0-3' });
  const choice = new LayerChoice({ ...unjudged, api, failures, session: stage, settings });
  const oneLayer = new OneLayer({
    ...{ choice, session: stage, settings },
    verdicts: { alone: null },
  });
  return { facts: new LayerFacts({ api, failures, oneLayer, session: stage }), oneLayer };
}

it('asks for nothing while no layer is shown by itself', async () => {
  create();
  await Promise.resolve();
  expect([...inputsOf(api, 'layer:facts'), ...inputsOf(api, 'layer:histogram')]).toEqual([]);
});

it('asks for a description once, and for the values of each picture', async () => {
  const { facts, oneLayer } = create();
  oneLayer.open(1);
  expect([facts.description, facts.histogram]).toEqual([null, null]);
  await expect.poll(() => facts.description?.weights.map(({ name }) => name)).toEqual(['kernel', 'bias']);
  await expect.poll(() => facts.histogram?.total).toBe(112 * 112);
  oneLayer.open(2);
  // What is known of another layer is not shown with this one's name.
  expect([facts.description, facts.histogram]).toEqual([null, null]);
  await expect.poll(() => facts.description?.layer).toBe(2);
  oneLayer.open(1);
  expect(facts.description?.layer).toBe(1);
  await stage.analyse(api);
  expect(facts.histogram).toBeNull();
  await expect.poll(() => facts.histogram).not.toBeNull();
  expect(inputsOf(api, 'layer:facts').map(({ layer }) => layer)).toEqual([1, 2]);
  expect(inputsOf(api, 'layer:histogram').at(-1)).toEqual({
    analysisId: stage.analysis!.analysisId,
    layer: 1,
  });
});

it('forgets what belongs to a model that is used in another way, whose sizes may be others', async () => {
  const { facts, oneLayer } = create();
  oneLayer.open(1);
  await expect.poll(() => facts.description).not.toBeNull();
  stage.model = { ...stage.model! };
  expect(facts.description).toBeNull();
  await expect.poll(() => facts.description).not.toBeNull();
});

it('shows only the newest of several answers, and tells what failed', async () => {
  api.delayMs = 20;
  const { facts, oneLayer } = create();
  oneLayer.open(1);
  oneLayer.open(3);
  await expect.poll(() => facts.description?.layer).toBe(3);
  expect(failures.list).toEqual([]);
  refuse(api, 'layers/out-of-range', 'layer:facts');
  oneLayer.open(2);
  await expect.poll(() => failures.list).toMatchObject([{ title: 'error.maps', parameters: { layer: '2' } }]);
});
