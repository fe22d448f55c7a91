import { attribute } from '../graph-builder';
import { kept, type Rule } from './rule';
import { listOf } from './written';

/** TensorFlow's gradient of a resizing, which looks at the size of what was resized. */
const resizing =
  (op: string, ...attributes: readonly string[]): Rule =>
  (step) => [
    step.graph.float(
      op,
      [step.gradient, step.inputs[0]!, ...step.inputs.slice(2)],
      kept(step, ...attributes),
    ),
  ];

const nearest: Rule = (step) => {
  const { graph, inputs, gradient } = step;
  return [
    graph.float(
      'ResizeNearestNeighborGrad',
      [gradient, graph.spatialSize(inputs[0]!)],
      kept(step, 'align_corners', 'half_pixel_centers'),
    ),
  ];
};

/**
 * Patches are what a depthwise convolution gives whose kernels each pick one pixel, so the gradient is that convolution's.
 * Patches count channels last, the convolution counts them first.
 */
const patches: Rule = (step) => {
  const { graph, inputs, gradient, node } = step;
  const [, height, width] = listOf(node, 'ksizes');
  const count = height! * width!;
  const channels = graph.reshape(graph.lengthOf(inputs[0]!, 3), graph.integers([1]), 'int32');
  const ones = graph.float('Fill', [graph.integers([count]), graph.scalar(1)], {
    index_type: attribute.type('int32'),
  });
  const picks = graph.reshape(graph.float('MatrixDiag', [ones]), graph.integers([height!, width!, 1, count]));
  const kernel = graph.float(
    'Tile',
    [picks, graph.concat([graph.integers([1, 1]), channels, graph.integers([1])], 0, 'int32')],
    { Tmultiples: attribute.type('int32') },
  );
  const around = graph.sliceOfList(graph.shape(gradient), 0, 3);
  const apart = graph.concat([around, graph.integers([count]), channels], 0, 'int32');
  const turned = graph.transpose(graph.reshape(gradient, apart), [0, 1, 2, 4, 3]);
  return [
    graph.float(
      'DepthwiseConv2dNativeBackpropInput',
      [graph.shape(inputs[0]!), kernel, graph.reshape(turned, graph.shape(gradient))],
      kept(step, 'strides', 'padding'),
    ),
  ];
};

/** Rules of operations on pictures, as in TensorFlow's image_grad.py. */
export const pictureRules: Readonly<Record<string, Rule>> = {
  ResizeBilinear: resizing('ResizeBilinearGrad', 'align_corners', 'half_pixel_centers'),
  ResizeBicubic: resizing('ResizeBicubicGrad', 'align_corners', 'half_pixel_centers'),
  ScaleAndTranslate: resizing('ScaleAndTranslateGrad', 'kernel_type', 'antialias'),
  ResizeNearestNeighbor: nearest,
  ExtractImagePatches: patches,
};
