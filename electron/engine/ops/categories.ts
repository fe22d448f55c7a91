import { integer } from '../../model/config/setting-reader';
import { binBoundaries, categoryMode, replacesLast, type CategoryMode } from '../../model/kinds/categories';
import type { Shape } from '../../model/shapes';
import { attribute, type GraphBuilder, type NodeName } from '../graph-builder';
import type { Op } from './op';
import { asWhole } from './stored-as';

/** Categories by their numbers as vectors; a number beyond them has no place in its vector. */
function encode(
  graph: GraphBuilder,
  mode: CategoryMode,
  numbers: NodeName,
  shape: Shape,
  depth: number,
): NodeName {
  if (mode === 'int') return numbers;
  const isInPlace = mode === 'one_hot' && replacesLast(shape);
  const column = isInPlace ? numbers : graph.expandDims(numbers, shape.length);
  const all = graph.add(
    'Range',
    [0, depth, 1].map((number) => graph.scalar(number)),
    {
      Tidx: attribute.type('float'),
    },
  );
  const vectors = graph.cast(graph.float('Equal', [column, all]), 'bool', 'float');
  return mode === 'one_hot' ? vectors : graph.reduce(mode === 'count' ? 'Sum' : 'Max', vectors, [1], false);
}

const discretization: Op = ({ graph, layer, inputs, inputShapes }) => {
  const boundaries = binBoundaries(layer);
  const bins = graph.float('Bucketize', [inputs[0]!], { boundaries: attribute.floats(boundaries) });
  const numbers = graph.cast(bins, 'int32', 'float');
  return [encode(graph, categoryMode(layer, 'int'), numbers, inputShapes[0]!, boundaries.length + 1)];
};

const categoryEncoding: Op = ({ graph, layer, inputs, inputShapes }) => {
  const numbers = asWhole(graph, inputs[0]!, 'int64')!;
  const mode = categoryMode(layer, 'multi_hot');
  return [encode(graph, mode, numbers, inputShapes[0]!, integer(layer, 'num_tokens'))];
};

export const categoryOps: Readonly<Record<string, Op>> = {
  Discretization: discretization,
  CategoryEncoding: categoryEncoding,
};
