import {
  convolutionPadding,
  convolutionWindow,
  spatialRank,
  transposedExtra,
} from '../../model/kinds/convolution';
import type { LayerSetting } from '../../model/config/types';
import type { Shape } from '../../model/shapes';
import { integer, padding } from '../../model/config/setting-reader';
import { attribute, type GraphBuilder, type NodeName } from '../graph-builder';
import { writeActivation } from './activations';
import type { Op, OpContext } from './op';

/** The window of a layer over height and width; a list of steps counts as a picture of height 1. */
interface Window {
  readonly strides: number[];
  readonly dilation: number[];
  readonly kernel: number[];
}

function windowOf(layer: LayerSetting): Window {
  const { strides, dilation, kernel } = convolutionWindow(layer);
  if (spatialRank(layer) === 2) return { strides, dilation, kernel };
  // TensorFlow wants equal strides of depthwise kernels; along a height of 1 the stride means nothing.
  return { strides: [strides[0]!, strides[0]!], dilation: [1, dilation[0]!], kernel: [1, kernel[0]!] };
}

function windowAttributes({ strides, dilation }: Window, mode: string) {
  return {
    strides: attribute.integers([1, ...strides, 1]),
    dilations: attribute.integers([1, ...dilation, 1]),
    padding: attribute.text(mode.toUpperCase()),
  };
}

/** A list of steps as a picture of height 1, and weights for steps as weights for such pictures. */
function asPicture(graph: GraphBuilder, layer: LayerSetting, x: NodeName): NodeName {
  return spatialRank(layer) === 1 ? graph.expandDims(x, 1) : x;
}

function asPictureShape(layer: LayerSetting, shape: Shape): Shape {
  return spatialRank(layer) === 1 ? [shape[0]!, 1, ...shape.slice(1)] : shape;
}

function kernelOf(graph: GraphBuilder, layer: LayerSetting, kernel: NodeName): NodeName {
  return spatialRank(layer) === 1 ? graph.expandDims(kernel, 0) : kernel;
}

function asSteps(graph: GraphBuilder, layer: LayerSetting, x: NodeName): NodeName {
  return spatialRank(layer) === 1 ? graph.squeeze(x, [1]) : x;
}

/** Adds a bias over the channels. */
export function addBias(
  graph: GraphBuilder,
  x: NodeName,
  bias: NodeName | undefined,
  isGrouped = false,
): NodeName {
  if (!bias) return x;
  // Where oneDNN is off, TensorFlow refuses to fuse BiasAdd into a grouped convolution; AddV2 is not fused.
  return graph.float(isGrouped ? 'AddV2' : 'BiasAdd', [x, bias]);
}

/** Zeros before the first step, so that no result depends on a later step. */
function padCausally(graph: GraphBuilder, x: NodeName, { kernel, dilation }: Window): NodeName {
  const before = (kernel[1]! - 1) * dilation[1]!;
  const amounts = graph.integers([
    [0, 0],
    [0, 0],
    [before, 0],
    [0, 0],
  ]);
  return graph.float('Pad', [x, amounts], { Tpaddings: attribute.type('int32') });
}

/**
 * What is added round a picture before it is cut into interleaved ones, which must have the same size, and taken off behind.
 * Numbers where the size is known: oneDNN aborts the process over some graphs that ask a convolution for its size.
 */
function blockBorders(
  graph: GraphBuilder,
  x: NodeName,
  [, height, width]: Shape,
  { dilation, before, behind, total }: Readonly<Record<'dilation' | 'before' | 'behind' | 'total', number[]>>,
): { paddings: NodeName; crops: NodeName } {
  if (height != null && width != null) {
    const missing = [height, width].map((length, axis) => {
      const rest = (length + total[axis]!) % dilation[axis]!;
      return rest === 0 ? 0 : dilation[axis]! - rest;
    });
    return {
      paddings: graph.integers(before.map((amount, axis) => [amount, behind[axis]! + missing[axis]!])),
      crops: graph.integers(missing.map((amount) => [0, amount])),
    };
  }
  const int32 = { T: attribute.type('int32') };
  const whole = graph.add('AddV2', [graph.spatialSize(x), graph.integers(total)], int32);
  const missing = graph.add('FloorMod', [graph.add('Neg', [whole], int32), graph.integers(dilation)], int32);
  const pairs = (first: NodeName, second: NodeName) =>
    graph.add('Pack', [first, second], { ...int32, N: attribute.integer(2), axis: attribute.integer(1) });
  const end = graph.add('AddV2', [graph.integers(behind), missing], int32);
  return { paddings: pairs(graph.integers(before), end), crops: pairs(graph.integers([0, 0]), missing) };
}

