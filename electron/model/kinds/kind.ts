import { formatShape, type Shape } from '../shapes';
import { message } from '../../shared/messages/message';
import type { CallArguments, LayerSetting } from '../config/types';
import type { WeightSpec } from '../network';
import { layerFailure, unsupportedSetting } from '../config/setting-reader';

/** What a layer class needs and gives, by its configuration: the shape half of a Keras layer. */
export interface LayerKind {
  /** Weights in the order in which Keras stores them. */
  weights(layer: LayerSetting, inputs: readonly Shape[], args: CallArguments): WeightSpec[];
  /** Output shapes for input shapes. */
  outputs(layer: LayerSetting, inputs: readonly Shape[], args: CallArguments): Shape[];
}

/** No weights: for the many layers that only compute. */
export const noWeights = (): WeightSpec[] => [];

/** A kind without weights. */
export function weightless(outputs: LayerKind['outputs']): LayerKind {
  return { weights: noWeights, outputs };
}

/** The single input of a layer, of the wanted rank (batch counted). */
export function onlyInput(layer: LayerSetting, inputs: readonly Shape[], rank?: number): Shape {
  const [shape] = inputs;
  if (inputs.length !== 1 || shape === undefined)
    throw layerFailure('model/bad-graph', layer, {
      problem: message('part/takes-one-input', { count: inputs.length }),
    });
  if (rank !== undefined && shape.length !== rank)
    throw layerFailure('model/bad-graph', layer, {
      problem: message('part/needs-rank', { rank, shape: formatShape(shape) }),
    });
  return shape;
}

/** The last axis of a shape, which must be known: the number of channels or units. */
export function channelsOf(layer: LayerSetting, shape: Shape): number {
  const channels = shape.at(-1);
  if (channels == null)
    throw unsupportedSetting(layer, message('part/open-channels', { shape: formatShape(shape) }));
  return channels;
}

/** Refuses channels_first, which TensorFlow cannot compute reliably on a CPU. */
export function requireChannelsLast(layer: LayerSetting): void {
  if (layer.config['data_format'] === 'channels_first')
    throw unsupportedSetting(layer, message('part/channels-first'));
}

/** Length of a window's output along one axis. Source: Keras compute_conv_output_shape. */
export function windowedLength(
  length: number | null,
  window: number,
  stride: number,
  dilation: number,
  padding: 'same' | 'valid',
): number | null {
  if (length === null) return null;
  const covered = (window - 1) * dilation + 1;
  return padding === 'same' ? Math.ceil(length / stride) : Math.ceil((length - covered + 1) / stride);
}
