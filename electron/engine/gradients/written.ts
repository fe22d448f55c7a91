import { attribute, type GraphBuilder, type NodeName } from '../graph-builder';
import type { GraphNode } from '../graph-proto';

/** The operation that gives a result. */
export function sourceOf(graph: GraphBuilder, name: NodeName): GraphNode {
  return graph.nodes[graph.placeOf(name)]!;
}

/** Values of a constant of whole numbers; undefined for what is computed. */
export function integersOf(graph: GraphBuilder, name: NodeName): number[] | undefined {
  const { value } = sourceOf(graph, name).attr;
  if (value === undefined || !('tensor' in value)) return undefined;
  const { content } = value.tensor;
  return [...new Int32Array(content.slice().buffer)];
}

/** A list of integers that an operation was given; none where it was given no such. */
export function listOf({ attr }: GraphNode, name: string): readonly number[] {
  const given = attr[name];
  return given && 'list' in given && 'i' in given.list ? given.list.i : [];
}

/** Lengths of a constant, or of a weight in the form that an operation takes it; undefined for what is computed or open. */
export function lengthsOf(graph: GraphBuilder, name: NodeName): number[] | undefined {
  const node = sourceOf(graph, name);
  const { value, shape } = node.attr;
  if (value && 'tensor' in value) return value.tensor.shape.dim.map(({ size }) => size);
  if (shape && 'shape' in shape && 'dim' in shape.shape) {
    const lengths = shape.shape.dim.map(({ size }) => size);
    return lengths.every((length) => length >= 0) ? lengths : undefined;
  }
  const before = ['ExpandDims', 'Transpose', 'ReverseV2'].includes(node.op)
    ? lengthsOf(graph, node.input[0]!)
    : undefined;
  const given = before && integersOf(graph, node.input[1]!);
  if (!before || !given) return undefined;
  if (node.op === 'Transpose') return given.map((axis) => before[axis]!);
  return node.op === 'ExpandDims' ? before.toSpliced(given[0]!, 0, 1) : before;
}

const INT32 = { T: attribute.type('int32') };

/** Sums over the axes that `node` was stretched along, so that the result has the shape of `like`. */
export function sumLike(graph: GraphBuilder, node: NodeName, like: NodeName): NodeName {
  const [own, stretched] = [graph.shape(like), graph.shape(node)];
  const axes = graph.add('BroadcastGradientArgs', [own, stretched], INT32);
  return graph.reshape(sumOver(graph, node, axes, false), own);
}

/** Sums over computed axes. */
export function sumOver(graph: GraphBuilder, node: NodeName, axes: NodeName, keepDims: boolean): NodeName {
  return graph.float('Sum', [node, axes], {
    Tidx: attribute.type('int32'),
    keep_dims: attribute.flag(keepDims),
  });
}

/** Stretches over a computed shape. */
export function stretched(graph: GraphBuilder, node: NodeName, shape: NodeName): NodeName {
  return graph.float('BroadcastTo', [node, shape], { Tidx: attribute.type('int32') });
}

/** Zeros of the shape of a result. */
export function zerosLike(graph: GraphBuilder, like: NodeName): NodeName {
  return graph.float('ZerosLike', [like]);
}

/** Number of elements as int32 of rank 0. */
export function countOf(graph: GraphBuilder, node: NodeName): NodeName {
  return graph.float('Size', [node], { out_type: attribute.type('int32') });
}

/** Product of a list of lengths as int32 [1]. */
export function productOf(graph: GraphBuilder, lengths: NodeName): NodeName {
  return graph.add('Prod', [lengths, graph.integers([0])], {
    ...INT32,
    Tidx: attribute.type('int32'),
    keep_dims: attribute.flag(true),
  });
}
