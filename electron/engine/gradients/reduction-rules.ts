import { attribute, type GraphBuilder, type NodeName } from '../graph-builder';
import { kept, writer, type Rule, type Step } from './rule';
import { countOf, integersOf, stretched, sumOver } from './written';

/** Axes of a reduction, counted from the front or from the end, and whether they stay with length 1. */
function reductionOf({ graph, node, inputs }: Step): { axes: number[]; keepsDims: boolean } {
  const { keep_dims: keep } = node.attr;
  const axes = integersOf(graph, inputs[1]!);
  if (axes === undefined) throw new Error('axes of a reduction are constants here');
  return { axes, keepsDims: keep !== undefined && 'b' in keep && keep.b };
}

/** Brings what a reduction gave back to the rank of its input: axes that it took out are put in with length 1. */
function withAxes(step: Step, node: NodeName): NodeName {
  const { axes, keepsDims } = reductionOf(step);
  if (keepsDims) return node;
  return axes.toSorted((a, b) => a - b).reduce((x, axis) => step.graph.expandDims(x, axis), node);
}

function spread(step: Step): NodeName {
  return stretched(step.graph, withAxes(step, step.gradient), step.graph.shape(step.inputs[0]!));
}

const mean: Rule = (step) => {
  const { graph, inputs, output } = step;
  const count = (node: NodeName) => graph.cast(countOf(graph, node), 'int32', 'float');
  const share = graph.float('RealDiv', [count(output), count(inputs[0]!)]);
  return [graph.float('Mul', [spread(step), share])];
};

/** The gradient goes to all that equal the extreme value, in equal shares, as in TensorFlow. */
const extreme: Rule = (step) => {
  const { graph, inputs } = step;
  const write = writer(step);
  const { axes } = reductionOf(step);
  const isOne = graph.cast(write('Equal', inputs[0]!, withAxes(step, step.output)), 'bool', 'float');
  const shares = write('RealDiv', isOne, graph.reduce('Sum', isOne, axes, true));
  return [write('Mul', shares, withAxes(step, step.gradient))];
};

function runningProduct(graph: GraphBuilder, x: NodeName, axis: number, isReverse: boolean): NodeName {
  return graph.float('Cumprod', [x, graph.integers(axis)], {
    Tidx: attribute.type('int32'),
    exclusive: attribute.flag(true),
    reverse: attribute.flag(isReverse),
  });
}

/** The product of all others, axis after axis: of those before times those behind, so that zeros do no harm. */
const product: Rule = (step) => {
  const { graph } = step;
  const write = writer(step);
  const { axes } = reductionOf(step);
  let x = step.inputs[0]!;
  const others = axes.map((axis) => {
    const [before, behind] = [false, true].map((isReverse) => runningProduct(graph, x, axis, isReverse));
    x = graph.reduce('Prod', x, [axis], true);
    return write('Mul', before!, behind!);
  });
  return [others.reduceRight((dy, other) => write('Mul', other, dy), withAxes(step, step.gradient))];
};

const isSet = ({ node }: Step, name: string): boolean => {
  const attr = node.attr[name];
  return attr !== undefined && 'b' in attr && attr.b;
};

/** The sum runs back. */
const runningSum: Rule = (step) => [
  step.graph.float('Cumsum', [step.gradient, step.inputs[1]!], {
    ...kept(step, 'Tidx', 'exclusive'),
    reverse: attribute.flag(!isSet(step, 'reverse')),
  }),
];

/** The largest values go back to where they were found along the last axis. */
const largest: Rule = (step) => {
  const { graph, inputs, gradient, node } = step;
  const int32 = { T: attribute.type('int32'), Index: attribute.type('int32') };
  const last = { ...int32, shrink_axis_mask: attribute.integer(1) };
  const ends = [graph.integers([-1]), graph.integers([0]), graph.integers([1])];
  const length = graph.add('StridedSlice', [graph.shape(inputs[0]!), ...ends], {
    ...last,
    end_mask: attribute.integer(1),
  });
  const places = graph.add('OneHot', [`${node.name}:1`, length, graph.scalar(1), graph.scalar(0)], {
    T: attribute.type('float'),
    TI: attribute.type('int32'),
    axis: attribute.integer(-1),
  });
  const placed = graph.float('Mul', [places, graph.expandDims(gradient, -1)]);
  return [sumOver(graph, placed, graph.integers([-2]), false)];
};

/** Rules of operations that join many values of an axis, as in TensorFlow's math_grad.py and nn_grad.py. */
export const reductionRules: Readonly<Record<string, Rule>> = {
  Sum: (step) => [spread(step)],
  Mean: mean,
  Max: extreme,
  Min: extreme,
  Prod: product,
  Cumsum: runningSum,
  TopKV2: largest,
};
