import type { TwinPairs } from '../core/map-verdicts';
import { sizeOf } from '../core/tensor';
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

/** A layer whose maps are counted. */
export interface CountedLayer {
  /** [batch, ..., channels] */
  readonly result: NativeTensor;
  /** Of its activation. */
  readonly limits: ActivationLimits | undefined;
}

/** A layer with all that its part of a graph is written and fed by. */
interface PreparedLayer extends CountedLayer {
  readonly form: Form;
  /** Equal for equal forms. */
  readonly key: string;
  readonly grey: GreyAt | undefined;
}

/**
 * Layers in one run: their operations go on beside each other, which the few large ones of a single layer hardly do. Not many,
 * since each number of them is a graph of its own.
 */
const MOST_AT_ONCE = 4;
/** Values of the layers of one run, some times of which are in memory meanwhile; a larger layer goes alone. */
const MOST_VALUES = 4e6;

/** Statistics of the maps of some layers, by small graphs that run on their results; layers of one form go through one together. */
export function statisticsOf(
  graphs: SmallGraphs,
  layers: readonly CountedLayer[],
  picture: PictureGrey,
  wish: Wish,
): LayerNumbers[] {
  const ids = statisticsIn(wish);
  const prepared = layers.map((layer): PreparedLayer => {
    const { shape } = layer.result;
    const grey = ids.includes('r') ? picture.at(shape) : undefined;
    const form = formOf(shape, ids, grey, layer.limits, wish);
    return { ...layer, form, grey, key: JSON.stringify(form) };
  });
  const found = new Map<PreparedLayer, LayerNumbers>();
  for (const some of runsOf(prepared))
    countTogether(graphs, some, ids, wish).forEach((numbers, at) => found.set(some[at]!, numbers));
  return prepared.map((layer) => found.get(layer)!);
}

function runsOf(layers: readonly PreparedLayer[]): PreparedLayer[][] {
  const runs: PreparedLayer[][] = [];
  /** The run of a form that has room. */
  const open = new Map<string, { run: PreparedLayer[]; values: number }>();
  for (const layer of layers) {
    const values = sizeOf(layer.result.shape);
    const known = open.get(layer.key);
    if (known && known.run.length < MOST_AT_ONCE && known.values + values <= MOST_VALUES) {
      known.run.push(layer);
      known.values += values;
    } else {
      const run = [layer];
      runs.push(run);
      open.set(layer.key, { run, values });
    }
  }
  return runs;
}

/** @param layers  of one form */
function countTogether(
  graphs: SmallGraphs,
  layers: readonly PreparedLayer[],
  ids: readonly StatisticId[],
  wish: Wish,
): LayerNumbers[] {
  const { form, key } = layers[0]!;
  const feeds = layers.map(({ result, limits }) => feedsOf(graphs, result.shape, form, limits));
  const own = feeds.flat();
  try {
    const tensors = layers.flatMap(({ result, grey }, at) => [
      ...[result, ...feeds[at]!],
      ...(grey ? [grey.centred] : []),
    ]);
    const write = (graph: GraphBuilder): SmallGraphNodes => {
      const parts = layers.map(() => writeLayer(graph, form));
      return { feeds: parts.flatMap((part) => part.feeds), fetches: parts.flatMap((part) => part.fetches) };
    };
    const outputs = graphs.run(`${layers.length} x ${key}`, write, tensors);
    own.push(...outputs);
    const perLayer = outputs.length / layers.length;
    return layers.map(({ result, grey }, at): LayerNumbers => {
      const [counted, ...more] = outputs.slice(at * perLayer, (at + 1) * perLayer);
      const numbers = numbersOf(counted!.floats(), result.shape, ids, form, grey);
      const places = form.withPlaces ? more.shift()!.integers() : undefined;
      const [coarse] = more;
      const varies = (map: number) => numbers.min[map] !== numbers.max[map];
      const rowsShape = feeds[at]![0]!;
      const twins = coarse ? findTwins(graphs, { result, rowsShape, coarse, varies }) : noTwins(wish);
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
