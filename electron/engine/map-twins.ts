import type { TwinPairs } from '../core/map-verdicts';
import { TWIN_R } from '../shared/verdicts';
import { attribute, type GraphBuilder, type NodeName } from './graph-builder';
import { writeProduct, type MapNodes } from './map-nodes';
import type { SmallGraphNodes, SmallGraphs } from './small-graph';
import type { NativeTensor } from './tensorflow';

/*
 * Pairs of maps with |r| above 0.98, exact over all their pixels, in two steps.
 *
 * r of two maps is the product of their unit maps: centred, and divided by their length. All pairs are the unit maps times
 * themselves, [channels, pixels] x [pixels, channels], which for all layers of a network is as much work as the network. So the
 * maps are first averaged over blocks of pixels. As unit maps u and v, averaging is a projection P (blocks weighed by the root of
 * their size), which brings no two of them further apart: |Pu - Pv| <= |u - v|, and r > 0.98 is the same as |u - v|^2 < 0.04.
 * Pairs whose averages are further apart than that, in either sign, are left out, and only maps that are in a pair that remains
 * are compared in all their pixels.
 */

/** Squared distance of unit maps below which they may be twins, with room for what rounding adds. */
const NEAR = 2 - 2 * TWIN_R + 1e-3;
/** Numbers of one product: 16 MB. */
const MOST_IN_PRODUCT = 4 * 1024 ** 2;

/** Maps whose nearness to all others comes in one product. */
export function mapsInProduct(channels: number): number {
  return Math.max(1, Math.min(channels, Math.floor(MOST_IN_PRODUCT / channels)));
}

/** Pixels along a side of a block, so that about 8 blocks lie along the shorter side of a map. */
export function blockOf(height: number, width: number): number {
  return Math.min(8, Math.max(1, 2 ** Math.floor(Math.log2(Math.min(height, width) / 8))));
}

/**
 * The unit maps of one picture, averaged over blocks of pixels, as projections: [1, blocks, channels]. Zeros for what has no unit
 * map: maps of one value and those with values that are no finite numbers.
 * @param block  pixels along a side of a block; pixels beside the last whole block are left out
 */
export function writeCoarse(maps: MapNodes, block: number): NodeName {
  const { graph } = maps;
  const side = attribute.integers([1, block, block, 1]);
  const pooling = { ksize: side, strides: side, padding: attribute.text('VALID') };
  const coarse = block === 1 ? maps.centred : graph.float('AvgPool', [maps.centred], pooling);
  const pixels = graph.cast(graph.lengthOf(maps.centredRows, 1), 'int32', 'float');
  const length = graph.float('Mul', [maps.std, graph.float('Sqrt', [pixels])]);
  const scale = graph.float('DivNoNan', [graph.scalar(block), length]);
  const units = graph.float('Mul', [graph.float('Sub', [coarse, maps.offset]), scale]);
  const isFinite = graph.float('IsFinite', [units]);
  return maps.rows(graph.float('SelectV2', [isFinite, units, graph.scalar(0)]));
}

/**
 * Whether another map may be a twin: |u_i - u_j|^2 = s_i + s_j - 2 u_i u_j is below `NEAR` for some j, in either sign, where s are the
 * squares of the lengths. Only this is fetched, one number a map, since the products of all pairs are more than the maps themselves.
 * @param units  of all maps, [1, blocks, channels]
 * @param some   of the maps compared with all, [1, blocks, some]
 * @param first  number of the first of them, int32 of rank 0
 * @returns [1, some]: above 0 where there may be one
 */
export function writeNear(graph: GraphBuilder, units: NodeName, some: NodeName, first: NodeName): NodeName {
  const squares = (maps: NodeName) => graph.reduce('Sum', graph.float('Square', [maps]), [1], false);
  const halved = (node: NodeName) => graph.float('Mul', [node, graph.scalar(0.5)]);
  const products = graph.float('Abs', [writeProduct(graph, some, units)]);
  const against = graph.float('Sub', [products, graph.expandDims(halved(squares(units)), 1)]);
  const own = squares(some);
  // Not with itself: what lies as far apart as unit maps can.
  const never = graph.float('Sub', [graph.float('Neg', [own]), graph.scalar(2)]);
  const others = graph.float('MatrixSetDiagV3', [against, never, first], {
    align: attribute.text('RIGHT_LEFT'),
  });
  const nearest = graph.reduce('Max', others, [2], false);
  return graph.float('Sub', [nearest, halved(graph.float('Sub', [own, graph.scalar(NEAR)]))]);
}

/** Whether some of a picture's maps may be in a pair, for layers of so many that not all pairs fit into one product. */
function nearInParts(graphs: SmallGraphs, units: NativeTensor): Float32Array {
  const channels = units.shape[2]!;
  const size = mapsInProduct(channels);
  const near = new Float32Array(channels);
  for (let first = 0; first < channels; first += size) {
    const numbers = Int32Array.from(
      { length: Math.min(size, channels - first) },
      (_, place) => first + place,
    );
    const own = [
      graphs.native.tensor(numbers, [numbers.length]),
      graphs.native.tensor(Int32Array.of(first), []),
    ];
    try {
      own.push(...graphs.run('near', writeNearPart, [units, ...own]));
      near.set(own.at(-1)!.floats(), first);
    } finally {
      for (const tensor of own) tensor.dispose();
    }
  }
  return near;
}

