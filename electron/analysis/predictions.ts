import { areProbabilities, shownValues } from '../core/outputs';
import { topK } from '../core/topk';
import { csv } from '../shared/csv';
import { failed } from '../shared/errors';
import { formatScore } from '../shared/plain-text';
import { message, type Message } from '../shared/messages/message';
import type { OutputKind } from '../shared/names';
import type { ModelSession } from './model-session';
import type { OutputHead } from './output-head';

/** One class or quantity of a ranking, with the number that is shown for it. */
export interface RankedLabel {
  readonly index: number;
  /** WordNet id such as n02124075; '' where unknown. */
  readonly wordNetId: string;
  /** Label with its synonyms; "class 7" or "output 7" where the model has no labels, a single number's own name. */
  readonly label: string;
  /** 0 to 1; absent where the model gives no probabilities and no softmax was chosen. */
  readonly probability?: number;
  /** What the model gave, where that is no probability. */
  readonly score?: number;
}

/** What is shown of a model's output, and what the numbers of it are. */
export interface ShownOutput {
  readonly head: OutputHead;
  readonly kind: OutputKind;
}

const predicting = (model: string) => message('doing/predicting', { model });

/** The output of a model that is shown, or the reason why there are no predictions. */
export function requireOutput({ title, head, outputKind }: ModelSession): ShownOutput {
  if (!head || !outputKind) throw failed('model/no-classes', {}, { during: [predicting(title)] });
  return { head, kind: outputKind };
}

/**
 * The numbers that are shown for a picture, in the order of the model's output: probabilities, or what the model gave.
 * @param outputs  what the head gave for the picture
 * @throws FeaturescopeError model/no-classes if the model has no such output, model/not-finite if it gives NaN
 */
export function shownOutputs(session: ModelSession, outputs: Float32Array): Float32Array {
  const { kind } = requireOutput(session);
  if (!outputs.every(Number.isFinite))
    throw failed(
      'model/not-finite',
      { problem: message('part/outputs-not-finite'), remedy: message('part/weights-or-preprocess') },
      { during: [predicting(session.title)] },
    );
  return shownValues(kind, outputs);
}

/**
 * The most probable classes, or the largest numbers, best first, with their labels.
 * @param outputs  what the head gave for the picture
 * @throws FeaturescopeError model/no-classes, model/not-finite
 */
export function rank(session: ModelSession, outputs: Float32Array, count: number): RankedLabel[] {
  const { head, kind } = requireOutput(session);
  return topK(shownOutputs(session, outputs), count).map(({ index, value }) => ({
    index,
    wordNetId: session.labels[index]?.wordNetId ?? '',
    label: session.labels[index]?.label || unnamed(head, kind, index),
    ...(areProbabilities(kind) ? { probability: value } : { score: value }),
    ...(kind === 'softmax-of-scores' && { score: outputs[index]! }),
  }));
}

/** Numbers that are no probabilities may be no classes either. */
function unnamed(head: OutputHead, kind: OutputKind, index: number): string {
  if (kind === 'value') return head.name;
  return `${areProbabilities(kind) ? 'class' : 'output'} ${index}`;
}

/** What must be known of the numbers to read them, where they are no plain softmax. */
export function noteOnOutput({ head: { name }, kind }: ShownOutput): Message | undefined {
  return kind === 'softmax' ? undefined : message(`note/output-${kind}`, { name });
}

/** How the numbers came about, for JSON; absent for a softmax of the model's own. */
export function describeOutput({ head, kind }: ShownOutput): { output?: object } {
  if (kind === 'softmax') return {};
  return {
    output: {
      name: head.name,
      kind: head.gives,
      ...(head.gives === 'scores' && { softmax: kind === 'softmax-of-scores' }),
    },
  };
}

/** One picture's predictions for JSON: a single number has a key of its own. */
export function predictionsFor(
  { kind }: ShownOutput,
  ranking: readonly RankedLabel[],
): { value?: number; predictions: readonly RankedLabel[] } {
  return kind === 'value' ? { value: ranking[0]!.score!, predictions: [] } : { predictions: ranking };
}

/** First name of a label: `Egyptian cat` of "Egyptian cat", `tabby` of "tabby, tabby cat". */
export function shortLabel(label: string): string {
  return label.split(',')[0]!;
}

/** `79.1 %`, or two decimals below ten per cent; a 0 is exact. */
export function formatPercent(probability: number): string {
  const percent = 100 * probability;
  if (percent === 0) return '0 %';
  return `${percent.toFixed(percent >= 9.995 ? 1 : 2)} %`;
}

/** `79.1 %` for a probability, `1.392` for a score. */
export function formatShown({ probability, score }: RankedLabel): string {
  return probability === undefined ? formatScore(score ?? NaN) : formatPercent(probability);
}

/** Ranking as CSV with a header line that says what the numbers are; a single number with its name. */
export function predictionsCsv({ kind }: ShownOutput, ranking: readonly RankedLabel[]): string {
  if (kind === 'value')
    return csv([['name', 'value'], ...ranking.map(({ label, score = NaN }) => [label, score])]);
  const numbers: Readonly<Record<string, readonly string[]>> = {
    scores: ['score'],
    'softmax-of-scores': ['softmax_of_scores', 'score'],
  };
  const rows = ranking.map(({ index, wordNetId, label, probability, score }, place) => {
    const shown = [probability, score].filter((number) => number !== undefined);
    return [place + 1, index, wordNetId, label, ...shown];
  });
  return csv([['rank', 'index', 'wordnet_id', 'label', ...(numbers[kind] ?? ['probability'])], ...rows]);
}

/** Ranking as JSON text, with the picture's name and how the numbers came about. */
export function predictionsJson(
  session: ModelSession,
  picture: string,
  ranking: readonly RankedLabel[],
): string {
  const { title, preprocess, resize } = session;
  const output = requireOutput(session);
  const described = { ...describeOutput(output), ...predictionsFor(output, ranking) };
  return `${JSON.stringify({ image: picture, model: title, preprocess, resize, ...described }, null, 2)}\n`;
}
