import type { GraphBuilder, NodeName } from '../graph-builder';
import { sourceOf } from './written';

/** What may come behind the activation of an output without changing its numbers. */
const MOVES = ['Identity', 'Reshape', 'Squeeze', 'ExpandDims', 'Transpose'];

/**
 * What an output is before its last softmax or sigmoid, in the form of the output: the activation may be a layer, stand inside
 * one, and have a Reshape behind it. The output itself where it ends in none of them.
 */
export function writeLogits(graph: GraphBuilder, output: NodeName): NodeName {
  const moves: { op: string; rest: readonly NodeName[]; attr: GraphBuilder['nodes'][number]['attr'] }[] = [];
  let node = sourceOf(graph, output);
  while (MOVES.includes(node.op)) {
    const [from, ...rest] = node.input;
    moves.unshift({ op: node.op, rest, attr: node.attr });
    node = sourceOf(graph, from!);
  }
  if (node.op !== 'Softmax' && node.op !== 'Sigmoid') return output;
  return moves.reduce((x, { op, rest, attr }) => graph.add(op, [x, ...rest], attr), node.input[0]!);
}
