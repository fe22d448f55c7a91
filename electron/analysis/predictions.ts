import { topK } from '../core/topk';
import { FeaturescopeError } from '../shared/errors';
import { softmax } from './classifier-head';
import type { ModelSession } from './model-session';

/** One class of a ranking. */
export interface RankedLabel {
  readonly index: number;
  /** WordNet id such as n02124075; '' where unknown. */
  readonly wordNetId: string;
  /** Label with its synonyms; "class 7" where the model has no labels. */
  readonly label: string;
  /** 0 to 1. */
  readonly probability: number;
}

/**
 * Probabilities of all classes from what the classifier head gave: raw scores go through a softmax first.
 * @throws FeaturescopeError model/no-classes if the model has no classifier head, model/not-finite if it gives NaN
 */
export function probabilitiesOf(session: ModelSession, scores: Float32Array): Float32Array {
  const { gives } = requireHead(session);
  if (!scores.every(Number.isFinite))
    throw new FeaturescopeError(
      'model/not-finite',
      `predicting with ${session.title}: it gives NaN or infinite values for some classes; its weights are damaged, or --preprocess is not the one it was trained with.`,
    );
  if (gives === 'binary') return Float32Array.of(1 - scores[0]!, scores[0]!);
  return gives === 'logits' ? softmax(scores) : scores;
}

/** The classifier head of a model, or the reason why there are no predictions. */
export function requireHead(session: ModelSession): NonNullable<ModelSession['head']> {
  if (!session.head)
    throw new FeaturescopeError(
      'model/no-classes',
      `predicting with ${session.title}: the model has no output that names classes; use the commands maps, grid or hypercolumn.`,
    );
  return session.head;
}

/** The most probable classes, best first, with their labels. */
export function rank(session: ModelSession, probabilities: Float32Array, count: number): RankedLabel[] {
  return topK(probabilities, count).map(({ index, value }) => ({
    index,
    wordNetId: session.labels[index]?.wordNetId ?? '',
    label: session.labels[index]?.label || `class ${index}`,
    probability: value,
  }));
}

/** First name of a label: `Egyptian cat` of "Egyptian cat", `tabby` of "tabby, tabby cat". */
export function shortLabel(label: string): string {
  return label.split(',')[0]!;
}

/** `79.1 %`, or two decimals below ten per cent. */
export function formatPercent(probability: number): string {
  const percent = 100 * probability;
  return `${percent.toFixed(percent >= 9.995 ? 1 : 2)} %`;
}

function csvField(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Ranking as CSV with a header line. */
export function predictionsCsv(ranking: readonly RankedLabel[]): string {
  const rows = ranking.map(({ index, wordNetId, label, probability }, place) =>
    [place + 1, index, wordNetId, csvField(label), probability].join(','),
  );
  return ['rank,index,wordnet_id,label,probability', ...rows, ''].join('\n');
}

/** Ranking as JSON text, with the picture's name and how the numbers came about. */
export function predictionsJson(
  session: ModelSession,
  picture: string,
  ranking: readonly RankedLabel[],
): string {
  const { title, preprocess, resize } = session;
  return `${JSON.stringify({ image: picture, model: title, preprocess, resize, predictions: ranking }, null, 2)}\n`;
}
