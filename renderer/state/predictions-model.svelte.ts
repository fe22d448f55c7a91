import { areProbabilities, isDistribution, shownValues } from '../../electron/core/outputs';
import { topK } from '../../electron/core/topk';
import type { LayerInfo } from '../../electron/shared/contract';
import {
  barOf,
  entropyBits,
  isNearlyUniform,
  rangeWithZero,
  SHARES,
  type Bar,
  type ValueRange,
} from '../lib/predictions';
import type { Session } from './session.svelte';
import type { SettingsModel } from './settings-model.svelte';
import type { Wording } from './wording.svelte';

export interface Prediction {
  readonly index: number;
  readonly text: string; // the number, as per cent where it is a probability
  readonly bar: Bar;
  readonly label: string; // first name only
  readonly fullLabel: string;
  readonly wordNetId: string;
}

/** The numbers of the last analysis as they are shown: ranked classes, scores, or a single number. */
export class PredictionsModel {
  /** What the numbers are; null: the model has no output of classes or numbers. */
  readonly kind = $derived.by(() => this.session.model?.outputKind ?? null);
  /** As the model gave them; empty before an analysis. */
  readonly outputs = $derived.by(() => this.session.analysis?.outputs ?? new Float32Array());
  readonly isFinite = $derived(this.outputs.every(Number.isFinite));
  /** All that are shown, in the order of the output; empty where there are none or some are NaN. */
  readonly values = $derived.by(() => this.#shown(this.outputs));
  readonly range = $derived.by(() => this.#rangeOf([this.values]));
  readonly top: readonly Prediction[] = $derived.by(() =>
    this.#ranked(this.values, this.settings.value.topK, this.range),
  );
  /** Language of the class names, where it is known: fonts differ for the same Chinese characters. */
  readonly labelLanguage = $derived.by(() => {
    const from = this.session.model?.labelsFrom;
    return from === 'catalogue' || from === 'guessed' ? 'en' : undefined;
  });
  readonly areProbabilities = $derived(this.kind !== null && areProbabilities(this.kind));
  /** In bits; null where the numbers are no probabilities that sum to 1. */
  readonly entropy = $derived(
    this.kind !== null && isDistribution(this.kind) ? entropyBits(this.values) : null,
  );

  readonly isNearlyUniform = $derived(isNearlyUniform(this.entropy, this.values.length));

  constructor(
    readonly settings: SettingsModel,
    readonly session: Pick<Session, 'analysis' | 'model'>,
    readonly wording: Pick<Wording, 't' | 'translator'>,
  ) {}

  /** The largest numbers of several pictures, with bars of one range; null for a picture with NaN. */
  compare(outputs: readonly Float32Array[], count: number): (readonly Prediction[] | null)[] {
    const lists = outputs.map((one) => this.#shown(one));
    const range = this.#rangeOf(lists);
    return lists.map((values) => (values.length > 0 ? this.#ranked(values, count, range) : null));
  }

  /** First name of the class that a unit of a layer stands for; '' if it is not the layer that classifies. */
  labelOfUnit({ name, outputShape }: LayerInfo, unit: number): string {
    const { model } = this.session;
    const isHead = model?.head === name && outputShape.length === 1 && outputShape[0] === model.classCount;
    return isHead ? (model.labels[unit]?.label.split(',')[0] ?? '') : '';
  }

  /** Names of a class; its number stands in where the model has none. */
  describe(index: number): Pick<Prediction, 'index' | 'fullLabel' | 'label' | 'wordNetId'> {
    const { label = '', wordNetId = '' } = this.session.model?.labels[index] ?? {};
    const fullLabel = label === '' ? this.#unnamed(index) : label;
    return { index, fullLabel, label: fullLabel.split(',')[0]!, wordNetId };
  }

  textOf(value: number): string {
    const { translator } = this.wording;
    return this.areProbabilities ? translator.percent(value) : translator.score(value);
  }

  #unnamed(index: number): string {
    if (this.kind === 'value') return this.session.model?.head ?? '';
    return this.areProbabilities
      ? String(index)
      : this.wording.t('predictions.output', { index: String(index) });
  }

  #shown(outputs: Float32Array): Float32Array {
    const isShown = this.kind !== null && outputs.length > 0 && outputs.every(Number.isFinite);
    return isShown ? shownValues(this.kind, outputs) : new Float32Array();
  }

  #rangeOf(lists: readonly Float32Array[]): ValueRange {
    return this.areProbabilities ? SHARES : rangeWithZero(lists);
  }

  #ranked(values: Float32Array, count: number, range: ValueRange): Prediction[] {
    return topK(values, count).map(({ index, value }) => ({
      ...this.describe(index),
      text: this.textOf(value),
      bar: barOf(value, range),
    }));
  }
}
