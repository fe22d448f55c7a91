import type { TwinPairs } from '../core/map-verdicts';
import { sizeOf } from '../core/tensor';
import type { ActivationLimits } from '../model/kinds/activations';
import { mapNumbers, type StatisticId } from '../shared/map-statistics';
import type { GraphBuilder } from './graph-builder';
import { MapNodes } from './map-nodes';
import { correlations, writePlaces, writeStatistics } from './map-statistics';
import { blockOf, mapsInProduct, nearMaps, writeCoarse, writeNear } from './map-twins';
import { hasTwins, statisticsIn, type LayerNumbers, type PassRequest } from './pass';
import type { GreyAt, PictureGrey } from './picture-grey';
import type { GraphPart, SmallGraphNodes, SmallGraphs } from './small-graph';
import type { NativeTensor } from './tensorflow';
import { twinsOf } from './twin-products';

/** How near to its limit a curve counts as being there, as a share of the way between both limits. */
const NEAR = 1e-3;

/** What is asked of a layer's maps. */
type Wish = Pick<PassRequest, 'withVerdicts' | 'withDetails'>;

/** A layer whose maps are counted. */
export interface CountedLayer {
  /** [batch, ..., channels] */
  readonly result: NativeTensor;
  /** Of its activation. */
  readonly limits: ActivationLimits | undefined;
}

/** The largest number that fits into a byte. */
const MOST_IN_BYTE = 255;

/** Statistics of the maps of some layers, by small graphs that run on their results. */
export function statisticsOf(
  graphs: SmallGraphs,
  layers: readonly CountedLayer[],
  picture: PictureGrey,
  wish: Wish,
): LayerNumbers[] {
  const ids = statisticsIn(wish);
  if (ids.includes('r')) picture.prepare(layers.map(({ result }) => result.shape));
  const own: NativeTensor[] = [];
  try {
    const prepared = layers.map(({ result, limits }) => {
      const grey = ids.includes('r') ? picture.at(result.shape) : undefined;
      const form = formOf(result.shape, ids, grey, limits, wish);
      const feeds = feedsOf(graphs, result.shape, form, limits);
      own.push(...feeds);
      return { result, grey, form, feeds };
    });
    const parts = prepared.map(({ result, grey, form, feeds }): GraphPart => ({
      key: JSON.stringify(form),
      write: (graph) => writeLayer(graph, form),
      tensors: [result, ...feeds, ...(grey ? [grey.weights] : [])],
      values: sizeOf(result.shape),
    }));
    const outputs = graphs.runEach(parts);
    own.push(...outputs.flat());
    const found = prepared.map(({ result, grey, form, feeds }, at) => {
      const [counted, ...more] = outputs[at]!;
      const numbers = numbersOf(counted!.floats(), result.shape, ids, form, grey);
      const places = form.withPlaces ? more.shift()!.integers() : undefined;
      if (more.length === 0) return { numbers, places, near: [] };
      const coarse = more.length === 2 ? { directions: more[0]!, lengths: more[1]! } : more[0]!;
      const near = nearMaps(graphs, coarse, (map) => numbers.min[map] !== numbers.max[map]);
      const isFinite = numbers.mean.every(Number.isFinite);
      return { numbers, places, near: [{ result, rowsShape: feeds[0]!, isFinite, near }] };
    });
    // Units and several pictures have none.
    const pairs = twinsOf(
      graphs,
      found.flatMap(({ near }) => near),
    );
    return found.map(({ numbers, places, near }): LayerNumbers => {
      const twins = near.length > 0 ? pairs.shift() : noTwins(wish);
      return { ...numbers, ...(places && { places }), ...(twins && { twins }) };
    });
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
  /** Truth values are counted as `PackingNodes` tells. */
  readonly isPacked: boolean;
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
    block: !withTwins ? null : shape.length === 4 ? blockOf(height, width, shape.at(-1)!) : 1,
    isAtOnce: withTwins && mapsInProduct(shape.at(-1)!) === shape.at(-1),
    limits: ids.includes('limit') ? (limits?.limits.length ?? 0) : 0,
    isReached: limits?.isReached === true,
    isPacked: shape.length > 2 && (sizeOf(shape) / batch / height) % 4 === 0,
  };
}

/** Of how many rows of pixels one byte can count, so that there are sums of equal length. */
function rowsInByte(height: number): number {
  let rows = Math.min(height, MOST_IN_BYTE);
  while (height % rows !== 0) rows--;
  return rows;
}

/** Shape of rows, how truth values are packed, limits, and how near to them counts. */
function feedsOf(
  { native }: SmallGraphs,
  shape: readonly number[],
  form: Form,
  known: ActivationLimits | undefined,
): NativeTensor[] {
  const [batch, height] = [shape[0]!, shape[1]!];
  const number = (value: number) => native.tensor(Float32Array.of(value), []);
  const feeds = [native.tensor(Int32Array.of(batch, -1, shape.at(-1)!), [3])];
  if (form.isPacked) {
    const rows = rowsInByte(height);
    feeds.push(native.tensor(Int32Array.of((batch * height) / rows, rows, -1), [3]), number(rows));
  }
  if (form.limits === 0 || !known) return feeds;
  const near = known.isReached ? [] : [NEAR * Math.abs(known.limits[0]! - known.limits[1]!)];
  return [...feeds, ...[...known.limits, ...near].map(number)];
}

function writeLayer(graph: GraphBuilder, form: Form): SmallGraphNodes {
  const result = graph.feed('float', new Array<null>(form.rank).fill(null));
  const rowsShape = graph.feed('int32', [3]);
  const packing = form.isPacked
    ? { shape: graph.feed('int32', [3]), terms: graph.feed('float', []) }
    : undefined;
  const limits = Array.from({ length: form.limits }, () => graph.feed('float', []));
  const near = form.limits > 0 && !form.isReached ? graph.feed('float', []) : null;
  const weights = form.ids.includes('r') ? graph.feed('float', [null, null, 2, null]) : undefined;
  const maps = new MapNodes(graph, {
    ...{ maps: result, rank: form.rank, rowsShape, packing, weights },
    limits: form.limits > 0 ? { limits, near } : undefined,
  });
  const fetches = [writeStatistics(maps, form.ids)];
  if (form.withPlaces) fetches.push(writePlaces(maps));
  if (form.block !== null) {
    const coarse = writeCoarse(maps, form.block);
    if (form.isAtOnce) fetches.push(writeNear(graph, coarse, coarse, graph.integers(0)));
    else fetches.push(coarse.directions, coarse.lengths);
  }
  return {
    feeds: [
      ...[result, rowsShape, ...(packing ? [packing.shape, packing.terms] : []), ...limits],
      ...[...(near === null ? [] : [near]), ...(weights === undefined ? [] : [weights])],
    ],
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
  return { ...all, r: correlations(all.r, all, grey.std) };
}

/** Units have none; of several pictures at once they are not looked for. */
function noTwins(wish: Wish): TwinPairs | undefined {
  if (!hasTwins(wish)) return undefined;
  return { lower: new Int32Array(), higher: new Int32Array(), r: new Float32Array() };
}
