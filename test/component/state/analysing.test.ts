import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Settings } from '../../../electron/shared/contract';
import { Activities } from '../../../renderer/state/activities.svelte';
import { Analysing } from '../../../renderer/state/analysing.svelte';
import { Announcer } from '../../../renderer/state/announcer.svelte';
import { createApi } from '../helpers';
import { createSettings, createStage, createWording, type Stage } from './alone.svelte';

let stage: Stage;
let announcer: Announcer;
const analyse = vi.fn(async () => true);
beforeEach(async () => {
  stage = await createStage(createApi());
  announcer = new Announcer();
  analyse.mockClear();
});
const cat = { index: 285, label: 'Egyptian cat', fullLabel: '', text: '77.1%', wordNetId: '', bar: { from: 0, to: 1 } }; // prettier-ignore
function create(patch: Partial<Settings> = {}, predictions = { isFinite: true, top: [cat] }) {
  const session = Object.assign(stage, { analyse });
  const choice = { chosen: stage.model!.layers.slice(0, 2) };
  const [hypercolumns, wording] = [{ wishes: [[1, 4]] }, createWording()];
  const [activities, settings] = [new Activities(), createSettings(patch)];
  return new Analysing({ activities, announcer, choice, hypercolumns, predictions, session, settings, wording }); // prettier-ignore
}

it('asks for the chosen layers and sets, and says what came of it', async () => {
  await create().start();
  expect(analyse).toHaveBeenCalledWith({ fit: 'stretch', cropShift: 0, layers: [0, 1], sets: [[1, 4]] });
  expect(announcer.text).toBe('chelsea.png analysed: Egyptian cat, 77.1%.');
});

it.each([
  [true, 'chelsea.png analysed.'],
  [false, 'chelsea.png analysed: the output holds NaN or infinite values.'],
])('says so where no class leads (finite: %s)', async (isFinite, text) => {
  await create({}, { isFinite, top: [] }).start();
  expect(announcer.text).toBe(text);
});

it('says nothing of an analysis that failed or came too late', async () => {
  analyse.mockResolvedValueOnce(false);
  await create().start();
  stage.isStopped = true;
  await create().start();
  expect(announcer.count).toBe(0);
});

describe('the crop frame', () => {
  it('lies somewhere for Crop only, and in the middle after another fit', () => {
    const analysing = create({ fit: 'crop' });
    analysing.setCropShift(0.5);
    expect(analyse).toHaveBeenLastCalledWith(expect.objectContaining({ fit: 'crop', cropShift: 0.5 }));
    analysing.parts.settings.update({ fit: 'pad' });
    expect(analysing.framing).toEqual({ fit: 'pad', cropShift: 0 });
    analysing.setFit('crop');
    expect(analyse).toHaveBeenLastCalledWith(expect.objectContaining({ fit: 'crop', cropShift: 0 }));
  });
});

it('old results are stale once it takes long', async () => {
  vi.useFakeTimers();
  try {
    const analysing = create();
    stage.analysisWork = { kind: 'busy', what: 'chelsea.png' };
    const activities = analysing.parts.activities as Activities;
    const work = activities.during({ label: 'progress.analyse', name: '', cancel: () => undefined }, () => new Promise(() => undefined)); // prettier-ignore
    void work;
    expect(analysing.isStale).toBe(false);
    vi.advanceTimersByTime(300);
    expect(analysing.isStale).toBe(true);
  } finally {
    vi.useRealTimers();
  }
});
