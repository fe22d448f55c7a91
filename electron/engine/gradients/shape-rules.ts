import { attribute, type GraphBuilder, type NodeName } from '../graph-builder';
import { kept, type Rule, type Step } from './rule';
import { integersOf, productOf, sumOver, zerosLike } from './written';

const INT32 = { T: attribute.type('int32') };

/** Back to the shape of the input. */
const reshaped: Rule = ({ graph, inputs, gradient }) => [graph.reshape(gradient, graph.shape(inputs[0]!))];

const transposed: Rule = ({ graph, inputs, gradient }) => {
  const order = integersOf(graph, inputs[1]!)!;
  return [
    graph.transpose(
      gradient,
      order.map((_, axis) => order.indexOf(axis)),
    ),
  ];
};

/** The part of the gradient that lies at a place of a result. */
function part(graph: GraphBuilder, gradient: NodeName, begin: NodeName, size: NodeName): NodeName {
  return graph.float('Slice', [gradient, begin, size], { Index: attribute.type('int32') });
}

/** A column of pairs of integers. */
function column(graph: GraphBuilder, pairs: NodeName, place: 0 | 1): NodeName {
  const cut = graph.add('Slice', [pairs, graph.integers([0, place]), graph.integers([-1, 1])], {
    ...INT32,
    Index: attribute.type('int32'),
  });
  return graph.reshape(cut, graph.integers([-1]), 'int32');
}

/** What was padded is cut off. */
const padded: Rule = ({ graph, inputs, gradient }) => [
  part(graph, gradient, column(graph, inputs[1]!, 0), graph.shape(inputs[0]!)),
];

/** Zeros round the gradient, where the input had what was cut off. */
const cut: Rule = ({ graph, inputs, output, gradient }) => {
  const [x, begin] = inputs as [NodeName, NodeName];
  const int = (op: string, a: NodeName, b: NodeName) => graph.add(op, [a, b], INT32);
  const behind = int('Sub', int('Sub', graph.shape(x), begin), graph.shape(output));
  const amounts = graph.add('Pack', [begin, behind], {
    ...INT32,
    N: attribute.integer(2),
    axis: attribute.integer(1),
  });
  return [graph.float('Pad', [gradient, amounts], { Tpaddings: attribute.type('int32') })];
};

const MASKS = ['begin_mask', 'end_mask', 'ellipsis_mask', 'new_axis_mask', 'shrink_axis_mask'];

const indexed: Rule = (step) => {
  const { graph, inputs, gradient } = step;
  const [x, ...places] = inputs;
  return [
    graph.float('StridedSliceGrad', [graph.shape(x!), ...places, gradient], kept(step, 'Index', ...MASKS)),
  ];
};

const concatenated: Rule = (step) => {
  const { graph, gradient } = step;
  const inputs = step.inputs.slice(0, -1);
  const axis = integersOf(graph, step.inputs.at(-1)!)![0]!;
  const shapes = inputs.map((input) => graph.shape(input));
  const offsets = graph.add('ConcatOffset', [graph.integers(axis), ...shapes], {
    N: attribute.integer(inputs.length),
  });
  return inputs.map((_, place) =>
    step.wants(place) ? part(graph, gradient, `${offsets}:${place}`, shapes[place]!) : undefined,
  );
};

const packed: Rule = ({ graph, node, inputs, gradient }) => {
  const parts = graph.float('Unpack', [gradient], {
    num: attribute.integer(inputs.length),
    axis: node.attr['axis']!,
  });
  return inputs.map((_, place) => `${parts}:${place}`);
};

/** Gradients by all results; zeros for those that nobody uses. */
function allGradients({ graph, node, gradients }: Step): NodeName[] {
  return gradients.map((gradient, place) => gradient ?? zerosLike(graph, `${node.name}:${place}`));
}

const unpacked: Rule = (step) => {
  const parts = allGradients(step);
  return [
    step.graph.float('Pack', parts, { N: attribute.integer(parts.length), axis: step.node.attr['axis']! }),
  ];
};

const splitUp: Rule = (step) => [
  undefined,
  step.graph.concat(allGradients(step), integersOf(step.graph, step.inputs[0]!)![0]!),
];

