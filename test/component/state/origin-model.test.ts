import { tick } from 'svelte';
import { beforeEach, describe, expect, it } from 'vitest';
import { OriginModel } from '../../../renderer/state/origin-model.svelte';
import type { FakeApi } from '../../fake-page/fake-api';
import { createApi } from '../helpers';
import { createStage, inputsOf, Inspected, Looked, Pointed, type Stage } from './alone.svelte';

let api: FakeApi;
let stage: Stage;
beforeEach(async () => {
  api = createApi();
  stage = await createStage(api);
});
function create() {
  const [inspector, look, point] = [new Inspected(), new Looked(), new Pointed()];
  return { inspector, look, point, origin: new OriginModel({ api, inspector, look, point, session: stage }) };
}

/** A map whose values are here. */
async function inspect(inspector: Inspected, layer: number, filter: number): Promise<void> {
  const values = await api.call('map:values', { analysisId: stage.analysis!.analysisId, layer, filter });
  inspector.layer = stage.model!.layers[layer]!;
  inspector.map = { layer, filter };
  inspector.state = { kind: 'ready', values, min: 0, max: 1 };
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

describe('the arithmetic', () => {
  it('is of the value under the point, asked for while its tab is open and once for each value', async () => {
    const { inspector, look, origin, point } = create();
    await inspect(inspector, 3, 1); // 112 x 112
    point.inUnit = { x: 10.2 / 112, y: 5.5 / 112 };
    await tick();
    expect(origin.place).toEqual({ layer: 3, filter: 1, row: 5, column: 10 });
    expect(inputsOf(api, 'map:arithmetic')).toEqual([]);
    look.tab = 'steps';
    await expect
      .poll(() => origin.arithmetic?.origin)
      .toMatchObject({ kind: 'ready', value: { products: { layer: 1 } } });
    point.inUnit = { x: 10.9 / 112, y: 5.1 / 112 }; // the same value
    await tick();
    expect(origin.isStale).toBe(false);
    const { analysisId } = stage.analysis!;
    expect(inputsOf(api, 'map:arithmetic')).toEqual([
      { analysisId, layer: 3, filter: 1, row: 5, column: 10 },
    ]);
  });

  it('follows a moving point when it has come to rest', async () => {
    const { inspector, look, origin, point } = create();
    look.tab = 'steps';
    await inspect(inspector, 3, 1);
    point.inUnit = { x: 0, y: 0 };
    await expect.poll(() => origin.arithmetic?.place).toMatchObject({ row: 0, column: 0 });
    for (const column of [1, 2, 3, 4, 5]) {
      point.inUnit = { x: (column + 0.5) / 112, y: 0 };
      await tick();
      expect(origin.isStale).toBe(true);
      expect(origin.arithmetic?.place.column).toBe(0);
    }
    await expect.poll(() => origin.arithmetic?.place).toMatchObject({ row: 0, column: 5 });
    expect(origin.isStale).toBe(false);
    expect(inputsOf(api, 'map:arithmetic').map(({ column }) => column)).toEqual([0, 5]);
  });

  it('has one place for a unit, and none without a point or before the values are here', async () => {
    const { inspector, origin } = create();
    await inspect(inspector, 3, 1);
    expect(origin.place).toBeNull();
    inspector.layer = { ...inspector.layer!, isSpatial: false };
    expect(origin.place).toEqual({ layer: 3, filter: 1, row: 0, column: 0 });
    inspector.map = { layer: 5, filter: 1 };
    expect(origin.place).toBeNull();
  });

  it('belongs to one result: another analysis asks again', async () => {
    const { inspector, look, origin, point } = create();
    look.tab = 'steps';
    await inspect(inspector, 3, 1);
    point.inUnit = { x: 0, y: 0 };
    await expect.poll(() => origin.arithmetic?.origin.kind).toBe('ready');
    await stage.analyse(api);
    expect(origin.arithmetic).toBeNull();
    await expect.poll(() => origin.arithmetic?.origin.kind).toBe('ready');
    expect(new Set(inputsOf(api, 'map:arithmetic').map(({ analysisId }) => analysisId)).size).toBe(2);
  });
});
