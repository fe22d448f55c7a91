import type { Words } from '../../lib/words';
import type { PredictionsModel } from '../../state/predictions-model.svelte';

/** What is said of the strip of all numbers: above it, and to those who cannot see it. */
export function stripWords(
  predictions: PredictionsModel,
  { t, translator }: Words,
): {
  readonly title: string;
  readonly meta: string;
  readonly description: string;
} {
  const count = predictions.values.length;
  const [best] = predictions.top;
  const top = best ? `${best.label}, ${best.text}` : '';
  if (!predictions.areProbabilities) {
    const { min, max } = predictions.range;
    const limits = { min: translator.score(min), max: translator.score(max) };
    return {
      title: t('predictions.allScores', { count }),
      meta: t('predictions.metaScores', limits),
      description: t('predictions.stripScores', { count, top, ...limits }),
    };
  }
  const title = t('predictions.all', { count });
  if (predictions.entropy === null)
    return {
      title,
      meta: t('predictions.metaSigmoid'),
      description: t('predictions.stripSigmoid', { count, top }),
    };
  const entropy = translator.exact(predictions.entropy, 2);
  return {
    title,
    meta: t('predictions.meta', { entropy }),
    description: t('predictions.strip', { count, top, entropy }),
  };
}
