import type { TwinPairs } from '../core/map-verdicts';
import type { ActivationLimits } from '../model/kinds/activations';
import { mapNumbers, type StatisticId } from '../shared/map-statistics';
import type { GraphBuilder } from './graph-builder';
import { MapNodes } from './map-nodes';
import { correlations, writePlaces, writeStatistics } from './map-statistics';
import { blockOf, findTwins, mapsInProduct, writeCoarse, writeNear } from './map-twins';
import { hasTwins, statisticsIn, type LayerNumbers, type PassRequest } from './pass';
import type { GreyAt, PictureGrey } from './picture-grey';
import type { SmallGraphNodes, SmallGraphs } from './small-graph';
import type { NativeTensor } from './tensorflow';

/** How near to its limit a curve counts as being there, as a share of the way between both limits. */
const NEAR = 1e-3;

/** What is asked of a layer's maps. */
type Wish = Pick<PassRequest, 'withVerdicts' | 'withDetails'>;

/**
 * Statistics of a layer's maps, by small graphs that run on its result.
 * @param result  of the layer, [batch, ..., channels]
 * @param limits  of its activation
 */
export function statisticsOf(
  graphs: SmallGraphs,
  result: NativeTensor,
  limits: ActivationLimits | undefined,
  picture: PictureGrey,
  wish: Wish,
): LayerNumbers {
  const ids = statisticsIn(wish);
  const grey = ids.includes('r') ? picture.at(result.shape) : undefined;
  const form = formOf(result.shape, ids, grey, limits, wish);
  const own = feedsOf(graphs, result.shape, form, limits);
  try {
    const tensors = [result, ...own, ...(grey ? [grey.centred] : [])];
    const outputs = graphs.run(JSON.stringify(form), (graph) => writeLayer(graph, form), tensors);
    own.push(...outputs);
    const numbers = numbersOf(outputs[0]!.floats(), result.shape, ids, form, grey);
    const places = form.withPlaces ? outputs[1]!.integers() : undefined;
    const coarse = outputs[form.withPlaces ? 2 : 1];
    const varies = (map: number) => numbers.min[map] !== numbers.max[map];
    const twins = coarse ? findTwins(graphs, { result, rowsShape: own[0]!, coarse, varies }) : noTwins(wish);
    return { ...numbers, ...(places && { places }), ...(twins && { twins }) };
  } finally {
    for (const tensor of own) tensor.dispose();
  }
}

/** What tells one graph of layers from another. */
interface Form {
  readonly rank: number;
  /** Those that the graph gives: others say nothing of this layer. */
  readonly ids: readonly StatisticId[];
  readonly withPlaces: boolean;
  /** Pixels along a side of the blocks that maps are averaged over to look for twins; null: not looked for. */
  readonly block: number | null;
  /** All pairs of averages are compared at once. */
  readonly isAtOnce: boolean;
  /** Number of limits. */
  readonly limits: number;
  readonly isReached: boolean;
}

function formOf(
  shape: readonly number[],
  ids: readonly StatisticId[],
  grey: GreyAt | undefined,
  limits: ActivationLimits | undefined,
  wish: Wish,
): Form {
  const [batch, height, width] = shape as [number, number, number];
  const withTwins = hasTwins(wish) && shape.length > 2 && batch === 1;
  return {
    rank: shape.length,
    ids: ids.filter((id) => (id !== 'r' || grey) && (id !== 'limit' || limits)),
    withPlaces: wish.withDetails === true,
    block: !withTwins ? null : shape.length === 4 ? blockOf(height, width) : 1,
    isAtOnce: withTwins && mapsInProduct(shape.at(-1)!) === shape.at(-1),
    limits: ids.includes('limit') ? (limits?.limits.length ?? 0) : 0,
    isReached: limits?.isReached === true,
  };
}

/** Shape of rows, limits, and how near to them counts. */
function feedsOf(
  { native }: SmallGraphs,
  shape: readonly number[],
  form: Form,
  known: ActivationLimits | undefined,
): NativeTensor[] {
  const rows = native.tensor(Int32Array.of(shape[0]!, -1, shape.at(-1)!), [3]);
  if (form.limits === 0 || !known) return [rows];
  const near = known.isReached ? [] : [NEAR * Math.abs(known.limits[0]! - known.limits[1]!)];
  return [rows, ...[...known.limits, ...near].map((number) => native.tensor(Float32Array.of(number), []))];
}

function writeLayer(graph: GraphBuilder, form: Form): SmallGraphNodes {
  const result = graph.feed('float', new Array<null>(form.rank).fill(null));
  const rowsShape = graph.feed('int32', [3]);
  const limits = Array.from({ length: form.limits }, () => graph.feed('float', []));
  const near = form.limits > 0 && !form.isReached ? graph.feed('float', []) : null;
  const grey = form.ids.includes('r') ? graph.feed('float', [null, null, 1]) : undefined;
  const maps = new MapNodes(graph, {
    ...{ maps: result, rank: form.rank, rowsShape, grey },
    limits: form.limits > 0 ? { limits, near } : undefined,
  });
  const fetches = [writeStatistics(maps, form.ids)];
  if (form.withPlaces) fetches.push(writePlaces(maps));
  if (form.block !== null) {
    const units = writeCoarse(maps, form.block);
    fetches.push(form.isAtOnce ? writeNear(graph, units, units, graph.integers(0)) : units);
  }
  return {
    feeds: [result, rowsShape, ...limits, ...(near === null ? [] : [near]), ...(grey ? [grey] : [])],
    fetches,
  };
}

/** The statistics of each map; NaN where one says nothing of the layer. */
function numbersOf(
  data: Float32Array,
  shape: readonly number[],
  ids: readonly StatisticId[],
  form: Form,
  grey: GreyAt | undefined,
): LayerNumbers {
  const [batch, channels] = [shape[0]!, shape.at(-1)!];
  const all = mapNumbers(ids, (id) => {
    const row = form.ids.indexOf(id);
    const numbers = new Float32Array(batch * channels).fill(NaN);
    for (let entry = 0; row >= 0 && entry < batch; entry++) {
      const start = (entry * form.ids.length + row) * channels;
      numbers.set(data.subarray(start, start + channels), entry * channels);
    }
    return numbers;
  });
  if (!grey || !all.r) return all;
  return { ...all, r: correlations(all.r, all, shape[1]! * shape[2]!, grey.std) };
}

/** Units have none; of several pictures at once they are not looked for. */
function noTwins(wish: Wish): TwinPairs | undefined {
  if (!hasTwins(wish)) return undefined;
  return { lower: new Int32Array(), higher: new Int32Array(), r: new Float32Array() };
}
