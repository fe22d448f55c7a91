import { formatShape, type Shape } from '../shapes';
import { message } from '../../shared/messages/message';
import { placesIn } from '../config/operand';
import type { CallArguments, LayerSetting } from '../config/types';
import type { WeightSpec } from '../network';
import type { Traits } from './traits';
import { badGraph, unsupportedSetting } from '../config/setting-reader';

/** The shape half of a layer class or function. */
export interface Shapes {
  /** Weights in the order in which Keras stores them. */
  weights(layer: LayerSetting, inputs: readonly Shape[], args: CallArguments): WeightSpec[];
  /** Output shapes for input shapes. */
  outputs(layer: LayerSetting, inputs: readonly Shape[], args: CallArguments): Shape[];
}

/** All that is known of a layer class or function but its computation. */
export interface Kind extends Shapes, Traits {}

/** All that is known of a layer class but its computation. */
export interface LayerKind extends Kind {
  /** Settings that Keras 2 and 3 write, besides those of all layers (unknown-settings.ts). */
  readonly settings: readonly string[];
  /** Name where room is short. */
  readonly shortName?: string;
}

/** Layer classes by Keras' name. */
export type KindTable = Readonly<Record<string, LayerKind>>;

/** Shapes of what has no weights: of the many layers that only compute. */
export function weightless(outputs: Shapes['outputs']): Shapes {
  return { weights: () => [], outputs };
}

/** The single input of a layer, of the wanted rank (batch counted). */
export function onlyInput(layer: LayerSetting, inputs: readonly Shape[], rank?: number): Shape {
  const [shape] = inputs;
  if (inputs.length !== 1 || shape === undefined)
    throw badGraph(message('part/takes-one-input', { count: inputs.length }), layer);
  if (rank !== undefined && shape.length !== rank)
    throw badGraph(message('part/needs-rank', { rank, shape: formatShape(shape) }), layer);
  return shape;
}

/** Place of the mask among the inputs of a call; undefined where it has none. */
export function maskPlace({ named }: CallArguments): number | undefined {
  return placesIn(named['mask'])[0];
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
