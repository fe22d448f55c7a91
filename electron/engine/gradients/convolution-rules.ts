import { attribute, type NodeName } from '../graph-builder';
import { kept, writer, type Rule, type Step } from './rule';
import { lengthsOf, listOf } from './written';

/** A list of integers that an operation was given, over height and width. */
function overMap({ node }: Step, name: string): readonly [number, number] {
  const [, down = 1, right = 1] = listOf(node, name);
  return [down, right];
}

function isSame({ node }: Step): boolean {
  const { padding } = node.attr;
  return padding !== undefined && 's' in padding && new TextDecoder().decode(padding.s) === 'SAME';
}

/**
 * Of a dilated convolution, whose stride is 1: a convolution with the kernel turned round. TensorFlow's own knows no dilation on
 * a CPU without oneDNN.
 */
function dilated(step: Step, kernel: NodeName, dy: NodeName): NodeName {
  const { graph } = step;
  const [height, width] = lengthsOf(graph, kernel) as [number, number];
  const rates = overMap(step, 'dilations');
  const amounts = [height, width].map((length, axis) => {
    const covered = (length - 1) * rates[axis]!;
    if (!isSame(step)) return [covered, covered];
    // Before the picture lies what is behind the kernel's middle, since the kernel is turned round.
    const behind = covered - Math.floor(covered / 2);
    return [behind, covered - behind];
  });
  const padded = graph.float('Pad', [dy, graph.integers([[0, 0], ...amounts, [0, 0]])], {
    Tpaddings: attribute.type('int32'),
  });
  const turned = graph.float('ReverseV2', [graph.transpose(kernel, [0, 1, 3, 2]), graph.integers([0, 1])], {
    Tidx: attribute.type('int32'),
  });
  return graph.float('Conv2D', [padded, turned], {
    ...kept(step, 'strides', 'dilations'),
    padding: attribute.text('VALID'),
  });
}

function backwards(step: Step, x: NodeName, kernel: NodeName, dy: NodeName): NodeName {
  const { graph } = step;
  if (Math.max(...overMap(step, 'dilations')) > 1) return dilated(step, kernel, dy);
  return graph.float(
    'Conv2DBackpropInput',
    [graph.shape(x), kernel, dy],
    kept(step, 'strides', 'padding', 'dilations'),
  );
}

/** Groups of channels apart: TensorFlow has no gradient of grouped convolutions on a CPU without oneDNN. */
const convolution: Rule = (step) => {
  const { graph, layer, gradient } = step;
  const [x, kernel] = step.inputs as [NodeName, NodeName];
  const groups = Number(layer?.config['groups'] ?? 1);
  if (groups === 1) return [backwards(step, x, kernel, gradient)];
  const [xs, kernels, gradients] = [x, kernel, gradient].map((node) => graph.split(node, groups, 3));
  return [
    graph.concat(
      xs!.map((part, place) => backwards(step, part, kernels![place]!, gradients![place]!)),
      3,
    ),
  ];
};

/** A transposed convolution is the gradient of a convolution: its own is that convolution. */
const transposed: Rule = (step) => [
  undefined,
  undefined,
  step.graph.float('Conv2D', [step.gradient, step.inputs[1]!], kept(step, 'strides', 'padding', 'dilations')),
];

const depthwise: Rule = (step) => {
  const { graph, gradient } = step;
  const [x, kernel] = step.inputs as [NodeName, NodeName];
  return [
    graph.float(
      'DepthwiseConv2dNativeBackpropInput',
      [graph.shape(x), kernel, gradient],
      kept(step, 'strides', 'padding'),
    ),
  ];
};

/** With stored mean and variance: dy gamma / sqrt(variance + epsilon). */
const batchNormalization: Rule = (step) => {
  const { graph, node } = step;
  const [, gamma, , , variance] = step.inputs;
  const { epsilon } = node.attr;
  const write = writer(step);
  const shifted = write('AddV2', variance!, graph.scalar(epsilon && 'f' in epsilon ? epsilon.f : 0));
  return [write('Mul', step.gradient, write('Mul', gamma!, write('Rsqrt', shifted)))];
};

const WINDOW = ['ksize', 'strides', 'padding'];

const maxPool: Rule = (step) => [
  step.graph.float('MaxPoolGrad', [step.inputs[0]!, step.output, step.gradient], kept(step, ...WINDOW)),
];

const meanPool: Rule = (step) => [
  step.graph.float('AvgPoolGrad', [step.graph.shape(step.inputs[0]!), step.gradient], kept(step, ...WINDOW)),
];

/** Rules of convolutions, pools and batch normalization, as in TensorFlow's nn_grad.py. */
export const convolutionRules: Readonly<Record<string, Rule>> = {
  Conv2D: convolution,
  Conv2DBackpropInput: transposed,
  DepthwiseConv2dNative: depthwise,
  BiasAdd: (step) => [step.gradient],
  FusedBatchNormV3: batchNormalization,
  MaxPool: maxPool,
  AvgPool: meanPool,
};
