import type { ComputeNews } from '../../electron/shared/contract';
import { baseName } from '../lib/dropped-files';
import type { Api } from '../api/api';
import type { Analysing } from './analysing.svelte';
import type { Intake } from './intake';
import type { ModelLoading } from './model-loading';
import type { PictureOpening } from './picture-opening';
import type { Session } from './session.svelte';
import type { SettingsModel } from './settings-model.svelte';
import type { Toasts } from './toasts.svelte';
import type { Wording } from './wording.svelte';

interface Parts {
  readonly analysing: Pick<Analysing, 'start'>;
  readonly api: Pick<Api, 'call'>;
  readonly intake: Pick<Intake, 'takeAsked'>;
  readonly modelLoading: Pick<ModelLoading, 'first' | 'load' | 'loadFromCatalog' | 'use'>;
  readonly pictureOpening: Pick<PictureOpening, 'first'>;
  readonly session: Pick<
    Session,
    'model' | 'modelSource' | 'modelWork' | 'openPicture' | 'picture' | 'pictureSource'
  >;
  readonly settings: SettingsModel;
  readonly toasts: Toasts;
  readonly wording: Pick<Wording, 't'>;
}

export type EngineState = 'starting' | 'ready' | 'restarting' | 'crashed';

/** The compute process as the page sees it: it starts, may die, and is started again knowing nothing. */
export class EngineLife {
  state = $state<EngineState>('starting');
  /** It has died of the model in use, so another one is loaded when it runs again. */
  #isModelBlamed = false;

  constructor(readonly parts: Parts) {}

  /** Opens what was asked for; without that the last model and the last picture or the sample. Analyses it. */
  async begin(): Promise<void> {
    const { analysing, intake, modelLoading, pictureOpening } = this.parts;
    // Whatever the user asks for from now on comes first.
    const [openFirst, loadFirst] = [pictureOpening.first(), modelLoading.first()];
    const { picture, model } = await intake.takeAsked();
    await Promise.all([openFirst(picture), loadFirst(model)]);
    await analysing.start();
  }

  /** Takes what main tells of the process. */
  take({ state, blamed }: ComputeNews): void {
    const { settings, toasts, wording } = this.parts;
    this.state = state;
    if (blamed !== null) {
      this.#isModelBlamed = true;
      settings.update({ lastModel: '' });
      this.tellLeft('model.crashed', blamed);
    } else if (state === 'restarting') toasts.show({ tone: 'warn', text: wording.t('compute.crashed') });
  }

  /** Says that a model is not opened by itself: compute has died of it, now or in an earlier run. */
  tellLeft(key: 'model.crashed' | 'model.untrusted', path: string): void {
    const { modelLoading, toasts, wording } = this.parts;
    const run = (): void => void modelLoading.use({ kind: 'file', path });
    toasts.show({
      tone: 'warn',
      text: wording.t(key, { name: baseName(path) }),
      action: { label: wording.t('model.openAnyway'), run },
    });
  }

  /** A new process runs: model, picture and analysis are asked for again, old results stay meanwhile. */
  async beginAgain(): Promise<void> {
    const { analysing, session } = this.parts;
    const { pictureSource, picture, modelSource } = session;
    if (!pictureSource || (!modelSource && !this.#isModelBlamed)) {
      this.#isModelBlamed = false;
      return this.begin();
    }
    const [isOpen] = await Promise.all([
      session.openPicture(pictureSource, picture?.name ?? ''),
      this.#loadAgain(),
    ]);
    if (isOpen && session.modelWork.kind !== 'failed') await analysing.start();
  }

  /** Has a process started that main has given up. */
  restart(): void {
    void this.parts.api.call('compute:restart', undefined);
  }

  async #loadAgain(): Promise<void> {
    const { modelLoading, session } = this.parts;
    const { modelSource, model } = session;
    const isBlamed = this.#isModelBlamed;
    this.#isModelBlamed = false;
    if (isBlamed || modelSource?.kind !== 'file') await modelLoading.loadFromCatalog();
    else await modelLoading.load(modelSource, model?.title ?? '');
  }
}
