import { TWIN_R } from '../shared/verdicts';
import { attribute, type GraphBuilder, type NodeName } from './graph-builder';
import type { MapNodes } from './map-nodes';
import type { SmallGraphNodes, SmallGraphs } from './small-graph';
import type { NativeTensor } from './tensorflow';

/*
 * Pairs of maps with |r| above 0.98, exact over all their pixels, in two steps, of which the first is here and the second in
 * `twin-products.ts`.
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
export const MOST_IN_PRODUCT = 4 * 1024 ** 2;

/** Maps whose nearness to all others comes in one product. */
export function mapsInProduct(channels: number): number {
  return Math.max(1, Math.min(channels, Math.floor(MOST_IN_PRODUCT / channels)));
}

/** Products that all pairs of averages may take for each value of a layer: beyond that, larger blocks cost less. */
const PRODUCTS_PER_VALUE = 16;
/** Blocks along the shorter side of a map: with fewer, maps of all kinds look alike. */
const FEWEST_BLOCKS = 7;

/**
 * Pixels along a side of a block, a power of 2: the smallest with which the pairs of averages take no longer than other statistics,
 * but with no fewer than `FEWEST_BLOCKS`.
 */
export function blockOf(height: number, width: number, channels: number): number {
  let block = 1;
  const isCostly = () => channels / block ** 2 > PRODUCTS_PER_VALUE;
  while (isCostly() && Math.min(height, width) / (2 * block) >= FEWEST_BLOCKS) block *= 2;
  return block;
}

/** Averages of the unit maps of one picture over blocks of pixels, as projections: what they point to, and how long they are. */
interface CoarseNodes {
  /** [1, blocks, channels], of length 1. */
  readonly directions: NodeName;
  /** [1, channels], 0 to 1. */
  readonly lengths: NodeName;
}

/**
 * Writes the averages. Zeros for what has no unit map: maps of one value and those with values that are no finite numbers.
 * @param block  pixels along a side of a block; pixels beside the last whole block are left out
 */
export function writeCoarse(maps: MapNodes, block: number): CoarseNodes {
  const { graph } = maps;
  const side = attribute.integers([1, block, block, 1]);
  const pooling = { ksize: side, strides: side, padding: attribute.text('VALID') };
  const averages = block === 1 ? maps.centred : graph.float('AvgPool', [maps.centred], pooling);
  const rows = maps.rows(graph.float('Sub', [averages, maps.offset]));
  const norm = graph.float('Sqrt', [graph.reduce('Sum', graph.float('Square', [rows]), [1], true)]);
  const finite = graph.float('SelectV2', [graph.float('IsFinite', [norm]), norm, graph.scalar(0)]);
  const scale = graph.float('DivNoNan', [graph.scalar(1), finite]);
  const pixels = graph.cast(graph.lengthOf(maps.rows(maps.maps), 1), 'int32', 'float');
  const ofMap = graph.float('Mul', [maps.rows(maps.std), graph.float('Sqrt', [pixels])]);
  const lengths = graph.float('DivNoNan', [graph.float('Mul', [finite, graph.scalar(block)]), ofMap]);
  // Also a value that is no number is 0 where the scale is.
  return { directions: graph.float('MulNoNan', [rows, scale]), lengths: graph.squeeze(lengths, [1]) };
}

/**
 * Whether another map may be a twin, in either sign. With s the lengths of the averages, |Pu_i - Pu_j|^2 = s_i^2 + s_j^2 -
 * 2 Pu_i Pu_j < NEAR makes their cosine larger than 1 - NEAR / (2 s_i s_j), and the lengths differ by sqrt(NEAR) at most, so a bound
 * follows from one of them. Only this is fetched, one number a map, since the cosines of all pairs are more than the maps themselves.
 * @param all    maps
 * @param some   of them, which are compared with all
 * @param first  number of the first of them, int32 of rank 0
 * @returns [1, some]: above 0 where there may be one
 */
export function writeNear(
  graph: GraphBuilder,
  all: CoarseNodes,
  some: CoarseNodes,
  first: NodeName,
): NodeName {
  const cosines = writeProduct(graph, some.directions, all.directions);
  // A map is not compared with itself.
  const own = graph.float('ZerosLike', [some.lengths]);
  const others = graph.float('MatrixSetDiagV3', [cosines, own, first], {
    align: attribute.text('RIGHT_LEFT'),
  });
  const [most, least] = (['Max', 'Min'] as const).map((op) => graph.reduce(op, others, [2], false));
  const nearest = graph.float('Maximum', [most!, graph.float('Neg', [least!])]);
  const shortest = graph.float('Sub', [some.lengths, graph.scalar(Math.sqrt(NEAR))]);
  const product = graph.float('Mul', [
    graph.float('Maximum', [some.lengths, graph.scalar(1e-6)]),
    graph.float('Maximum', [shortest, graph.scalar(1e-6)]),
  ]);
  const room = graph.float('RealDiv', [graph.scalar(NEAR / 2), product]);
  return graph.float('AddV2', [graph.float('Sub', [nearest, graph.scalar(1)]), room]);
}

/** Averages as they were computed. */
interface CoarseMaps {
  readonly directions: NativeTensor;
  readonly lengths: NativeTensor;
}

/** Whether some of a picture's maps may be in a pair, for layers of so many that not all pairs fit into one product. */
function nearInParts(graphs: SmallGraphs, { directions, lengths }: CoarseMaps): Float32Array {
  const channels = lengths.shape[1]!;
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
      own.push(...graphs.run('near', writeNearPart, [directions, lengths, ...own]));
      near.set(own.at(-1)!.floats(), first);
    } finally {
      for (const tensor of own) tensor.dispose();
    }
  }
  return near;
}

function writeNearPart(graph: GraphBuilder): SmallGraphNodes {
  const all = {
    directions: graph.feed('float', [null, null, null]),
    lengths: graph.feed('float', [null, null]),
  };
  const numbers = graph.feed('int32', [null]);
  const first = graph.feed('int32', []);
  const some = {
    directions: graph.gather(all.directions, numbers, 2),
    lengths: graph.gather(all.lengths, numbers, 1),
  };
  return {
    feeds: [all.directions, all.lengths, numbers, first],
    fetches: [writeNear(graph, all, some, first)],
  };
}

/**
 * Maps of a layer that may have a twin.
 * @param coarse  what `writeNear` gave, or of more maps than it takes the averages
 * @param varies  maps that do not vary are nobody's twins
 */
export function nearMaps(
  graphs: SmallGraphs,
  coarse: NativeTensor | CoarseMaps,
  varies: (map: number) => boolean,
): number[] {
  const nearness = 'directions' in coarse ? nearInParts(graphs, coarse) : coarse.floats();
  const near: number[] = [];
  nearness.forEach((value, map) => {
    if (value > 0 && varies(map)) near.push(map);
  });
  return near;
}

/** Maps as [batch, pixels, channels] times others: [batch, channels of `a`, channels of `b`]. */
function writeProduct(graph: GraphBuilder, a: NodeName, b: NodeName): NodeName {
  return graph.float('BatchMatMulV2', [a, b], { adj_x: attribute.flag(true), adj_y: attribute.flag(false) });
}
