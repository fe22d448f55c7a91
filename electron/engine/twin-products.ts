import type { TwinPairs } from '../core/map-verdicts';
import { sizeOf } from '../core/tensor';
import { TWIN_R } from '../shared/verdicts';
import { attribute, type GraphBuilder, type NodeName } from './graph-builder';
import { MOST_IN_PRODUCT } from './map-twins';
import { inRuns } from './runs';
import type { SmallGraphNodes, SmallGraphs } from './small-graph';
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
  /** Tells its graph from others. */
  readonly key: string;
}

/** Along a side of a tile, so that none has more numbers than a product may have. */
const TILE = Math.sqrt(MOST_IN_PRODUCT);

/** All pairs of each layer's maps with |r| above 0.98. */
export function twinsOf(graphs: SmallGraphs, layers: readonly LayerWithNear[]): TwinPairs[] {
  const tiles = layers.map((layer) => (layer.near.length > 1 ? tilesOf(layer) : []));
  const products = productsOf(graphs, tiles.flat());
  return layers.map(({ result }, at) => {
    const pairs: [number[], number[], number[]] = [[], [], []];
    const lengths = new Float64Array(result.shape.at(-1)!);
    for (const tile of tiles[at]!) addPairs(tile, products.get(tile)!, lengths, pairs);
    const [lower, higher, r] = pairs;
    return { lower: Int32Array.from(lower), higher: Int32Array.from(higher), r: Float32Array.from(r) };
  });
}

/** Those on the diagonal first. */
function tilesOf(layer: LayerWithNear): Tile[] {
  const { near, result, isFinite } = layer;
  const parts = Array.from({ length: Math.ceil(near.length / TILE) }, (_, part) =>
    near.slice(part * TILE, (part + 1) * TILE),
  );
  const tile = (rows: readonly number[], columns: readonly number[]): Tile => {
    const sides = rows === columns ? 1 : 2;
    return { layer, rows, columns, key: `product of ${sides}, rank ${result.shape.length}, ${isFinite}` };
  };
  return [
    ...parts.map((part) => tile(part, part)),
    ...parts.flatMap((part, place) => parts.slice(place + 1).map((other) => tile(part, other))),
  ];
}

/** [rows, columns] of each tile. */
function productsOf(graphs: SmallGraphs, tiles: readonly Tile[]): Map<Tile, Float32Array> {
  const found = new Map<Tile, Float32Array>();
  const values = ({ layer, rows, columns }: Tile) =>
    (rows.length + columns.length) * (sizeOf(layer.result.shape) / layer.result.shape.at(-1)!) +
    rows.length * columns.length;
  for (const run of inRuns(tiles, values)) {
    const { key, layer, rows, columns } = run[0]!;
    const rank = layer.result.shape.length;
    const lists = rows === columns ? 1 : 2;
    const own: NativeTensor[] = [];
    try {
      const tensors = run.flatMap((tile) => {
        const chosen = [tile.rows, tile.columns]
          .slice(0, lists)
          .map((list) => graphs.native.tensor(Int32Array.from(list), [list.length]));
        own.push(...chosen);
        return [tile.layer.result, tile.layer.rowsShape, ...chosen];
      });
      const write = (graph: GraphBuilder): SmallGraphNodes => {
        const parts = run.map(() => writeProductOf(graph, rank, lists, layer.isFinite));
        return {
          feeds: parts.flatMap(({ feeds }) => feeds),
          fetches: parts.flatMap(({ fetches }) => fetches),
        };
      };
      const outputs = graphs.run(`${run.length} x ${key}`, write, tensors);
      own.push(...outputs);
      run.forEach((tile, at) => found.set(tile, outputs[at]!.floats()));
    } finally {
      for (const tensor of own) tensor.dispose();
    }
  }
  return found;
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
  lengths: Float64Array,
  [lower, higher, coefficients]: [number[], number[], number[]],
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
      const r = product[row * width + column]! * scale * inverse[column]!;
      if (!(Math.abs(r) > least)) continue;
      lower.push(map);
      higher.push(columns[column]!);
      coefficients.push(Math.min(1, Math.max(-1, r))); // rounding may lead beyond
    }
  });
}
