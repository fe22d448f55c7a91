import type { LayerInfo } from '../../electron/shared/contract';
import { entropyBits, topClasses } from '../lib/predictions';
import type { Session } from './session.svelte';
import type { SettingsModel } from './settings-model.svelte';

export interface Prediction {
  readonly index: number;
  readonly probability: number;
  readonly label: string; // first name only
  readonly fullLabel: string;
  readonly wordNetId: string;
}

/** The ranked classes of the last analysis. */
export class PredictionsModel {
  readonly probabilities = $derived.by(() => this.session.analysis?.probabilities ?? new Float32Array());
  readonly top: readonly Prediction[] = $derived.by(() =>
    topClasses(this.probabilities, this.settings.value.topK).map(({ index, probability }) => ({
      ...this.describe(index),
      probability,
    })),
  );
  /** Language of the class names, where it is known: fonts differ for the same Chinese characters. */
  readonly labelLanguage = $derived.by(() => {
    const from = this.session.model?.labelsFrom;
    return from === 'catalogue' || from === 'guessed' ? 'en' : undefined;
  });
  readonly entropy = $derived(entropyBits(this.probabilities));

  /** First name of the class that a unit of a layer stands for; '' if it is not the layer that classifies. */
  labelOfUnit({ name, outputShape }: LayerInfo, unit: number): string {
    const { model } = this.session;
    const isHead = model?.head === name && outputShape.length === 1 && outputShape[0] === model.classCount;
    return isHead ? (model.labels[unit]?.label.split(',')[0] ?? '') : '';
  }

  constructor(
    readonly settings: SettingsModel,
    readonly session: Session,
  ) {}

  /** Names of a class; its number stands in where the model has none. */
  describe(index: number): Omit<Prediction, 'probability'> {
    const { label = '', wordNetId = '' } = this.session.model?.labels[index] ?? {};
    const fullLabel = label === '' ? String(index) : label;
    return { index, fullLabel, label: fullLabel.split(',')[0]!, wordNetId };
  }
}
