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
/** Maps of one product, so that none has more than 4 million numbers. */
export const MOST_IN_PRODUCT = 2048;

/** Pixels along a side of a block, so that about 8 blocks lie along the shorter side of a map. */
export function blockOf(height: number, width: number): number {
  return Math.min(8, Math.max(1, 2 ** Math.floor(Math.log2(Math.min(height, width) / 8))));
}

/** The averages of maps over blocks of pixels. */
export interface CoarseNodes {
  /** Each divided by its length: [batch, blocks, channels]. */
  readonly units: NodeName;
  /** Squares of these lengths: [batch, 1, channels]. */
  readonly squares: NodeName;
}

/** @param block  pixels along a side of a block; pixels beside the last whole block are left out */
export function writeCoarse(maps: MapNodes, block: number): CoarseNodes {
  const { graph } = maps;
  const side = attribute.integers([1, block, block, 1]);
  const pooling = { ksize: side, strides: side, padding: attribute.text('VALID') };
  const coarse = block === 1 ? maps.centred : graph.float('AvgPool', [maps.centred], pooling);
  const averages = maps.rows(graph.float('Sub', [coarse, maps.offset]));
  const squares = graph.reduce('Sum', graph.float('Square', [averages]), [1], true);
  return { units: graph.float('Mul', [averages, graph.float('Rsqrt', [squares])]), squares };
}

/**
 * Some maps times others.
 * @param isCentred  true: they are centred once more, since what rounding left of the mean would tie maps together that hardly
 *                   vary around a large value
 */
function writeChosenProduct(graph: GraphBuilder, isCentred: boolean): SmallGraphNodes {
  const maps = graph.feed('float', [null, null, null]);
  const lists = [graph.feed('int32', [null]), graph.feed('int32', [null])];
  const [a, b] = lists.map((list) => {
    const chosen = graph.gather(maps, list, 2);
    return isCentred ? graph.float('Sub', [chosen, graph.reduce('Mean', chosen, [1], true)]) : chosen;
  }) as [NodeName, NodeName];
  return { feeds: [maps, ...lists], fetches: [writeProduct(graph, a, b)] };
}

/** Maps of one picture times themselves, in tiles, those on the diagonal first. */
interface Tile {
  /** Numbers of the maps along both sides. */
  readonly rows: readonly number[];
  readonly columns: readonly number[];
  /** [rows, columns] */
  readonly product: Float32Array;
}

function* tilesOf(
  graphs: SmallGraphs,
  maps: NativeTensor,
  channels: readonly number[],
  isCentred: boolean,
): Generator<Tile> {
  const parts = Array.from({ length: Math.ceil(channels.length / MOST_IN_PRODUCT) }, (_, part) =>
    channels.slice(part * MOST_IN_PRODUCT, (part + 1) * MOST_IN_PRODUCT),
  );
  for (const part of parts) yield tile(graphs, maps, part, part, isCentred);
  for (const [place, part] of parts.entries())
    for (const other of parts.slice(place + 1)) yield tile(graphs, maps, part, other, isCentred);
}

function tile(
  graphs: SmallGraphs,
  maps: NativeTensor,
  rows: readonly number[],
  columns: readonly number[],
  isCentred: boolean,
): Tile {
  const lists = [rows, columns].map((list) => graphs.native.tensor(Int32Array.from(list), [list.length]));
  const own = [...lists];
  try {
    const write = (graph: GraphBuilder) => writeChosenProduct(graph, isCentred);
    const [product] = graphs.run(isCentred ? 'centred product' : 'product', write, [maps, ...lists]);
    own.push(product!);
    return { rows, columns, product: product!.floats() };
  } finally {
    for (const tensor of own) tensor.dispose();
  }
}

/** What the search starts from, for a layer of one picture. */
export interface TwinSources {
  /** [1, pixels, channels] */
  readonly centred: NativeTensor;
  /** The averages of length 1, [1, blocks, channels]; of at most `MOST_IN_PRODUCT` maps these times themselves. */
  readonly coarse: NativeTensor;
  /** For each map the square of the length of its averages as those of a unit map, 0..1; NaN for a map of one value. */
  readonly squares: Float64Array;
}

/** All pairs of a layer's maps with |r| above 0.98. */
export function findTwins(graphs: SmallGraphs, { centred, coarse, squares }: TwinSources): TwinPairs {
  const maps = Array.from(squares.keys());
  const tiles =
    maps.length <= MOST_IN_PRODUCT
      ? [{ rows: maps, columns: maps, product: coarse.floats() }]
      : tilesOf(graphs, coarse, maps, false);
  const near = nearMaps(tiles, squares);
  const pairs: [number[], number[], number[]] = [[], [], []];
  const lengths = new Float64Array(maps.length);
  for (const one of near.length > 1 ? tilesOf(graphs, centred, near, true) : [])
    addPairs(one, lengths, pairs);
  const [lower, higher, r] = pairs;
  return { lower: Int32Array.from(lower), higher: Int32Array.from(higher), r: Float32Array.from(r) };
}

/** Maps that may be like another one, in order. */
function nearMaps(tiles: Iterable<Tile>, squares: Float64Array): number[] {
  const isNear = new Uint8Array(squares.length);
  for (const { rows, columns, product } of tiles)
    for (const [row, map] of rows.entries()) {
      const square = squares[map]!;
      if (Number.isNaN(square)) continue;
      const start = row * columns.length;
      const end = start + columns.length;
      // |Pu - Pv|^2 < NEAR of averages of any length is possible from this cosine of theirs on.
      const least = Math.sqrt(Math.max(0, 1 - NEAR / square));
      for (let at = rows === columns ? start + row + 1 : start; at < end; at++) {
        const cosine = product[at]!;
        if (cosine < least && cosine > -least) continue;
        const other = columns[at - start]!;
        const both = 2 * Math.abs(cosine) * Math.sqrt(square * squares[other]!);
        if (square + squares[other]! - both < NEAR) isNear[map] = isNear[other] = 1;
      }
    }
  return Array.from(isNear.keys()).filter((map) => isNear[map]);
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
