import { message } from '../../shared/messages/message';
import type { LayerSetting } from '../config/types';
import type { Shape } from '../shapes';
import { flag, integer, unsupportedSetting } from '../config/setting-reader';
import { onlyInput, requireChannelsLast, weightless, type KindTable } from './kind';
import { interpolationOf } from './reshaping';

/** A part of a picture, in pixels. */
export interface Box {
  readonly top: number;
  readonly left: number;
  readonly height: number;
  readonly width: number;
}

/** Height and width that a layer brings pictures to. */
export function targetSize(layer: LayerSetting): [height: number, width: number] {
  return [integer(layer, 'height'), integer(layer, 'width')];
}

/** Size of the input, which must be known. */
export function knownSize(layer: LayerSetting, input: Shape): [height: number, width: number] {
  const [, height, width] = input;
  if (height == null || width == null) throw unsupportedSetting(layer, message('part/open-size'));
  return [height, width];
}

/**
 * The largest part in the middle that has the target's proportions.
 * Source: Keras smart_resize and Resizing with crop_to_aspect_ratio.
 */
export function proportionalCrop(from: readonly [number, number], to: readonly [number, number]): Box {
  const height = Math.max(Math.min(from[0], Math.trunc((from[1] * to[0]) / to[1])), 1);
  const width = Math.max(Math.min(from[1], Math.trunc((from[0] * to[1]) / to[0])), 1);
  return { top: Math.trunc((from[0] - height) / 2), left: Math.trunc((from[1] - width) / 2), height, width };
}

/**
 * The frame of about the target's proportions round a picture, with the same amount on both sides.
 * Source: Keras Resizing with pad_to_aspect_ratio.
 */
export function proportionalFrame(from: readonly [number, number], to: readonly [number, number]): Box {
  const top = Math.max(0, Math.trunc((Math.trunc((from[1] * to[0]) / to[1]) - from[0]) / 2));
  const left = Math.max(0, Math.trunc((Math.trunc((from[0] * to[1]) / to[0]) - from[1]) / 2));
  return { top, left, height: from[0] + 2 * top, width: from[1] + 2 * left };
}

/** Pixels of a frame that a picture is put into before it is resized. */
const LARGEST_FRAME = 100_000_000;

const resized = (layer: LayerSetting, input: Shape): Shape[] => [
  [input[0]!, ...targetSize(layer), input[3]!],
];

const resizing = weightless((layer, inputs) => {
  requireChannelsLast(layer);
  const input = onlyInput(layer, inputs, 4);
  interpolationOf(layer, 'bilinear');
  const needsSize =
    flag(layer, 'crop_to_aspect_ratio', false) ||
    flag(layer, 'pad_to_aspect_ratio', false) ||
    flag(layer, 'antialias', false);
  if (needsSize) knownSize(layer, input);
  if (
    layer.config['pad_to_aspect_ratio'] === true &&
    (layer.config['fill_mode'] ?? 'constant') !== 'constant'
  )
    throw unsupportedSetting(layer, message('part/fill-mode'));
  if (layer.config['pad_to_aspect_ratio'] === true) {
    const frame = proportionalFrame(knownSize(layer, input), targetSize(layer));
    if (frame.height * frame.width > LARGEST_FRAME)
      throw unsupportedSetting(layer, message('part/frame-size'));
  }
  return resized(layer, input);
});

/** Cuts out the middle, or, where the picture is smaller, resizes the part of the wanted proportions. */
const centerCrop = weightless((layer, inputs) => {
  requireChannelsLast(layer);
  const input = onlyInput(layer, inputs, 4);
  knownSize(layer, input);
  return resized(layer, input);
});

/** Keras 2 crops or resizes when a trained model is used; Keras 3 leaves the picture alone. */
const randomCrop = weightless((layer, inputs) => {
  requireChannelsLast(layer);
  const input = onlyInput(layer, inputs, 4);
  if (layer.kerasMajor >= 3) return [input];
  knownSize(layer, input);
  return resized(layer, input);
});

export const pictureSizeKinds: KindTable = {
  Resizing: {
    ...resizing,
    settings: [
      ...['height', 'width', 'interpolation', 'data_format', 'antialias'],
      ...['crop_to_aspect_ratio', 'pad_to_aspect_ratio', 'fill_mode', 'fill_value'],
    ],
    values: 'of-range',
  },
  CenterCrop: { ...centerCrop, settings: ['height', 'width', 'data_format'], values: 'of-range' },
  RandomCrop: {
    ...randomCrop,
    settings: ['height', 'width', 'seed', 'data_format'],
    values: 'of-range',
    isRandom: () => true,
  },
};
