import { message } from '../../shared/messages/message';
import {
  knownSize,
  proportionalCrop,
  proportionalFrame,
  targetSize,
  type Box,
} from '../../model/kinds/picture-size';
import { interpolationOf } from '../../model/kinds/reshaping';
import type { LayerSetting } from '../../model/config/types';
import { flag, number, unsupportedSetting } from '../../model/config/setting-reader';
import { attribute, type GraphBuilder, type NodeName } from '../graph-builder';
import type { Op, OpContext } from './op';

/** How a picture is brought to a size. */
export interface Resizing {
  /** Node of height and width, int32 [2]. */
  readonly size: NodeName;
  /** Keras' and TensorFlow's name. */
  readonly interpolation: string;
  readonly antialias: boolean;
  /** New by old height and width; null where a size is open. */
  readonly scale: readonly [height: number, width: number] | null;
}

/** Kernels of ScaleAndTranslate, which TensorFlow uses for all that its plain resizing cannot do. */
const KERNELS: Readonly<Record<string, string>> = {
  bilinear: 'triangle',
  bicubic: 'keyscubic',
  lanczos3: 'lanczos3',
  lanczos5: 'lanczos5',
  gaussian: 'gaussian',
  mitchellcubic: 'mitchellcubic',
};

const PLAIN: Readonly<Record<string, string>> = {
  bilinear: 'ResizeBilinear',
  bicubic: 'ResizeBicubic',
  nearest: 'ResizeNearestNeighbor',
};

/** Writes `tf.image.resize`, which is what Keras' Resizing layer and operation compute. */
export function writeResize(graph: GraphBuilder, x: NodeName, layer: LayerSetting, how: Resizing): NodeName {
  const { interpolation, antialias, size, scale } = how;
  const isPlain = Object.hasOwn(PLAIN, interpolation) && (!antialias || interpolation === 'nearest');
  if (isPlain)
    return graph.float(PLAIN[interpolation]!, [x, size], { half_pixel_centers: attribute.flag(true) });
  if (interpolation === 'area') return graph.float('ResizeArea', [x, size]);
  const kernel = Object.hasOwn(KERNELS, interpolation) ? KERNELS[interpolation] : undefined;
  if (!kernel || !scale) throw unsupportedSetting(layer, message('part/an-interpolation', { interpolation }));
  return graph.float('ScaleAndTranslate', [x, size, graph.floats(scale), graph.floats([0, 0])], {
    kernel_type: attribute.text(kernel),
    antialias: attribute.flag(antialias),
  });
}

function cut(graph: GraphBuilder, x: NodeName, box: Box): NodeName {
  const begin = graph.integers([0, box.top, box.left, 0]);
  const size = graph.integers([-1, box.height, box.width, -1]);
  return graph.float('Slice', [x, begin, size], { Index: attribute.type('int32') });
}

/** Keras' smart_resize: the middle part of the target's proportions, resized. */
function cropAndResize(
  { graph, layer, inputs, inputShapes }: OpContext,
  interpolation: string,
  antialias: boolean,
): NodeName {
  const from = knownSize(layer, inputShapes[0]!);
  const to = targetSize(layer);
  const box = proportionalCrop(from, to);
  return writeResize(graph, cut(graph, inputs[0]!, box), layer, {
    size: graph.integers(to),
    interpolation,
    antialias,
    scale: [to[0] / box.height, to[1] / box.width],
  });
}

/** Puts the picture into a frame of the target's proportions. */
function framed({ graph, layer, inputs, inputShapes }: OpContext): {
  node: NodeName;
  size: [number, number];
} {
  const from = knownSize(layer, inputShapes[0]!);
  const frame = proportionalFrame(from, targetSize(layer));
  const amounts = graph.integers([
    [0, 0],
    [frame.top, frame.height - from[0] - frame.top],
    [frame.left, frame.width - from[1] - frame.left],
    [0, 0],
  ]);
  const fill = graph.scalar(number(layer, 'fill_value', 0));
  const node = graph.float('PadV2', [inputs[0]!, amounts, fill], { Tpaddings: attribute.type('int32') });
  return { node, size: [frame.height, frame.width] };
}

const resizing: Op = (context) => {
  const { graph, layer, inputs, inputShapes } = context;
  const to = targetSize(layer);
  const interpolation = interpolationOf(layer, 'bilinear');
  const antialias = flag(layer, 'antialias', false);
  if (layer.config['crop_to_aspect_ratio'] === true)
    return [cropAndResize(context, interpolation, antialias)];
  const [, height, width] = inputShapes[0]!;
  const isPadded = layer.config['pad_to_aspect_ratio'] === true;
  const { node, size } = isPadded ? framed(context) : { node: inputs[0]!, size: [height, width] };
  const [fromHeight, fromWidth] = size;
  const scale: Resizing['scale'] =
    fromHeight == null || fromWidth == null ? null : [to[0] / fromHeight, to[1] / fromWidth];
  return [writeResize(graph, node, layer, { size: graph.integers(to), interpolation, antialias, scale })];
};

const centerCrop: Op = (context) => {
  const { graph, layer, inputs, inputShapes } = context;
  const [height, width] = knownSize(layer, inputShapes[0]!);
  const to = targetSize(layer);
  if (height < to[0] || width < to[1]) return [cropAndResize(context, 'bilinear', false)];
  const [top, left] = [Math.floor((height - to[0]) / 2), Math.floor((width - to[1]) / 2)];
  return [cut(graph, inputs[0]!, { top, left, height: to[0], width: to[1] })];
};

/** Keras 2 resizes the middle part when a trained model is used; Keras 3 does nothing. */
const randomCrop: Op = (context) =>
  context.layer.kerasMajor >= 3
    ? [context.graph.float('Identity', [context.inputs[0]!])]
    : [cropAndResize(context, 'bilinear', false)];

export const resizingOps: Readonly<Record<string, Op>> = {
  Resizing: resizing,
  CenterCrop: centerCrop,
  RandomCrop: randomCrop,
};
