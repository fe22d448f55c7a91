/** What a part of the page's state is made of in tests, so that it can be made alone. */
import type {
  Analysis,
  LayerInfo,
  MapRange,
  ModelInfo,
  Picture,
  PictureSource,
  RequestInput,
  RequestName,
  Settings,
} from '../../../electron/shared/contract';
import { noModelUse } from '../../../electron/shared/default-settings';
import { ApiError, failureData } from '../../../renderer/api/api';
import type { LayerChoice } from '../../../renderer/state/layer-choice.svelte';
import type { InspectorState } from '../../../renderer/state/inspector-model.svelte';
import type { InspectorTab } from '../../../renderer/state/map-look.svelte';
import type { Work } from '../../../renderer/state/session.svelte';
import type { VisibleMaps } from '../../../renderer/state/tile-grid.svelte';
import { SettingsModel } from '../../../renderer/state/settings-model.svelte';
import { Wording } from '../../../renderer/state/wording.svelte';
import { defaultFakeSettings, type FakeApi } from '../../fake-page/fake-api';

/** What a session has on screen, set by the test. */
export class Stage {
  model = $state.raw<ModelInfo | null>(null);
  picture = $state.raw<Picture | null>(null);
  pictureSource = $state.raw<PictureSource | null>(null);
  analysis = $state.raw<Analysis | null>(null);
  analysisWork = $state.raw<Work<string>>({ kind: 'idle' });
  isStopped = false;

  /** Another result of the same picture and model. */
  async analyse(api: FakeApi, wishes: Partial<RequestInput<'picture:analyse'>> = {}): Promise<void> {
    const { pictureId } = this.picture!;
    const { modelId } = this.model!;
    const input = { pictureId, modelId, fit: 'stretch', cropShift: 0, layers: [], sets: [] } as const;
    this.analysis = await api.call('picture:analyse', { ...input, layers: [], sets: [], ...wishes });
  }
}

/** The sample, analysed with the fake model. */
export async function createStage(
  api: FakeApi,
  wishes: Partial<RequestInput<'picture:analyse'>> = {},
): Promise<Stage> {
  const stage = new Stage();
  stage.model = await api.call('model:load', { kind: 'catalog', id: 'efficientnet-lite0', use: noModelUse });
  stage.picture = await api.call('picture:open', { kind: 'sample' });
  await stage.analyse(api, wishes);
  api.asked.length = 0;
  return stage;
}

/** What a choice of layers needs besides: of no map anything is said, and none is like another. */
export const unjudged: Pick<LayerChoice['parts'], 'likeness' | 'verdicts'> = {
  likeness: { known: null },
  verdicts: { of: () => undefined, groupsOf: () => null, only: new Set(), hidden: new Set() },
};

/** What the matrix has on screen, set by the test. */
export class Viewport {
  visibleMaps = $state.raw<VisibleMaps[]>([]);
  fetchRange = $state.raw<MapRange>({ scope: 'map' });
}

/** Whether the export menu is open, set by the test. */
export class OpenMenu {
  isExportOpen = $state(false);
}

/** The map in the inspector, set by the test. */
export class Inspected {
  layer = $state.raw<LayerInfo | null>(null);
  state = $state.raw<InspectorState>({ kind: 'closed' });
  map = $state.raw<{ layer: number; filter: number } | null>(null);
}

/** The point over the model's input, set by the test. */
export class Pointed {
  inUnit = $state.raw<{ x: number; y: number } | null>(null);
}

/** The tab of the inspector, set by the test. */
export class Looked {
  tab = $state<InspectorTab>('map');
}

/** Settings that nobody writes. */
export function createSettings(patch: Partial<Settings> = {}): SettingsModel {
  const settings = { ...defaultFakeSettings, ...patch };
  return new SettingsModel(settings, { call: async () => settings as never }, () => undefined);
}

export const createWording = (settings = createSettings()): Wording => new Wording(settings, 'en');

/** Gathers what failed. */
export class Told {
  readonly list: { title: string; code: string; parameters: object; error: unknown }[] = [];
  tell = (title: string, error: unknown, parameters: object = {}): void => {
    const { code } = error instanceof ApiError ? error.failure : (error as { code: string });
    this.list.push({ title, code, parameters, error });
  };
}

/** Makes compute refuse some requests. Returns the names of those that were. */
export function refuse(api: FakeApi, code: string, ...names: RequestName[]): RequestName[] {
  const refused: RequestName[] = [];
  const call = api.call.bind(api);
  const failure = { ...failureData('internal/page', { what: '' }), code };
  api.call = ((name: RequestName, ...rest: never[]) => {
    if (!names.includes(name)) return call(name, ...(rest as unknown as [never]));
    refused.push(name);
    return Promise.reject(new ApiError(failure));
  }) as typeof api.call;
  return refused;
}

export const namesAsked = (api: FakeApi): RequestName[] => api.asked.map(({ name }) => name);
export const inputsOf = <Name extends RequestName>(api: FakeApi, wanted: Name): RequestInput<Name>[] =>
  api.asked.filter(({ name }) => name === wanted).map(({ input }) => input as RequestInput<Name>);

/** Something derived. */
export class Doubled {
  value = $state(1);
  readonly double = $derived(this.value * 2);
}

/** Makes something where a component would; returns what takes the component away. */
export const inComponent = (make: () => void): (() => void) => $effect.root(make);
