import type { LayerSetting, Shape } from '../../model/network';
import { integer, padding, pair } from '../../model/setting-reader';
import { attribute, type GraphBuilder, type NodeName } from '../graph-builder';
import { writeActivation } from './activations';
import type { Op, OpContext } from './op';

/** Stride, dilation and padding attributes of a window over height and width. */
function windowAttributes(layer: LayerSetting, strides: [number, number], dilation: [number, number]) {
  return {
    strides: attribute.integers([1, ...strides, 1]),
    dilations: attribute.integers([1, ...dilation, 1]),
    padding: attribute.text(padding(layer).toUpperCase()),
  };
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

/** A convolution without its activation, with kernel and bias given: batch normalization may be folded into both. */
export function writeConvolution(
  graph: GraphBuilder,
  layer: LayerSetting,
  x: NodeName,
  kernel: NodeName,
  bias: NodeName | undefined,
): NodeName {
  const attributes = windowAttributes(
    layer,
    pair(layer, 'strides', [1, 1]),
    pair(layer, 'dilation_rate', [1, 1]),
  );
  if (layer.className === 'DepthwiseConv2D')
    return addBias(graph, graph.float('DepthwiseConv2dNative', [x, kernel], attributes), bias);
  return addBias(
    graph,
    graph.float('Conv2D', [x, kernel], attributes),
    bias,
    integer(layer, 'groups', 1) > 1,
  );
}

function finish({ graph, layer, outputShapes }: OpContext, x: NodeName): NodeName[] {
  return [writeActivation(graph, layer, x, outputShapes[0]!)];
}

/** Plain and depthwise convolution, by the name of their kernel. */
const convolution =
  (kernel: string): Op =>
  (context) => {
    const { graph, layer, inputs, weight } = context;
    return finish(context, writeConvolution(graph, layer, inputs[0]!, weight(kernel)!, weight('bias')));
  };

const separableConv2D: Op = (context) => {
  const { graph, layer, inputs, weight } = context;
  const attributes = windowAttributes(
    layer,
    pair(layer, 'strides', [1, 1]),
    pair(layer, 'dilation_rate', [1, 1]),
  );
  const depthwise = graph.float(
    'DepthwiseConv2dNative',
    [inputs[0]!, weight('depthwise_kernel')!],
    attributes,
  );
  const pointwise = graph.float('Conv2D', [depthwise, weight('pointwise_kernel')!], {
    strides: attribute.integers([1, 1, 1, 1]),
    padding: attribute.text('VALID'),
  });
  return finish(context, addBias(graph, pointwise, weight('bias')));
};

/** Output size of a transposed convolution as a tensor: the picture size may be open. */
function transposedSize(graph: GraphBuilder, x: NodeName, layer: LayerSetting, output: Shape): NodeName {
  const kernel = pair(layer, 'kernel_size');
  const strides = pair(layer, 'strides', [1, 1]);
  const isSame = padding(layer) === 'same';
  const extra = strides.map((stride, axis) => (isSame ? 0 : Math.max(kernel[axis]! - stride, 0)));
  const int32 = { T: attribute.type('int32') };
  const grown = graph.add('Mul', [graph.spatialSize(x), graph.integers(strides)], int32);
  const size = graph.add('AddV2', [grown, graph.integers(extra)], int32);
  const batch = graph.sliceOfList(graph.shape(x), 0, 1);
  return graph.concat([batch, size, graph.integers([output[3]!])], 0, 'int32');
}

const conv2DTranspose: Op = (context) => {
  const { graph, layer, inputs, weight, outputShapes } = context;
  const size = transposedSize(graph, inputs[0]!, layer, outputShapes[0]!);
  const attributes = windowAttributes(layer, pair(layer, 'strides', [1, 1]), [1, 1]);
  const x = graph.float('Conv2DBackpropInput', [size, weight('kernel')!, inputs[0]!], attributes);
  return finish(context, addBias(graph, x, weight('bias')));
};

export const convolutionOps: Readonly<Record<string, Op>> = {
  Conv2D: convolution('kernel'),
  DepthwiseConv2D: convolution('depthwise_kernel'),
  SeparableConv2D: separableConv2D,
  Conv2DTranspose: conv2DTranspose,
};
