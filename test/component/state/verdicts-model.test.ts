import { beforeEach, describe, expect, it } from 'vitest';
import type { Settings } from '../../../electron/shared/contract';
import { VERDICT_KINDS } from '../../../electron/shared/verdicts';
import { LayerChoice } from '../../../renderer/state/layer-choice.svelte';
import { VerdictsModel } from '../../../renderer/state/verdicts-model.svelte';
import type { FakeApi } from '../../fake-page/fake-api';
import { createApi } from '../helpers';
import { createSettings, createStage, refuse, Told, type Stage } from './alone.svelte';

let api: FakeApi;
let stage: Stage;
let failures: Told;
beforeEach(async () => {
  api = createApi();
  failures = new Told();
  stage = await createStage(api, { layers: [0, 1, 2, 3] });
});
function create(patch: Partial<Settings> = {}) {
  const settings = createSettings({ layers: '0-3', ...patch });
  const parts = { api, failures, session: stage, settings };
  const verdicts = new VerdictsModel(parts);
  return { settings, verdicts, choice: new LayerChoice({ ...parts, likeness: { known: null }, verdicts }) };
}

describe('verdicts', () => {
  it('of the chosen layers are there after an analysis, and again after the next one', async () => {
    const { verdicts } = create();
    expect(verdicts.at(3, 7)).toBeUndefined();
    await expect.poll(() => verdicts.isWhole).toBe(true);
    // Channels 7 and 20 of the made-up maps of a layer with ReLU are all 0.
    expect(verdicts.of(3)!.counts.inactive).toBe(2);
    expect(verdicts.at(3, 7)).toEqual({ kind: 'inactive', values: { seen: 1, active: 0 } });
    expect(verdicts.counts.inactive).toBe(2);
    expect(verdicts.model.maps).toBe(3 + 3 * 32);
    await stage.analyse(api, { layers: [3] });
    expect(verdicts.isWhole).toBe(false);
    await expect.poll(() => verdicts.isWhole).toBe(true);
  });

  it('of a layer chosen later are asked for alone, and counted with the others', async () => {
    const { choice, verdicts } = create();
    await expect.poll(() => verdicts.isWhole).toBe(true);
    const before = verdicts.counts.inactive;
    choice.toggle(6);
    await expect.poll(() => verdicts.isWhole).toBe(true);
    expect(verdicts.counts.inactive).toBe(before + verdicts.of(6)!.counts.inactive);
    expect(verdicts.chosen.map(({ layer }) => layer)).toEqual([0, 1, 2, 3, 6]);
  });

  it('of any layer are there for who wants them, without counting', async () => {
    const { verdicts } = create();
    await expect.poll(() => verdicts.isWhole).toBe(true);
    await verdicts.want(9);
    expect(verdicts.of(9)?.kinds).toHaveLength(stage.model!.layers[9]!.outputShape[2]!);
    expect(verdicts.model.maps).toBe(3 + 3 * 32);
    const asked = api.asked.length;
    await verdicts.want(9);
    await verdicts.want(stage.model!.layers.findIndex(({ isSpatial }) => !isSpatial));
    expect(api.asked).toHaveLength(asked);
  });

  it('that fail are told', async () => {
    api.failing = 'layer:verdicts';
    create();
    await expect.poll(() => failures.list).toMatchObject([{ title: 'error.analysis' }]);
  });

  it('of a result that compute has given up are no failure', async () => {
    const refused = refuse(api, 'job/unknown-analysis', 'layer:verdicts');
    create();
    await expect.poll(() => refused).toHaveLength(1);
    expect(failures.list).toEqual([]);
  });
});

describe('which are shown', () => {
  it('goes from one that some map has to the next, and then to all', async () => {
    const { verdicts } = create();
    await expect.poll(() => verdicts.isWhole).toBe(true);
    const found = VERDICT_KINDS.filter((kind) => verdicts.counts[kind] > 0);
    expect(found.length).toBeGreaterThan(1);
    for (const kind of found) {
      verdicts.nextOnly();
      expect([...verdicts.only]).toEqual([kind]);
    }
    verdicts.nextOnly();
    expect([...verdicts.only]).toEqual([]);
  });

  it('may be several, and after several it goes to all', () => {
    const { verdicts } = create();
    verdicts.toggleOnly('sparse');
    verdicts.toggleOnly('inactive');
    expect([...verdicts.only]).toEqual(['inactive', 'sparse']);
    verdicts.toggleOnly('inactive');
    expect([...verdicts.only]).toEqual(['sparse']);
    verdicts.toggleOnly('copy');
    verdicts.nextOnly();
    expect([...verdicts.only]).toEqual([]);
  });

  it('keeps what is hidden in the settings', () => {
    const { settings, verdicts } = create();
    verdicts.hide(['dead', 'inactive'], true);
    expect(settings.value.hiddenVerdicts).toEqual(['inactive', 'dead']);
    verdicts.hide(['dead'], false);
    expect([...verdicts.hidden]).toEqual(['inactive']);
  });
});
