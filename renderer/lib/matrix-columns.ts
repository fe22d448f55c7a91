/** The chosen layers as the matrix shows them: which of their maps, and in which order. */
import { orderByLikeness } from '../../electron/core/channel-order';
import { orderOfChannels, shownChannels } from '../../electron/core/chosen-channels';
import type { LayerVerdicts } from '../../electron/core/map-verdicts';
import type { ChannelChoice } from '../../electron/shared/channel-choice';
import type { ChannelStatistics, LayerInfo, Settings } from '../../electron/shared/contract';
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

/** What of the chosen layers is to be seen: how many of their maps, or those of some verdicts, however many. */
export type Wish = ChannelChoice & Pick<Settings, 'filters'>;

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
  const order = shownChannels(orderOf(known, wish), channels, layer.isSpatial ? verdicts : null, wish);
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

function orderOf(known: KnownLayer, wish: Wish): Uint32Array | null {
  const { likeness } = known;
  return likeness ? orderByLikeness(likeness.r, likeness.filter) : orderOfChannels(known, wish);
}
