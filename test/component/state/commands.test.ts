import { beforeEach, expect, it, vi } from 'vitest';
import { commands, type CommandId } from '../../../electron/shared/commands';
import { Commands } from '../../../renderer/state/commands';
import { UiModel } from '../../../renderer/state/ui-model.svelte';
import { createApi } from '../helpers';
import { createSettings, createStage, type Stage } from './alone.svelte';

const inspector = {
  canStep: vi.fn(() => false),
  step: vi.fn(),
  map: { layer: 3, filter: 0 },
  resize: vi.fn(),
};
const called = {
  figures: { open: vi.fn(), offered: ['maps'] as const },
  intake: { choose: vi.fn(async () => undefined) },
  look: { nextTab: vi.fn() },
  grid: { zoom: vi.fn(), active: { position: 0, rank: 0 }, columns: [{ layer: { index: 5 } }] as never },
  oneLayer: { open: vi.fn(), canStep: vi.fn(() => false), close: vi.fn(), layer: null, step: vi.fn() },
  pictureOpening: { use: vi.fn(async () => null) },
  png: { open: vi.fn() },
  verdicts: { hideInactive: vi.fn(), hidesInactive: false, nextOnly: vi.fn() },
  webcam: { open: vi.fn() },
};
let stage: Stage;
beforeEach(async () => {
  vi.clearAllMocks();
  stage = await createStage(createApi());
});
function create(): Commands {
  const settings = createSettings({ colormap: 'grey' });
  const parts = { ...called, inspector, session: stage, settings };
  return new Commands({ ...parts, ui: new UiModel(settings) });
}

it('each does its work', () => {
  const all = create();
  inspector.canStep.mockReturnValue(true);
  called.oneLayer.canStep.mockReturnValue(true);
  for (const id of Object.keys(commands) as CommandId[]) all.run(id);
  for (const part of Object.values(called)) expect(Object.values(part)[0]).toHaveBeenCalled();
  expect(inspector.step.mock.calls).toEqual([[-1], [1]]);
  // The layer of the inspected map.
  expect(called.oneLayer.open.mock.calls).toEqual([[3]]);
  expect(called.oneLayer.step.mock.calls).toEqual([[-1], [1]]);
  expect(called.grid.zoom.mock.calls).toEqual([[1], [-1]]);
  expect(all.parts.ui).toMatchObject({ isHelpOpen: true, isAboutOpen: true, isExportOpen: true });
  expect(all.parts.settings.value).toMatchObject({ transposed: true, range: 'layer' });
});

it('the ranges of the colours come in turn', () => {
  const all = create();
  const ranges = [1, 2, 3].map(() => {
    all.run('range');
    return all.parts.settings.value.range;
  });
  expect(ranges).toEqual(['layer', 'fixed', 'map']);
});

it('one that has nothing to work on does nothing', () => {
  const all = create();
  inspector.canStep.mockReturnValue(false);
  called.oneLayer.canStep.mockReturnValue(false);
  stage.analysis = null;
  const idle = (Object.keys(commands) as CommandId[]).filter((id) => !all.isEnabled(id));
  expect(idle).toEqual([
    'exportFigure',
    'exportPicture',
    'export',
    'previousMap',
    'nextMap',
    'previousLayer',
    'nextLayer',
  ]);
  for (const id of idle) all.run(id);
  expect(called.png.open).not.toHaveBeenCalled();
  expect(inspector.step).not.toHaveBeenCalled();
});
