import type { ModelUse } from '../../electron/shared/contract';
import { noModelUse } from '../../electron/shared/default-settings';
import type { ModelSource } from './session.svelte';
import type { SettingsModel } from './settings-model.svelte';

const MOST_USES = 40;

/** What names a model in the settings: its file, or its id in the catalogue. */
export function keyOfModel(source: ModelSource): string {
  return source.kind === 'file' ? source.path : source.id;
}

/** What is remembered between runs of how each model is used. */
export class ModelMemory {
  constructor(readonly settings: SettingsModel) {}

  useOf(source: ModelSource): ModelUse {
    const { modelUses } = this.settings.value;
    const found = modelUses.find(({ model }) => model === keyOfModel(source));
    if (!found) return noModelUse;
    const { model: _model, ...use } = found;
    return use;
  }

  remember(source: ModelSource, use: ModelUse): void {
    const model = keyOfModel(source);
    const others = this.settings.value.modelUses.filter((one) => one.model !== model);
    const isChosen = Object.values(use).some((value) => value !== null);
    const modelUses = (isChosen ? [{ ...use, model }, ...others] : others).slice(0, MOST_USES);
    this.settings.update({ modelUses });
  }
}
