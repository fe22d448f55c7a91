import { beforeEach, describe, expect, it } from 'vitest';
import { InspectorModel } from '../../../renderer/state/inspector-model.svelte';
import { LayerChoice } from '../../../renderer/state/layer-choice.svelte';
import { MatrixModel } from '../../../renderer/state/matrix-model.svelte';
import type { FakeApi } from '../../fake-page/fake-api';
import { createApi } from '../helpers';
import {
  createSettings,
  createStage,
  inputsOf,
  namesAsked,
  refuse,
  Told,
  unjudged,
  type Stage,
} from './alone.svelte';

let api: FakeApi;
let stage: Stage;
beforeEach(async () => {
  api = createApi();
  stage = await createStage(api, { layers: [1, 2] });
});
function create(layers = '1-2') {
  const settings = createSettings({ layers, sort: 'max' });
  const choice = new LayerChoice({ ...unjudged, api, failures: new Told(), session: stage, settings });
  const grid = new MatrixModel(settings, choice);
  return new InspectorModel({
    api,
    choice,
    grid,
    session: stage,
    settings,
    verdicts: { want: async () => undefined },
  });
}

it('fetches values and details of the open map, again after another analysis', async () => {
  const inspector = create();
  expect(inspector.state.kind).toBe('closed');
  inspector.open(1, 4);
  expect(inspector.state.kind).toBe('loading');
  await expect.poll(() => inspector.state).toMatchObject({ kind: 'ready', values: { layer: 1, filter: 4 } });
  const { values, width } = await api.call('map:values', { analysisId: '', layer: 1, filter: 4 });
  expect(inspector.valueAt({ x: 0.5, y: 0 })).toBe(values[width / 2]);
  await stage.analyse(api);
  expect(inspector.state.kind).toBe('ready'); // old values stay until the new ones come
  await expect.poll(() => inputsOf(api, 'map:values').at(-1)?.analysisId).toBe(stage.analysis?.analysisId);
});

it('steps in the order of the matrix and stops at its ends', () => {
  const inspector = create('1');
  const order = inspector.parts.choice.columnOf(stage.model!.layers[1]!).order!;
  inspector.open(1, order[0]!);
  expect(inspector.canStep(-1)).toBe(false);
  inspector.step(1);
  expect(inspector.map).toEqual({ layer: 1, filter: order[1] });
  expect(inspector.parts.grid.active).toEqual({ position: 0, rank: 1 });
});

it('shows a map of a layer that the matrix does not have, and steps in the order of its channels', async () => {
  const inspector = create('1');
  inspector.open(2, 0);
  expect(inspector.canStep(-1)).toBe(false);
  inspector.step(1);
  expect(inspector.map).toEqual({ layer: 2, filter: 1 });
  expect(inspector.parts.grid.active).toEqual({ position: 0, rank: 0 });
  await expect.poll(() => inspector.column?.statistics?.r?.[1]).toBeDefined();
  inspector.open(2, 31);
  expect(inspector.canStep(1)).toBe(false);
});

it('knows what the colours run over and where the map is strongest', async () => {
  const inspector = create();
  expect([inspector.range, inspector.places]).toEqual([null, []]);
  inspector.open(1, 4);
  await expect.poll(() => inspector.places).toHaveLength(4);
  const { state } = inspector;
  if (state.kind !== 'ready') throw new Error('no values');
  expect(inspector.range).toEqual({ min: state.min, max: state.max, colormap: 'viridis' });
  expect(inspector.places[0]).toMatchObject({ value: state.max });
});

it('drops the values of a map that was left before they came', async () => {
  api.delayMs = 20;
  const inspector = create();
  inspector.open(1, 4);
  await expect.poll(() => namesAsked(api)).toContain('map:values');
  inspector.open(1, 5);
  await expect.poll(() => inspector.state.kind).toBe('ready');
  expect(inspector.state).toMatchObject({ values: { filter: 5 } });
});

it('shows a failure in its pane until it is asked again', async () => {
  api.failing = 'map:values';
  const inspector = create();
  inspector.open(1, 4);
  await expect.poll(() => inspector.state.kind).toBe('failed');
  api.failing = '';
  inspector.retry();
  expect(inspector.state.kind).toBe('loading');
  await expect.poll(() => inspector.state.kind).toBe('ready');
});

it('is silent about a result that compute has given up', async () => {
  const refused = refuse(api, 'job/unknown-analysis', 'map:values');
  const inspector = create();
  inspector.open(1, 1);
  await expect.poll(() => refused).toHaveLength(1);
  inspector.open(1, 2);
  await expect.poll(() => refused).toHaveLength(2);
  expect(inspector.state.kind).toBe('loading');
});

it('shows the value of a unit at once, without asking for a map', () => {
  const inspector = create('predictions');
  const { index } = stage.model!.layers.find(({ name }) => name === 'predictions')!;
  inspector.open(index, 285);
  expect(inspector.state.kind).toBe('loading'); // not among the layers of this analysis
  return expect
    .poll(() => inspector.state)
    .toMatchObject({ kind: 'ready', values: { height: 1, width: 1 } })
    .then(() => {
      expect(inspector.valueAt({ x: 0, y: 0 })).toBeCloseTo(0.7712);
      expect(namesAsked(api)).not.toContain('map:values');
    });
});

describe('another model', () => {
  it('takes the values away until its own come', async () => {
    const inspector = create();
    inspector.open(1, 1);
    await expect.poll(() => inspector.state.kind).toBe('ready');
    stage.analysis = null;
    expect(inspector.state.kind).toBe('loading');
    stage.model = { ...stage.model!, modelId: 'another' };
    await stage.analyse(api);
    expect(inspector.state.kind).toBe('loading');
    await expect.poll(() => inspector.state.kind).toBe('ready');
  });

  it('closes the inspector where it has no such map', async () => {
    const inspector = create();
    inspector.open(1, 31);
    await expect.poll(() => inspector.state.kind).toBe('ready');
    stage.model = { ...stage.model!, modelId: 'small', layers: stage.model!.layers.slice(0, 1) };
    await stage.analyse(api);
    await expect.poll(() => inspector.map).toBeNull();
  });
});
