import { beforeEach, describe, expect, it } from 'vitest';
import type { ChannelStatistics, Settings } from '../../../electron/shared/contract';
import { DETAIL_STATISTICS } from '../../../electron/shared/map-statistics';
import { sortedFilters } from '../../../electron/core/channel-order';
import { LayerChoice } from '../../../renderer/state/layer-choice.svelte';
import type { FakeApi } from '../../fake-page/fake-api';
import { createApi } from '../helpers';
import { createSettings, createStage, inputsOf, refuse, Told, unjudged, type Stage } from './alone.svelte';

let api: FakeApi;
let stage: Stage;
let failures: Told;
beforeEach(async () => {
  api = createApi();
  failures = new Told();
  stage = await createStage(api, { layers: [0, 1, 2] });
});
const create = (patch: Partial<Settings> = {}) =>
  new LayerChoice({
    ...unjudged,
    api,
    failures,
    session: stage,
    settings: createSettings({ layers: '0-2', ...patch }),
  });
/** As compute answers: details take long, so that an analysis has none. */
function forgetDetails(): void {
  const none = Object.fromEntries(DETAIL_STATISTICS.map((id) => [id, undefined]));
  const { analysis } = stage;
  const statistics = analysis!.statistics.map((one) => ({ ...one, ...none }) as unknown as ChannelStatistics);
  stage.analysis = { ...analysis!, statistics };
}

describe('which layers are chosen', () => {
  it('is said by names, numbers and patterns, in the order of the model', () => {
    const choice = create({ layers: 'predictions, 1-2, stem_*' });
    const names = choice.chosen.map(({ name }) => name);
    expect(names).toEqual(['_conv_stem', '_bn0', 'stem_act', 'predictions']);
    expect(choice.mapCount).toBe(96);
  });

  it('comes from presets', () => {
    const choice = create();
    expect(choice.presetSpec('first15')).toBe('0-14');
    expect(choice.presetSpec('all')).toBe('all');
    expect(choice.presetSpec('blocks')?.startsWith('8, 16, 24')).toBe(true);
  });

  it('changes layer by layer', () => {
    const choice = create();
    choice.toggle(5);
    expect(choice.parts.settings.value.layers).toBe('0-2, 5');
    choice.toggle(1);
    expect(choice.parts.settings.value.layers).toBe('0, 2, 5');
  });
});

describe('the order of filters', () => {
  it('is limited and sorted for each layer', () => {
    const [column] = create({ layers: '1', filters: 8, sort: 'max' }).matrix;
    expect(column).toMatchObject({ shown: 8, channels: 32 });
    const { max } = column!.statistics!;
    const values = Array.from(column!.order!, (filter) => max[filter]!);
    expect(values).toEqual([...values].sort((a, b) => b - a));
  });

  it('ranks NaN last and equal values by number', () => {
    expect(Array.from(sortedFilters(Float32Array.from([1, NaN, 3, 1])))).toEqual([2, 0, 3, 1]);
  });
});

describe('statistics', () => {
  it('are those of the analysis, and of another one as soon as it is there', async () => {
    const choice = create();
    expect([...choice.statistics.keys()]).toEqual([0, 1, 2]);
    await stage.analyse(api, { layers: [1] });
    expect([...choice.statistics.keys()]).toEqual([1]);
    stage.analysis = null;
    expect(choice.statistics.size).toBe(0);
  });

  it('are asked for where a layer is chosen after the analysis, and only for that', async () => {
    const choice = create();
    choice.toggle(5);
    await expect.poll(() => choice.statistics.has(5)).toBe(true);
    expect(inputsOf(api, 'layer:statistics')).toEqual([
      { analysisId: stage.analysis!.analysisId, layers: [5], withDetails: false },
    ]);
  });

  it('are asked for with details where the order is by one of them', async () => {
    forgetDetails();
    const choice = create({ sort: 'entropy' });
    await expect.poll(() => choice.matrix[0]?.order).not.toBeNull();
    expect(inputsOf(api, 'layer:statistics')).toMatchObject([{ layers: [0, 1, 2], withDetails: true }]);
  });

  it('of one layer have details when somebody shows them, who goes without if that fails', async () => {
    forgetDetails();
    const choice = create();
    await choice.fetchDetails(1);
    await choice.fetchDetails(1);
    expect(inputsOf(api, 'layer:statistics')).toMatchObject([{ layers: [1], withDetails: true }]);
    api.failing = 'layer:statistics';
    await choice.fetchDetails(2);
    expect(failures.list).toEqual([]);
  });

  it('that fail are told, with the picture', async () => {
    api.failing = 'layer:statistics';
    create({ layers: '7' });
    await expect
      .poll(() => failures.list)
      .toMatchObject([
        { title: 'error.analysis', code: 'image/damaged', parameters: { name: stage.picture!.name } },
      ]);
  });

  it('of a result that compute has given up are asked for once, without a complaint', async () => {
    const refused = refuse(api, 'job/unknown-analysis', 'layer:statistics');
    const choice = create({ layers: '7' });
    await expect.poll(() => refused).toEqual(['layer:statistics']);
    choice.toggle(8);
    await expect.poll(() => refused).toHaveLength(2);
    expect(failures.list).toEqual([]);
  });
});
