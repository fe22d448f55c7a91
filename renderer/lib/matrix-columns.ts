/** The chosen layers as the matrix shows them: which of their maps, and in which order. */
import { orderBy, orderByGroup, orderByLikeness, orderByVerdict } from '../../electron/core/channel-order';
import type { LayerVerdicts } from '../../electron/core/map-verdicts';
import type { ChannelStatistics, LayerInfo, Settings } from '../../electron/shared/contract';
import { VERDICT_KINDS, type VerdictKind } from '../../electron/shared/verdicts';
import type { MapPlace, MatrixLayer } from './matrix-cells';
import { parseLayerSpec } from './layer-spec';

/** How a layer's maps are like each other. */
export interface KnownLayer {
  readonly statistics: ChannelStatistics | null;
  readonly verdicts: LayerVerdicts | null;
  /** Groups of alike maps, one a channel: the first channel of its group. */
  readonly groups: Int32Array | null;
  /** r with one map of the layer. */
  readonly likeness: Likeness | null;
}

export interface Likeness extends MapPlace {
  /** One a channel. */
  readonly r: Float32Array;
}

/** What of the chosen layers is to be seen: the maps of some verdicts, however many, or those that are not hidden. */
export interface Wish extends Pick<Settings, 'filters' | 'sort' | 'smallestFirst'> {
  /** Only maps with one of these verdicts; empty: all. */
  readonly only: ReadonlySet<VerdictKind>;
  readonly hidden: ReadonlySet<VerdictKind>;
}

/** Dense layers and the like have one value for each unit, of a number that is known. */
export function isShowable({ isSpatial, outputShape }: LayerInfo): boolean {
  return isSpatial || (outputShape.length === 1 && outputShape[0] !== null);
}

/** The layers that a SPEC chooses, of those that the matrix can show. */
export function chosenLayers(layers: readonly LayerInfo[], spec: string): LayerInfo[] {
  const chosen = new Set(parseLayerSpec(spec, layers).indices);
  return layers.filter((layer) => isShowable(layer) && chosen.has(layer.index));
}

/** A layer as the matrix shows it. While its verdicts are not known, none of its maps has one. */
export function columnOf(layer: LayerInfo, known: KnownLayer, wish: Wish): MatrixLayer {
  const { statistics, verdicts } = known;
  const sides = layer.outputShape.map((side) => side ?? 1);
  const [height = 1, width = 1] = layer.isSpatial ? sides : [];
  const channels = sides.at(-1) ?? 0;
  const order = shownOf(orderOf(known, wish), channels, layer.isSpatial ? verdicts : null, wish);
  const most = wish.filters === 'all' || wish.only.size > 0 ? Infinity : wish.filters;
  return {
    layer,
    height: statistics?.height ?? height,
    width: statistics?.width ?? width,
    channels,
    shown: Math.min(most, order?.length ?? channels),
    order,
    statistics,
    verdicts,
    groups: wish.sort === 'twins' && !known.likeness ? known.groups : null,
  };
}

function orderOf({ statistics, verdicts, groups, likeness }: KnownLayer, wish: Wish): Uint32Array | null {
  if (likeness) return orderByLikeness(likeness.r, likeness.filter);
  const { sort, smallestFirst } = wish;
  if (sort === 'index') return null;
  if (sort === 'verdict') return verdicts && orderByVerdict(verdicts.kinds);
  if (sort === 'twins') return groups && orderByGroup(groups);
  return orderBy(statistics?.[sort], smallestFirst);
}

/** What is left of an order where not all maps are shown. */
function shownOf(
  order: Uint32Array | null,
  channels: number,
  verdicts: LayerVerdicts | null,
  { only, hidden }: Wish,
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
