import { beforeEach, expect, it } from 'vitest';
import { FieldModel } from '../../../renderer/state/field-model.svelte';
import { PointModel } from '../../../renderer/state/point-model.svelte';
import type { FakeApi } from '../../fake-page/fake-api';
import { createApi } from '../helpers';
import { createStage, Inspected, inputsOf, refuse, type Stage } from './alone.svelte';

let api: FakeApi;
let stage: Stage;
beforeEach(async () => {
  api = createApi();
  stage = await createStage(api); // 60 x 40, stretched to 224 x 224
});
function create() {
  const [inspector, point] = [new Inspected(), new PointModel(stage)];
  return { inspector, point, model: new FieldModel({ api, inspector, point, session: stage }) };
}

it('asks once a layer, whichever of its maps is open and wherever the point is', async () => {
  const { inspector, point, model } = create();
  expect(model.field).toBeNull();
  inspector.map = { layer: 1, filter: 0 };
  await expect.poll(() => model.field?.layer).toBe(1);
  inspector.map = { layer: 1, filter: 7 };
  point.hover({ x: 30, y: 20 });
  inspector.map = { layer: 2, filter: 0 };
  await expect.poll(() => model.field?.layer).toBe(2);
  inspector.map = { layer: 1, filter: 3 };
  expect(model.field?.layer).toBe(1);
  expect(inputsOf(api, 'layer:field').map(({ layer }) => layer)).toEqual([1, 2]);
  await stage.analyse(api);
  expect(model.field).toBeNull();
  await expect.poll(() => model.field?.layer).toBe(1);
});

it('gives the box of the place under the point', async () => {
  const { inspector, point, model } = create();
  inspector.map = { layer: 1, filter: 0 }; // 112 x 112: 6 px at a stride of 2
  await expect.poll(() => model.field).not.toBeNull();
  expect(model.here).toBeNull();
  point.hover({ x: 30.1, y: 20.1 }); // cell 56, 56: from 110 to 115
  expect(model.here?.seen?.x).toBeCloseTo((110 / 224) * 60);
  expect(model.here?.seen?.width).toBeCloseTo((6 / 224) * 60);
  expect(model.here?.seen?.height).toBeCloseTo((6 / 224) * 40);
});

it('goes without where compute does not know', async () => {
  const refused = refuse(api, 'job/unknown-analysis', 'layer:field');
  const { inspector, model } = create();
  inspector.map = { layer: 1, filter: 0 };
  await expect.poll(() => refused).toHaveLength(1);
  expect([model.field, model.here]).toEqual([null, null]);
});
