import type { ModelUse } from '../../electron/shared/contract';
import { noModelUse } from '../../electron/shared/default-settings';
import { baseName } from '../lib/dropped-files';
import type { ModelSource, UseModel } from './session.svelte';
import type { SettingsModel } from './settings-model.svelte';
import type { Translator } from '../../electron/shared/texts/translator';
import type { Toasts } from './toasts.svelte';

interface Parts {
  readonly settings: SettingsModel;
  readonly t: Translator['text'];
  readonly toasts: Toasts;
  readonly useModel: UseModel;
}

const MOST_USES = 40;
/** So often one model may take the engine down before it is given up. */
const MOST_CRASHES = 2;

/** What names a model in the settings: its file, or its id in the catalogue. */
export function keyOfModel(source: ModelSource): string {
  return source.kind === 'file' ? source.path : source.id;
}

/**
 * What is remembered of models between runs: how each is used, which one is in use, and which one is on trial. A model file is
 * on trial from the beginning of its loading to the end of its first analysis; one that ends the engine or the app meanwhile
 * is not opened again by itself.
 */
export class ModelMemory {
  readonly #crashes = new Map<string, number>();

  constructor(readonly app: Parts) {}

  /** The file on trial, '' if there is none. */
  get onTrial(): string {
    return this.app.settings.value.modelOnTrial;
  }

  useOf(source: ModelSource): ModelUse {
    const { modelUses } = this.app.settings.value;
    const found = modelUses.find(({ model }) => model === keyOfModel(source));
    if (!found) return noModelUse;
    const { model: _model, ...use } = found;
    return use;
  }

  remember(source: ModelSource, use: ModelUse): void {
    const model = keyOfModel(source);
    const others = this.app.settings.value.modelUses.filter((one) => one.model !== model);
    const isChosen = Object.values(use).some((value) => value !== null);
    const modelUses = (isChosen ? [{ ...use, model }, ...others] : others).slice(0, MOST_USES);
    this.app.settings.update({ modelUses });
  }

  /** On the disk before the loading begins, since nobody can write afterwards if that ends the app. */
  async beginTrial(source: ModelSource): Promise<void> {
    this.app.settings.update({ modelOnTrial: source.kind === 'file' ? source.path : '' });
    await this.app.settings.flush();
  }

  /** The model has been loaded and used without harm, or was refused in good order. */
  endTrial(source: ModelSource | null): void {
    if (source?.kind === 'file' && source.path === this.onTrial)
      this.app.settings.update({ modelOnTrial: '' });
  }

  /**
   * The engine has died: true if the model is to blame, so that it must not be loaded again by itself. It is while it is on
   * trial, and when the engine has died with it before.
   */
  takeCrash(source: ModelSource | null): boolean {
    const file = this.onTrial || (source?.kind === 'file' ? source.path : '');
    if (file === '') return false;
    const count = (this.#crashes.get(file) ?? 0) + 1;
    this.#crashes.set(file, count);
    if (this.onTrial === '' && count < MOST_CRASHES) return false;
    this.app.settings.update({ modelOnTrial: file, lastModel: '' });
    this.#tell('model.crashed', file);
    return true;
  }

  /** Says at the start that a model of an earlier run is not opened. */
  tellUntrusted(file: string): void {
    this.#tell('model.untrusted', file);
  }

  #tell(key: 'model.crashed' | 'model.untrusted', file: string): void {
    const { app } = this;
    app.toasts.show({
      tone: 'warn',
      text: app.t(key, { name: baseName(file) }),
      action: {
        label: app.t('model.openAnyway'),
        run: () => void app.useModel({ kind: 'file', path: file }),
      },
    });
  }
}