function writeNearPart(graph: GraphBuilder): SmallGraphNodes {
  const units = graph.feed('float', [null, null, null]);
  const numbers = graph.feed('int32', [null]);
  const first = graph.feed('int32', []);
  const near = writeNear(graph, units, graph.gather(units, numbers, 2), first);
  return { feeds: [units, numbers, first], fetches: [near] };
}

/**
 * Some maps times others, both centred; twice, since what rounding leaves of the mean would tie maps together that hardly vary
 * around a large value.
 * @param rank   of the layer's result
 * @param lists  of maps; 1: times themselves
 */
function writeProductOf(graph: GraphBuilder, rank: number, lists: number): SmallGraphNodes {
  const maps = graph.feed('float', new Array<null>(rank).fill(null));
  const rowsShape = graph.feed('int32', [3]);
  const chosen = Array.from({ length: lists }, () => graph.feed('int32', [null]));
  const rows = graph.reshape(maps, rowsShape);
  const centred = (some: NodeName) => graph.float('Sub', [some, graph.reduce('Mean', some, [1], true)]);
  const sides = chosen.map((list) => centred(centred(graph.gather(rows, list, 2))));
  const product = writeProduct(graph, sides[0]!, sides.at(-1)!);
  return { feeds: [maps, rowsShape, ...chosen], fetches: [product] };
}

/** A layer's maps. */
interface LayerMaps {
  /** [1, ..., channels] */
  readonly result: NativeTensor;
  /** int32 [3], the shape [1, pixels, channels]. */
  readonly rowsShape: NativeTensor;
}

/** Maps of one picture times themselves, in tiles, those on the diagonal first. */
interface Tile {
  /** Numbers of the maps along both sides. */
  readonly rows: readonly number[];
  readonly columns: readonly number[];
  /** [rows, columns] */
  readonly product: Float32Array;
}

/** Along a side of a tile, so that none has more numbers than a product may have. */
const TILE = Math.sqrt(MOST_IN_PRODUCT);

function* tilesOf(graphs: SmallGraphs, maps: LayerMaps, channels: readonly number[]): Generator<Tile> {
  const parts = Array.from({ length: Math.ceil(channels.length / TILE) }, (_, part) =>
    channels.slice(part * TILE, (part + 1) * TILE),
  );
  for (const part of parts) yield tile(graphs, maps, part, part);
  for (const [place, part] of parts.entries())
    for (const other of parts.slice(place + 1)) yield tile(graphs, maps, part, other);
}

function tile(
  graphs: SmallGraphs,
  { result, rowsShape }: LayerMaps,
  rows: readonly number[],
  columns: readonly number[],
): Tile {
  const sides = rows === columns ? [rows] : [rows, columns];
  const own = sides.map((list) => graphs.native.tensor(Int32Array.from(list), [list.length]));
  try {
    const rank = result.shape.length;
    const write = (graph: GraphBuilder) => writeProductOf(graph, rank, sides.length);
    const key = `product of ${sides.length}, rank ${rank}`;
    const [product] = graphs.run(key, write, [result, rowsShape, ...own]);
    own.push(product!);
    return { rows, columns, product: product!.floats() };
  } finally {
    for (const tensor of own) tensor.dispose();
  }
}

/** What the search starts from, for a layer of one picture. */
export interface TwinSources extends LayerMaps {
  /** What `writeNear` gave, [1, channels], or of more maps than it takes their averages, [1, blocks, channels]. */
  readonly coarse: NativeTensor;
  /** Maps that do not vary are nobody's twins. */
  readonly varies: (map: number) => boolean;
}

/** All pairs of a layer's maps with |r| above 0.98. */
export function findTwins(graphs: SmallGraphs, { coarse, varies, ...maps }: TwinSources): TwinPairs {
  const nearness = coarse.shape.length === 2 ? coarse.floats() : nearInParts(graphs, coarse);
  const near = Array.from(nearness.keys()).filter((map) => nearness[map]! > 0 && varies(map));
  const pairs: [number[], number[], number[]] = [[], [], []];
  const lengths = new Float64Array(nearness.length);
  for (const one of near.length > 1 ? tilesOf(graphs, maps, near) : []) addPairs(one, lengths, pairs);
  const [lower, higher, r] = pairs;
  return { lower: Int32Array.from(lower), higher: Int32Array.from(higher), r: Float32Array.from(r) };
}

/** Adds the pairs of a tile with large |r|, and learns the maps' lengths from tiles on the diagonal. */
function addPairs(
  { rows, columns, product }: Tile,
  lengths: Float64Array,
  [lower, higher, coefficients]: [number[], number[], number[]],
): void {
  const width = columns.length;
  const onDiagonal = rows === columns;
  if (onDiagonal)
    rows.forEach((map, place) => {
      lengths[map] = Math.sqrt(product[place * width + place]!);
    });
  rows.forEach((map, row) => {
    for (let column = onDiagonal ? row + 1 : 0; column < width; column++) {
      const other = columns[column]!;
      const r = product[row * width + column]! / (lengths[map]! * lengths[other]!);
      if (!(Math.abs(r) > TWIN_R)) continue;
      lower.push(map);
      higher.push(other);
      coefficients.push(Math.min(1, Math.max(-1, r))); // rounding may lead beyond
    }
  });
}
