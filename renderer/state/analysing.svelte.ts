import type { Settings } from '../../electron/shared/contract';
import type { Session } from './session.svelte';
import type { Activities } from './activities.svelte';
import type { Announcer } from './announcer.svelte';
import type { LayerChoice } from './layer-choice.svelte';
import type { Failures } from './failures';
import type { HypercolumnsModel } from './hypercolumns-model.svelte';
import type { InspectorModel } from './inspector-model.svelte';
import type { PredictionsModel } from './predictions-model.svelte';
import type { SettingsModel } from './settings-model.svelte';
import type { Wording } from './wording.svelte';

interface Parts {
  readonly activities: Activities;
  readonly announcer: Announcer;
  readonly choice: LayerChoice;
  readonly failures: Failures;
  readonly hypercolumns: HypercolumnsModel;
  readonly inspector: InspectorModel;
  readonly predictions: PredictionsModel;
  readonly session: Session;
  readonly settings: SettingsModel;
  readonly wording: Wording;
}

/** Analyses the open picture with the loaded model, and sees that every pane shows the result. */
export class Analysing {
  /** Where the crop frame lies on its free way: -1 at the beginning, 0 in the middle, 1 at the end. */
  cropShift = $state(0);
  /** Results on screen are about to be replaced, and it takes long enough to show it. */
  readonly isStale: boolean = $derived.by(
    () => this.parts.session.analysisWork.kind === 'busy' && this.parts.activities.shown !== null,
  );

  constructor(readonly parts: Parts) {}

  async start(): Promise<void> {
    const { session } = this.parts;
    if ((await session.analyse()) && !session.isStopped) this.#show();
  }

  /** Old results that do not belong to the model any more leave the panes. */
  forgetGone(): void {
    if (this.parts.session.analysis) return;
    this.parts.choice.takeAnalysis();
    this.parts.inspector.forget();
  }

  /** Statistics of chosen layers that the analysis did not include, after a change of the choice. */
  async fetchStatistics(): Promise<void> {
    const { choice, failures, session } = this.parts;
    const failure = await choice.fetchMissing();
    if (failure) failures.tell('error.analysis', failure, { name: session.picture?.name ?? '' });
  }

  setFit(fit: Settings['fit']): void {
    this.cropShift = 0;
    this.parts.settings.update({ fit });
    void this.start();
  }

  setCropShift(cropShift: number): void {
    this.cropShift = cropShift;
    void this.start();
  }

  #show(): void {
    const { session, choice, hypercolumns, inspector } = this.parts;
    const { analysis, model, picture } = session;
    if (!analysis || !model || !picture) return;
    choice.takeAnalysis();
    void this.fetchStatistics();
    void hypercolumns.fetchCustom();
    void inspector.refresh();
    this.#announce(picture.name);
  }

  #announce(picture: string): void {
    const { announcer, predictions, wording } = this.parts;
    const best = predictions.top[0];
    announcer.say(
      best
        ? wording.t('announce.result', { picture, label: best.label, number: best.text })
        : wording.t(predictions.isFinite ? 'announce.resultNoClasses' : 'announce.resultNotFinite', {
            picture,
          }),
    );
  }
}
