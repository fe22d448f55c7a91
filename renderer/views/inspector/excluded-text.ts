import type { ChannelStatistics } from '../../../electron/shared/contract';
import type { Words } from '../../lib/words';

/** What was looked for in a map and not found, with its numbers: a sentence. */
export function excludedText(
  wording: Words,
  statistics: ChannelStatistics,
  filter: number,
  isInput: boolean,
): string {
  const { t, translator } = wording;
  const of = (numbers: Float32Array | undefined) => numbers?.[filter] ?? NaN;
  const [min, max, r, limit] = [statistics.min, statistics.max, statistics.r, statistics.limit].map(of);
  if (!Number.isFinite(min) || !Number.isFinite(max)) return t('verdict.notFinite');
  const share = (part: number) => translator.percent(part, 1);
  const excluded = [
    t('verdict.notConstant'),
    ...(isInput || !Number.isFinite(r) ? [] : [t('verdict.notCopy', { r: translator.exact(r!, 2) })]),
    t('verdict.notSparse', { zeros: share(of(statistics.zeros)) }),
    ...(Number.isFinite(limit) ? [t('verdict.notSaturated', { limit: share(limit!) })] : []),
    ...(isInput ? [] : [t('verdict.notTwin')]),
  ];
  const range = { min: translator.value(min!), max: translator.value(max!) };
  return t('verdict.excluded', { ...range, excluded: wording.listOf(excluded) });
}