/**
 * A dilated depthwise convolution. TensorFlow computes such only with oneDNN, so the picture is cut into interleaved ones
 * first and joined again behind.
 */
function dilatedDepthwise(
  graph: GraphBuilder,
  x: NodeName,
  kernel: NodeName,
  window: Window,
  mode: string,
  shape: Shape,
): NodeName {
  const { dilation } = window;
  const covered = window.kernel.map((length, axis) => (length - 1) * dilation[axis]!);
  const before = covered.map((total) => (mode === 'same' ? Math.floor(total / 2) : 0));
  const behind = covered.map((total, axis) => (mode === 'same' ? total - before[axis]! : 0));
  const total = before.map((amount, axis) => amount + behind[axis]!);
  const { paddings, crops } = blockBorders(graph, x, shape, { dilation, before, behind, total });
  const types = { Tblock_shape: attribute.type('int32') };
  const cut = graph.float('SpaceToBatchND', [x, graph.integers(dilation), paddings], {
    ...types,
    Tpaddings: attribute.type('int32'),
  });
  const convolved = graph.float('DepthwiseConv2dNative', [cut, kernel], {
    strides: attribute.integers([1, 1, 1, 1]),
    padding: attribute.text('VALID'),
  });
  return graph.float('BatchToSpaceND', [convolved, graph.integers(dilation), crops], {
    ...types,
    Tcrops: attribute.type('int32'),
  });
}

function writeDepthwise(
  graph: GraphBuilder,
  layer: LayerSetting,
  x: NodeName,
  kernel: NodeName,
  shape: Shape,
): NodeName {
  const window = windowOf(layer);
  const mode = padding(layer);
  if (window.dilation.some((rate) => rate > 1))
    return dilatedDepthwise(graph, x, kernel, window, mode, shape);
  return graph.float('DepthwiseConv2dNative', [x, kernel], windowAttributes(window, mode));
}

/**
 * A convolution without its activation, with kernel and bias given: batch normalization may be folded into both.
 * @param shape  of `x`
 */
export function writeConvolution(
  graph: GraphBuilder,
  layer: LayerSetting,
  x: NodeName,
  kernel: NodeName,
  bias: NodeName | undefined,
  shape: Shape,
): NodeName {
  const picture = asPicture(graph, layer, x);
  const weights = kernelOf(graph, layer, kernel);
  const window = windowOf(layer);
  const pictureShape = asPictureShape(layer, shape);
  if (layer.className.startsWith('Depthwise'))
    return asSteps(
      graph,
      layer,
      addBias(graph, writeDepthwise(graph, layer, picture, weights, pictureShape), bias),
    );
  const mode = convolutionPadding(layer);
  const padded = mode === 'causal' ? padCausally(graph, picture, window) : picture;
  const attributes = windowAttributes(window, mode === 'causal' ? 'valid' : mode);
  const convolved = graph.float('Conv2D', [padded, weights], attributes);
  return asSteps(graph, layer, addBias(graph, convolved, bias, integer(layer, 'groups', 1) > 1));
}

function finish({ graph, layer, outputShapes }: OpContext, x: NodeName): NodeName[] {
  return [writeActivation(graph, layer, x, outputShapes[0]!)];
}

/** Plain and depthwise convolution, by the name of their kernel. */
const convolution =
  (kernel: string): Op =>
  (context) => {
    const { graph, layer, inputs, inputShapes, weight } = context;
    const bias = weight('bias');
    return finish(
      context,
      writeConvolution(graph, layer, inputs[0]!, weight(kernel)!, bias, inputShapes[0]!),
    );
  };

