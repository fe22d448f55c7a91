import { beforeEach, describe, expect, it } from 'vitest';
import { HypercolumnsModel } from '../../../renderer/state/hypercolumns-model.svelte';
import type { FakeApi } from '../../fake-page/fake-api';
import { createApi } from '../helpers';
import { createSettings, createStage, inputsOf, refuse, type Stage } from './alone.svelte';

const CLASSIC = [
  [1, 4, 7],
  [1, 4, 7, 10, 11, 14, 17],
];
let api: FakeApi;
let stage: Stage;
beforeEach(async () => {
  api = createApi();
  stage = await createStage(api, { sets: CLASSIC });
});
const create = (customSet = '') =>
  new HypercolumnsModel({ api, session: stage, settings: createSettings({ customSet }) });

it('both classic sets are shown, and asked of every analysis with the custom one', () => {
  const model = create('2-3');
  expect(model.views.map(({ id, result }) => [id, result?.mapCount])).toEqual([
    ['A', 80],
    ['B', 512],
    ['C', undefined],
  ]);
  expect(model.wishes).toEqual([...CLASSIC, [2, 3]]);
});

it('of a set only layers with maps can be averaged', () => {
  const { layers } = stage.model!;
  stage.model = { ...stage.model!, layers: layers.slice(0, 8).map((layer) => ({ ...layer, isSpatial: layer.index < 5 })) }; // prettier-ignore
  const model = create('5');
  expect(model.wishes).toEqual([[1, 4]]);
  // What is left out is said.
  expect(model.views.map(({ id, leftOut }) => [id, leftOut])).toEqual([
    ['A', ['7']],
    ['C', ['5']],
  ]);
});

it('two sets that come to the same in a small model are drawn once, and the second says so', () => {
  stage.model = { ...stage.model!, layers: stage.model!.layers.slice(0, 9) };
  const model = create();
  expect(model.sets.map(({ id, sameAs, leftOut }) => [id, sameAs, leftOut])).toEqual([
    ['A', null, []],
    ['B', 'A', ['10', '11', '14', '17']],
  ]);
  expect(model.views.map(({ id }) => id)).toEqual(['A']);
  expect(model.wishes).toEqual([[1, 4, 7]]);
  model.setCustom('1, 4, 7'); // what somebody wrote is drawn
  expect(model.views.map(({ id }) => id)).toEqual(['A', 'C']);
});

it('a view tells the value at a place', () => {
  const model = create();
  const [view] = model.views;
  const { values, width } = view!.result!;
  expect(model.valueAt(view!, { x: 0.5, y: 0 })).toBe(values[width / 2]);
  expect(model.valueAt(view!, null)).toBeNull();
});

it('the shape of the picture is undone for the eye', async () => {
  await stage.analyse(api, { fit: 'stretch' });
  expect(create().ratio).toBeCloseTo(60 / 40);
});

describe('the custom set', () => {
  it('is asked for where the analysis does not include it', async () => {
    const model = create();
    model.setCustom('2-3');
    await expect.poll(() => model.views[2]?.result?.mapCount).toBe(64);
    expect(model.views[2]).toMatchObject({ id: 'C', layers: ['2', '3'], isCustom: true });
    expect(inputsOf(api, 'set:hypercolumn')).toHaveLength(1);
    await stage.analyse(api, { sets: [...CLASSIC, [2, 3]] });
    expect(model.views[2]?.result?.mapCount).toBe(64);
    await stage.analyse(api, { sets: CLASSIC });
    await expect.poll(() => inputsOf(api, 'set:hypercolumn')).toHaveLength(2);
  });

  it('that fails says so itself, and is asked for again when it is wanted again', async () => {
    api.failing = 'set:hypercolumn';
    const model = create('2');
    await expect.poll(() => model.customFailure?.code).toBe('image/damaged');
    expect(model.views[0]?.result).not.toBeNull();
    model.retry();
    await expect.poll(() => inputsOf(api, 'set:hypercolumn')).toHaveLength(2);
    await expect.poll(() => model.customFailure?.code).toBe('image/damaged');
    api.failing = '';
    model.setCustom('2');
    await expect.poll(() => model.views[2]?.result?.mapCount).toBe(32);
    expect(model.customFailure).toBeNull();
  });

  it('of a result that compute has given up is no failure', async () => {
    const refused = refuse(api, 'job/unknown-analysis', 'set:hypercolumn');
    const model = create('2');
    await expect.poll(() => refused).toHaveLength(1);
    model.setCustom('3');
    await expect.poll(() => refused).toHaveLength(2);
    expect(model.customFailure).toBeNull();
  });
});
