import { beforeEach, expect, it } from 'vitest';
import type { Verdict } from '../../../electron/shared/verdicts';
import { CauseModel } from '../../../renderer/state/cause-model.svelte';
import type { FakeApi } from '../../fake-page/fake-api';
import { createApi } from '../helpers';
import { createStage, Inspected, inputsOf, refuse, type Stage } from './alone.svelte';

/** Channel 0 is 0 everywhere, 1 constant, 2 a copy; of others nothing is said. */
const VERDICTS: readonly (Verdict | null)[] = [
  { kind: 'inactive', values: { seen: 1, active: 0 } },
  { kind: 'constant', values: { min: 1, max: 1, layerRange: 4 } },
  { kind: 'copy', values: { r: 0.99 } },
];

let api: FakeApi;
let stage: Stage;
let inspector: Inspected;
let model: CauseModel;
beforeEach(async () => {
  api = createApi();
  stage = await createStage(api);
  inspector = new Inspected();
  const verdicts = { at: (_layer: number, channel: number) => VERDICTS[channel] ?? null };
  model = new CauseModel({ api, inspector, session: stage, verdicts });
});

it('is asked for of maps without a response alone, and belongs to its map and picture', async () => {
  inspector.map = { layer: 1, filter: 2 };
  inspector.map = { layer: 1, filter: 3 };
  inspector.map = { layer: 1, filter: 0 };
  await expect.poll(() => model.cause?.kind).toBe('norm');
  inspector.map = { layer: 2, filter: 1 };
  expect(model.cause).toBeNull();
  await expect.poll(() => model.cause?.values.layer).toMatch(/^2 /);
  await stage.analyse(api);
  expect(model.cause).toBeNull();
  await expect.poll(() => model.cause).not.toBeNull();
  inspector.map = { layer: 2, filter: 2 };
  expect(model.cause).toBeNull();
  expect(inputsOf(api, 'map:cause').map(({ layer, filter }) => [layer, filter])).toEqual([
    ...[[1, 0]],
    ...[2, 2].map((layer) => [layer, 1]),
  ]);
});

it('is left out where compute does not know', async () => {
  const refused = refuse(api, 'job/unknown-analysis', 'map:cause');
  inspector.map = { layer: 1, filter: 0 };
  await expect.poll(() => refused).toHaveLength(1);
  expect(model.cause).toBeNull();
});
