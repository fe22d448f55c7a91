import type { LayerStatistics } from '../analysis/picture-analysis';
import { packed } from '../core/tensor';
import type { ChannelStatistics } from '../shared/contract';
import { mapNumbers, STATISTIC_IDS } from '../shared/map-statistics';

/** Statistics of a layer as they cross to the page. */
export function asStatistics(layer: number, statistics: LayerStatistics): ChannelStatistics {
  const ids = STATISTIC_IDS.filter((id) => statistics[id]);
  const { height, width, channels, nonFinite, places } = statistics;
  return {
    ...{ layer, height, width, channels, nonFinite },
    ...mapNumbers(ids, (id) => packed(statistics[id]!)),
    ...(places && { places: packed(places) }),
  };
}
