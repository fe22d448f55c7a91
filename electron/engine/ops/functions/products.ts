import { einsumLetters } from '../../../model/kinds/functions/products';
import { attribute, type GraphBuilder, type NodeName } from '../../graph-builder';
import type { Write } from './writer';

const matmul: Write = (call) => {
  const [a, b] = [call.node('x1'), call.node('x2')];
  return call.graph.float('BatchMatMulV2', [a, b], {
    adj_x: attribute.flag(call.flag('transpose_a')),
    adj_y: attribute.flag(call.flag('transpose_b')),
  });
};

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

const einsum: Write = (call) => {
  const { terms, result } = einsumLetters(call);
  return writeEinsum(call.graph, call.nodes('operands'), terms, result);
};

export const productsWriters: Readonly<Record<string, Write>> = {
  Matmul: matmul,
  Einsum: einsum,
};
