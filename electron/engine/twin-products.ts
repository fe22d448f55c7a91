import type { TwinPairs } from '../core/map-verdicts';
import { inGroups } from '../core/in-groups';
import { sizeOf } from '../core/tensor';
import { TWIN_R } from '../shared/verdicts';
import { attribute, type GraphBuilder, type NodeName } from './graph-builder';
import { MOST_IN_PRODUCT } from './map-twins';
import type { GraphPart, SmallGraphNodes, SmallGraphs } from './small-graph';
import type { NativeTensor } from './tensorflow';

/** A layer of one picture, and those of its maps that may have a twin. */
export interface LayerWithNear {
  /** [1, ..., channels] */
  readonly result: NativeTensor;
  /** int32 [3], the shape [1, pixels, channels]. */
  readonly rowsShape: NativeTensor;
  /** All its values are finite numbers. */
  readonly isFinite: boolean;
  readonly near: readonly number[];
}

/** Maps of a layer that are multiplied by each other, all their pixels. */
interface Tile {
  readonly layer: LayerWithNear;
  /** Numbers of the maps along both sides; the same list on the diagonal. */
  readonly rows: readonly number[];
  readonly columns: readonly number[];
}

/** Along a side of a tile, so that none has more numbers than a product may have. */
const TILE = Math.sqrt(MOST_IN_PRODUCT);

/** Pairs while they are found: lower and higher map, and their r; and the lengths of the maps, less their means. */
interface Pairs {
  readonly lower: number[];
  readonly higher: number[];
  readonly r: number[];
  readonly lengths: Float64Array;
}

/** All pairs of each layer's maps with |r| above 0.98. */
export function twinsOf(graphs: SmallGraphs, layers: readonly LayerWithNear[]): TwinPairs[] {
  const found = new Map(
    layers.map((layer): [LayerWithNear, Pairs] => {
      const lengths = new Float64Array(layer.result.shape.at(-1)!);
      return [layer, { lower: [], higher: [], r: [], lengths }];
    }),
  );
  const tiles = layers.filter(({ near }) => near.length > 1).flatMap(tilesOf);
  for (const some of inGroups(tiles, ({ rows, columns }) => rows.length * columns.length, MOST_IN_PRODUCT))
    productsOf(graphs, some).forEach((product, at) => {
      const tile = some[at]!;
      addPairs(tile, product, found.get(tile.layer)!);
    });
  return [...found.values()].map(({ lower, higher, r }) => ({
    lower: Int32Array.from(lower),
    higher: Int32Array.from(higher),
    r: Float32Array.from(r),
  }));
}

/** Those on the diagonal first. */
function tilesOf(layer: LayerWithNear): Tile[] {
  const parts = Array.from({ length: Math.ceil(layer.near.length / TILE) }, (_, part) =>
    layer.near.slice(part * TILE, (part + 1) * TILE),
  );
  const tile = (rows: readonly number[], columns: readonly number[]): Tile => ({ layer, rows, columns });
  return [
    ...parts.map((part) => tile(part, part)),
    ...parts.flatMap((part, place) => parts.slice(place + 1).map((other) => tile(part, other))),
  ];
}

/** [rows, columns] of each tile. */
function productsOf(graphs: SmallGraphs, tiles: readonly Tile[]): Float32Array[] {
  const own: NativeTensor[] = [];
  try {
    const parts = tiles.map(({ layer, rows, columns }): GraphPart => {
      const { result, rowsShape, isFinite } = layer;
      const [rank, pixels] = [result.shape.length, sizeOf(result.shape) / result.shape.at(-1)!];
      const sides = rows === columns ? [rows] : [rows, columns];
      const lists = sides.map((list) => graphs.native.tensor(Int32Array.from(list), [list.length]));
      own.push(...lists);
      return {
        key: `product of ${sides.length}, rank ${rank}, ${isFinite}`,
        write: (graph) => writeProductOf(graph, rank, sides.length, isFinite),
        tensors: [result, rowsShape, ...lists],
        values: (rows.length + columns.length) * pixels + rows.length * columns.length,
      };
    });
    const products = graphs.runEach(parts).map(([product]) => product!);
    own.push(...products);
    return products.map((product) => product.floats());
  } finally {
    for (const tensor of own) tensor.dispose();
  }
}

/**
 * Some maps times others, both centred; twice, since what rounding leaves of the mean would tie maps together that hardly vary
 * around a large value.
 * @param rank      of the layer's result
 * @param lists     of maps; 1: times themselves
 * @param isFinite  all values of the layer are finite numbers
 */
function writeProductOf(
  graph: GraphBuilder,
  rank: number,
  lists: number,
  isFinite: boolean,
): SmallGraphNodes {
  const maps = graph.feed('float', new Array<null>(rank).fill(null));
  const rowsShape = graph.feed('int32', [3]);
  const chosen = Array.from({ length: lists }, () => graph.feed('int32', [null]));
  const rows = graph.squeeze(graph.reshape(maps, rowsShape), [0]);
  const centred = (some: NodeName) => graph.float('Sub', [some, graph.reduce('Mean', some, [1], true)]);
  const take = (list: NodeName) =>
    isFinite ? chosenByProduct(graph, rows, list) : graph.transpose(graph.gather(rows, list, 1), [1, 0]);
  const sides = chosen.map((list) => centred(centred(take(list))));
  const product = graph.float('MatMul', [sides[0]!, sides.at(-1)!], {
    transpose_a: attribute.flag(false),
    transpose_b: attribute.flag(true),
  });
  return { feeds: [maps, rowsShape, ...chosen], fetches: [product] };
}

/**
 * Some columns as rows, by a product with a matrix of ones and zeros: several times as quick as gathering them. A value that is no
 * finite number would spread over all columns.
 */
function chosenByProduct(graph: GraphBuilder, rows: NodeName, list: NodeName): NodeName {
  const hot = graph.add('OneHot', [list, graph.lengthOf(rows, 1), graph.scalar(1), graph.scalar(0)], {
    ...{ T: attribute.type('float'), TI: attribute.type('int32'), axis: attribute.integer(-1) },
  });
  return graph.float('MatMul', [hot, rows], {
    transpose_a: attribute.flag(false),
    transpose_b: attribute.flag(true),
  });
}

/** Adds the pairs of a tile with large |r|, and learns the maps' lengths from tiles on the diagonal. */
function addPairs(
  { rows, columns }: Tile,
  product: Float32Array,
  { lower, higher, r, lengths }: Pairs,
): void {
  const width = columns.length;
  const onDiagonal = rows === columns;
  if (onDiagonal)
    rows.forEach((map, place) => {
      lengths[map] = Math.sqrt(product[place * width + place]!);
    });
  const inverse = Float64Array.from(columns, (map) => 1 / lengths[map]!);
  const least = TWIN_R;
  rows.forEach((map, row) => {
    const scale = 1 / lengths[map]!;
    for (let column = onDiagonal ? row + 1 : 0; column < width; column++) {
      const likeness = product[row * width + column]! * scale * inverse[column]!;
      if (!(Math.abs(likeness) > least)) continue;
      lower.push(map);
      higher.push(columns[column]!);
      r.push(Math.min(1, Math.max(-1, likeness))); // rounding may lead beyond
    }
  });
}
