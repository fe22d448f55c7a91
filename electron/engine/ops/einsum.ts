import { attribute, type GraphBuilder, type NodeName } from '../graph-builder';

/** TensorFlow's Einsum of two float operands (or one). */
export function writeEinsum(
  graph: GraphBuilder,
  operands: readonly NodeName[],
  terms: readonly string[],
  result: string,
): NodeName {
  return graph.float('Einsum', operands, {
    N: attribute.integer(operands.length),
    equation: attribute.text(`${terms.join(',')}->${result}`),
  });
}
