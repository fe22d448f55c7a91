import type { Tensor } from '../core/tensor';
import type { TensorRef } from '../model/network';
import type { TwinPairs } from '../core/map-verdicts';
import {
  isDetail,
  JUDGED_STATISTICS,
  STATISTIC_IDS,
  type MapNumbers,
  type StatisticId,
} from '../shared/map-statistics';

/** Which value range the 256 steps of a map cover. */
export type MapScope = 'map' | 'fixed';

/** Feature maps wanted as bytes. */
export interface MapsRequest {
  readonly ref: TensorRef;
  /** Channels in the wanted order; absent: all of them. */
  readonly channels?: readonly number[];
}

/** Everything that one native pass should give. */
export interface PassRequest {
  /** Float results, as Keras gives them. */
  readonly activations?: readonly TensorRef[];
  readonly maps?: readonly MapsRequest[];
  /** Range of `maps`: each map's own (default), or `fixedRange`. */
  readonly mapScope?: MapScope;
  readonly fixedRange?: readonly [min: number, max: number];
  readonly statistics?: readonly TensorRef[];
  /** Results that are computed beside and left: so the graph is one that has run before, since its first run is a slow one. */
  readonly beside?: readonly TensorRef[];
  /** True: with what verdicts on maps look at, twins among it. */
  readonly withVerdicts?: boolean;
  /** True: with all statistics, also those that take long, what verdicts look at, and the strongest places. */
  readonly withDetails?: boolean;
  /** Layer sets whose mean hypercolumn is wanted. */
  readonly hypercolumns?: readonly (readonly TensorRef[])[];
  /** Results of which it is only wanted whether all values are finite. */
  readonly finiteness?: readonly TensorRef[];
}

/** Whether a result holds values that are no finite numbers. */
export interface Finiteness {
  readonly hasNan: boolean;
  readonly hasInfinite: boolean;
}

/** Feature maps as bytes: planar, [batch, channels, height * width], each an index into a colour table of 256 steps. */
export interface ByteMaps {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly indices: Uint8Array;
  /** Value at the lower end of index 0, per batch entry and channel. */
  readonly min: Float32Array;
  /** Value at the upper end of index 255, per batch entry and channel. */
  readonly max: Float32Array;
}

/** The numbers of a layer's maps, per batch entry and channel. */
export type LayerNumbers = Readonly<MapNumbers<Float32Array>> & {
  /** Where the largest value lies, the first of several: row * width + column. With details only. */
  readonly places?: Int32Array;
  /** Alike maps, channels counted through the batch. With verdicts or details only. */
  readonly twins?: TwinPairs;
};

/** Statistics of each map (channel) of a layer. */
export type MapStatistics = LayerNumbers & {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
};

/** The statistics that a request asks for, in the order in which they come. */
export function statisticsIn(
  request: Pick<PassRequest, 'withVerdicts' | 'withDetails'>,
): readonly StatisticId[] {
  if (request.withDetails) return STATISTIC_IDS;
  const judged: readonly StatisticId[] = request.withVerdicts ? JUDGED_STATISTICS : [];
  return STATISTIC_IDS.filter((id) => !isDetail(id) || judged.includes(id));
}

/** True if pairs of alike maps come with the statistics. */
export function hasTwins({
  withVerdicts,
  withDetails,
}: Pick<PassRequest, 'withVerdicts' | 'withDetails'>): boolean {
  return withVerdicts === true || withDetails === true;
}

/** What one native pass gave, in the order of the request. */
export interface PassResult {
  readonly activations: Tensor[];
  readonly maps: ByteMaps[];
  readonly statistics: MapStatistics[];
  /** Each [batch, height, width] of the input's size. */
  readonly hypercolumns: Tensor[];
  readonly finiteness: Finiteness[];
  /** Duration of the native call. */
  readonly elapsedMs: number;
}
