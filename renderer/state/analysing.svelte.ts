import type { Settings } from '../../electron/shared/contract';
import type { Activities } from './activities.svelte';
import type { Announcer } from './announcer.svelte';
import type { HypercolumnsModel } from './hypercolumns-model.svelte';
import type { LayerChoice } from './layer-choice.svelte';
import type { PredictionsModel } from './predictions-model.svelte';
import type { Session } from './session.svelte';
import type { SettingsModel } from './settings-model.svelte';
import type { Wording } from './wording.svelte';

interface Parts {
  readonly activities: Pick<Activities, 'shown'>;
  readonly announcer: Announcer;
  readonly choice: Pick<LayerChoice, 'chosen'>;
  readonly hypercolumns: Pick<HypercolumnsModel, 'wishes'>;
  readonly predictions: Pick<PredictionsModel, 'isFinite' | 'top'>;
  readonly session: Pick<Session, 'analyse' | 'analysis' | 'analysisWork' | 'isStopped' | 'picture'>;
  readonly settings: SettingsModel;
  readonly wording: Pick<Wording, 't'>;
}

/** Analyses the open picture with the loaded model, and says what came of it. Every pane follows the result by itself. */
export class Analysing {
  /** Where the crop frame lies on its free way: -1 at the beginning, 0 in the middle, 1 at the end. */
  cropShift = $state(0);
  /** Results on screen are about to be replaced, and it takes long enough to show it. */
  readonly isStale: boolean = $derived.by(
    () => this.parts.session.analysisWork.kind === 'busy' && this.parts.activities.shown !== null,
  );

  constructor(readonly parts: Parts) {}

  /** How a picture is brought to the size of the model's input. */
  get framing() {
    const { fit } = this.parts.settings.value;
    return { fit, cropShift: fit === 'crop' ? this.cropShift : 0 };
  }

  async start(): Promise<void> {
    const { choice, hypercolumns, session } = this.parts;
    const isAnalysed = await session.analyse({
      ...this.framing,
      layers: choice.chosen.map(({ index }) => index),
      sets: hypercolumns.wishes,
    });
    if (isAnalysed && !session.isStopped) this.#announce();
    // What was said of the last result says nothing of one that failed, which its own message tells.
    else if (session.analysisWork.kind === 'failed') this.parts.announcer.say('');
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

  #announce(): void {
    const { announcer, predictions, session, wording } = this.parts;
    if (!session.analysis || !session.picture) return;
    const picture = session.picture.name;
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
