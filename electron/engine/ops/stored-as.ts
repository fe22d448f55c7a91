import type { GraphBuilder, NodeName } from '../graph-builder';
import type { DataTypeName } from '../graph-proto';

const WHOLE: Readonly<Record<string, DataTypeName>> = {
  uint8: 'uint8',
  uint16: 'uint16',
  uint32: 'uint32',
  uint64: 'uint64',
  int8: 'int8',
  int16: 'int16',
  int32: 'int32',
  int64: 'int64',
};

/**
 * What is left of values in a type of whole numbers or truth values: fractions are cut off, and what is too large wraps, as
 * TensorFlow's casts do. Undefined for other types.
 */
export function asWhole(graph: GraphBuilder, x: NodeName, dtype: unknown): NodeName | undefined {
  const type = typeof dtype === 'string' ? dtype : '';
  if (type === 'bool') return graph.cast(graph.float('NotEqual', [x, graph.scalar(0)]), 'bool', 'float');
  if (!Object.hasOwn(WHOLE, type)) return undefined;
  return graph.cast(graph.cast(x, 'float', WHOLE[type]!), WHOLE[type]!, 'float');
}