/** Copies of an axis are added up: the gradient is cut into [times, length, times, length, ...] and summed over the times. */
const tiled: Rule = ({ graph, inputs, gradient }) => {
  const [x, multiples] = inputs as [NodeName, NodeName];
  const pairs = graph.add('Pack', [multiples, graph.shape(x)], {
    ...INT32,
    N: attribute.integer(2),
    axis: attribute.integer(1),
  });
  const lengths = graph.reshape(pairs, graph.integers([-1]), 'int32');
  const count = graph.add('Size', [lengths], { ...INT32, out_type: attribute.type('int32') });
  const times = graph.add('Range', [graph.integers(0), count, graph.integers(2)], {
    Tidx: attribute.type('int32'),
  });
  return [graph.reshape(sumOver(graph, graph.reshape(gradient, lengths), times, false), graph.shape(x))];
};

/** What was taken several times is added up: entries as rows [taken, before, behind], summed by their index. */
const gathered: Rule = ({ graph, inputs, gradient }) => {
  const [x, indices, axisNode] = inputs as [NodeName, NodeName, NodeName];
  const axis = integersOf(graph, axisNode)![0]!;
  const shape = graph.shape(x);
  const before = axis === 0 ? graph.integers([1]) : productOf(graph, graph.sliceOfList(shape, 0, axis));
  const list = graph.reshape(indices, graph.integers([-1]), 'int32');
  const taken = graph.add('Size', [list], { ...INT32, out_type: attribute.type('int32') });
  const count = graph.reshape(taken, graph.integers([1]), 'int32');
  const apart = graph.concat([before, count, graph.integers([-1])], 0, 'int32');
  const rows = graph.transpose(graph.reshape(gradient, apart), [1, 0, 2]);
  const sums = graph.float('UnsortedSegmentSum', [rows, list, graph.lengthOf(x, axis)], {
    Tindices: attribute.type('int32'),
    Tnumsegments: attribute.type('int32'),
  });
  return [graph.reshape(graph.transpose(sums, [1, 0, 2]), shape)];
};

/** An operation undone by another one of the same settings. */
const undoneBy =
  (op: string, ...attributes: readonly string[]): Rule =>
  (step) => [step.graph.float(op, [step.gradient, ...step.inputs.slice(1)], kept(step, ...attributes))];

/** Pictures cut into interleaved ones, or joined from such. */
const blocks =
  (op: string, borders: 'Tcrops' | 'Tpaddings'): Rule =>
  ({ graph, inputs, gradient }) => {
    const int32 = attribute.type('int32');
    return [graph.float(op, [gradient, inputs[1]!, inputs[2]!], { Tblock_shape: int32, [borders]: int32 })];
  };

const rolled: Rule = (step) => {
  const { graph, inputs, gradient } = step;
  const back = graph.add('Neg', [inputs[1]!], INT32);
  return [graph.float('Roll', [gradient, back, inputs[2]!], kept(step, 'Tshift', 'Taxis'))];
};

/** Rules of operations that move values about, as in TensorFlow's array_grad.py. */
export const shapeRules: Readonly<Record<string, Rule>> = {
  Reshape: reshaped,
  ExpandDims: reshaped,
  Squeeze: reshaped,
  Transpose: transposed,
  Pad: padded,
  PadV2: padded,
  MirrorPad: undoneBy('MirrorPadGrad', 'Tpaddings', 'mode'),
  Slice: cut,
  StridedSlice: indexed,
  ConcatV2: concatenated,
  Pack: packed,
  Unpack: unpacked,
  Split: splitUp,
  Tile: tiled,
  GatherV2: gathered,
  ReverseV2: undoneBy('ReverseV2', 'Tidx'),
  Roll: rolled,
  SpaceToBatchND: blocks('BatchToSpaceND', 'Tcrops'),
  BatchToSpaceND: blocks('SpaceToBatchND', 'Tpaddings'),
  DepthToSpace: undoneBy('SpaceToDepth', 'block_size'),
  SpaceToDepth: undoneBy('DepthToSpace', 'block_size'),
};