const separable: Op = (context) => {
  const { graph, layer, inputs, inputShapes, weight } = context;
  const shape = asPictureShape(layer, inputShapes[0]!);
  const kernel = (name: string) => kernelOf(graph, layer, weight(name)!);
  const picture = asPicture(graph, layer, inputs[0]!);
  const depthwise = writeDepthwise(graph, layer, picture, kernel('depthwise_kernel'), shape);
  const pointwise = graph.float('Conv2D', [depthwise, kernel('pointwise_kernel')], {
    strides: attribute.integers([1, 1, 1, 1]),
    padding: attribute.text('VALID'),
  });
  return finish(context, asSteps(graph, layer, addBias(graph, pointwise, weight('bias'))));
};

/** Output size of a transposed convolution as a tensor: the picture size may be open. */
function transposedSize(graph: GraphBuilder, x: NodeName, layer: LayerSetting): NodeName {
  const { strides } = convolutionWindow(layer);
  const extra = transposedExtra(layer);
  const int32 = { T: attribute.type('int32') };
  const isSteps = strides.length === 1;
  const factors = isSteps ? [1, strides[0]!] : strides;
  const offsets = extra.map((amount, axis) => amount - strides[axis]!);
  const grown = graph.add('Mul', [graph.spatialSize(x), graph.integers(factors)], int32);
  const size = graph.add('AddV2', [grown, graph.integers(isSteps ? [0, offsets[0]!] : offsets)], int32);
  const batch = graph.sliceOfList(graph.shape(x), 0, 1);
  return graph.concat([batch, size, graph.integers([integer(layer, 'filters')])], 0, 'int32');
}

/**
 * A dilated transposed convolution, whose stride is 1: a convolution with the kernel turned round. TensorFlow's own knows no
 * dilation on a CPU.
 */
function dilatedTransposed(
  graph: GraphBuilder,
  layer: LayerSetting,
  picture: NodeName,
  kernel: NodeName,
  { kernel: window, dilation }: Window,
): NodeName {
  const isSame = padding(layer) === 'same';
  // Output is longer than input by `extra` - 1; a convolution takes off what it covers beside the first pixel.
  const extra = spatialRank(layer) === 1 ? [1, ...transposedExtra(layer)] : transposedExtra(layer);
  const amounts = window.map((length, axis) => {
    const covered = (length - 1) * dilation[axis]!;
    const before = isSame ? covered - Math.floor(covered / 2) : covered;
    return [before, covered + extra[axis]! - 1 - before];
  });
  const padded = graph.float('Pad', [picture, graph.integers([[0, 0], ...amounts, [0, 0]])], {
    Tpaddings: attribute.type('int32'),
  });
  const turned = graph.float('ReverseV2', [graph.transpose(kernel, [0, 1, 3, 2]), graph.integers([0, 1])], {
    Tidx: attribute.type('int32'),
  });
  return graph.float(
    'Conv2D',
    [padded, turned],
    windowAttributes({ strides: [1, 1], dilation, kernel: [] }, 'valid'),
  );
}

const transposed: Op = (context) => {
  const { graph, layer, inputs, weight } = context;
  const picture = asPicture(graph, layer, inputs[0]!);
  const window = windowOf(layer);
  const strides = spatialRank(layer) === 1 ? [1, window.strides[1]!] : window.strides;
  const attributes = windowAttributes({ ...window, strides, dilation: [1, 1] }, padding(layer));
  const kernel = kernelOf(graph, layer, weight('kernel')!);
  const x = window.dilation.some((rate) => rate > 1)
    ? dilatedTransposed(graph, layer, picture, kernel, window)
    : graph.float(
        'Conv2DBackpropInput',
        [transposedSize(graph, picture, layer), kernel, picture],
        attributes,
      );
  return finish(context, asSteps(graph, layer, addBias(graph, x, weight('bias'))));
};

export const convolutionOps: Readonly<Record<string, Op>> = {
  Conv1D: convolution('kernel'),
  Conv2D: convolution('kernel'),
  DepthwiseConv1D: convolution('depthwise_kernel'),
  DepthwiseConv2D: convolution('depthwise_kernel'),
  SeparableConv1D: separable,
  SeparableConv2D: separable,
  Conv1DTranspose: transposed,
  Conv2DTranspose: transposed,
};
