import type { ChannelChoice } from '../shared/channel-choice';
import type { StatisticId } from '../shared/map-statistics';
import { VERDICT_KINDS } from '../shared/verdicts';
import { orderBy, orderByGroup, orderByVerdict } from './channel-order';
import type { LayerVerdicts } from './map-verdicts';

/** What is known of a layer's maps. */
export interface KnownChannels {
  readonly statistics: Readonly<Partial<Record<StatisticId, Float32Array | undefined>>> | null;
  readonly verdicts: Pick<LayerVerdicts, 'kinds'> | null;
  /** Groups of alike maps, one a channel: the first channel of its group. */
  readonly groups: Int32Array | null;
}

/**
 * The order of a layer's channels.
 * @returns channel numbers; null: by number, also while what the order is made from is not known
 */
export function orderOfChannels(
  { statistics, verdicts, groups }: KnownChannels,
  { sort, smallestFirst }: Pick<ChannelChoice, 'sort' | 'smallestFirst'>,
): Uint32Array | null {
  if (sort === 'index') return null;
  if (sort === 'verdict') return verdicts && orderByVerdict(verdicts.kinds);
  if (sort === 'twins') return groups && orderByGroup(groups);
  return orderBy(statistics?.[sort], smallestFirst);
}

/**
 * What is left of an order where not all maps are shown.
 * @param order  null: by number
 * @returns channel numbers; null: all, by number
 */
export function shownChannels(
  order: Uint32Array | null,
  channels: number,
  verdicts: KnownChannels['verdicts'],
  { only, hidden }: Pick<ChannelChoice, 'only' | 'hidden'>,
): Uint32Array | null {
  const isShown = (channel: number) => {
    const kind = VERDICT_KINDS[(verdicts?.kinds[channel] ?? 0) - 1];
    if (only.size > 0) return kind !== undefined && only.has(kind);
    return kind === undefined || !hidden.has(kind);
  };
  const all = order ?? Uint32Array.from({ length: channels }, (_, channel) => channel);
  const shown = all.filter(isShown);
  return shown.length === all.length ? order : shown;
}
