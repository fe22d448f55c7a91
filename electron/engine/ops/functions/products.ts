import { einsumLetters } from '../../../model/kinds/functions/products';
import { attribute } from '../../graph-builder';
import { writeEinsum } from '../einsum';
import type { Write } from './writer';

const matmul: Write = (call) => {
  const [a, b] = [call.node('x1'), call.node('x2')];
  return call.graph.float('BatchMatMulV2', [a, b], {
    adj_x: attribute.flag(call.flag('transpose_a')),
    adj_y: attribute.flag(call.flag('transpose_b')),
  });
};

const einsum: Write = (call) => {
  const { terms, result } = einsumLetters(call);
  return writeEinsum(call.graph, call.nodes('operands'), terms, result);
};

export const productsWriters: Readonly<Record<string, Write>> = {
  Matmul: matmul,
  Einsum: einsum,
};
