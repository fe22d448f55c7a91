import { message } from '../../shared/messages/message';
import type { WeightSpec } from '../network';
import type { LayerSetting } from '../config/types';
import { type Shape, formatShape } from '../shapes';
import {
  axisPlace,
  axisPlaces,
  badSetting,
  flag,
  integer,
  numberArray,
  unsupportedSetting,
  type NumberArray,
} from '../config/setting-reader';
import { usesOwnStatistics } from '../config/training-calls';
import { onlyInput, weightless, type KindTable, type Shapes } from './kind';

/** The one axis that batch or group normalization treats as channels, and its length. */
export function channelAxis(layer: LayerSetting, input: Shape): { place: number; channels: number } {
  const places = axisPlaces(layer, input.length, -1);
  const [place] = places;
  if (place === undefined || places.length !== 1)
    throw unsupportedSetting(layer, message('part/normalized-axes'));
  const channels = input[place];
  if (channels == null)
    throw unsupportedSetting(layer, message('part/open-channels', { shape: formatShape(input) }));
  return { place, channels };
}

/** What batch renormalization keeps for training; predictions do not use it. */
const RENORM_WEIGHTS = ['moving_stddev', 'renorm_mean', 'renorm_stddev'];

/** gamma and beta, as far as a layer has them. */
function scaleAndCenter(layer: LayerSetting, shape: readonly number[]): WeightSpec[] {
  const weights: WeightSpec[] = [];
  if (flag(layer, 'scale', true)) weights.push({ name: 'gamma', shape, isTrainable: true });
  if (flag(layer, 'center', true)) weights.push({ name: 'beta', shape, isTrainable: true });
  return weights;
}

const batchNormalization: Shapes = {
  weights(layer, inputs) {
    const { channels } = channelAxis(layer, onlyInput(layer, inputs));
    const shape = [channels];
    const renorm = flag(layer, 'renorm', false) ? RENORM_WEIGHTS : [];
    const statistics = ['moving_mean', 'moving_variance', ...renorm];
    return [
      ...scaleAndCenter(layer, shape),
      ...statistics.map((name) => ({ name, shape, isTrainable: false })),
    ];
  },
  outputs(layer, inputs, args) {
    if (layer.config['virtual_batch_size'] != null)
      throw unsupportedSetting(layer, message('part/a-setting', { setting: 'virtual_batch_size' }));
    const { steps } = args.named;
    const isOpen = steps === null || (steps !== undefined && inputs[0]!.slice(1).includes(null));
    if (usesOwnStatistics(layer, args) && isOpen)
      throw unsupportedSetting(layer, message('part/training-open-steps'));
    if (usesOwnStatistics(layer, args) && flag(layer, 'renorm', false))
      throw unsupportedSetting(layer, message('part/renorm-in-training'));
    return [onlyInput(layer, inputs)];
  },
};

/** Number of groups of group normalization; -1 stands for one group per channel. */
export function groupCount(layer: LayerSetting, channels: number): number {
  const given = integer(layer, 'groups', 32, -1);
  const groups = given === -1 ? channels : given;
  if (groups < 1 || channels % groups !== 0)
    throw badSetting(layer, 'groups', message('part/wanted-divisor', { channels }));
  return groups;
}

const groupNormalization: Shapes = {
  weights(layer, inputs) {
    const { channels } = channelAxis(layer, onlyInput(layer, inputs));
    return scaleAndCenter(layer, [channels]);
  },
  outputs(layer, inputs) {
    const input = onlyInput(layer, inputs);
    groupCount(layer, channelAxis(layer, input).channels);
    return [input];
  },
};

/** Divides by the Euclidean norm along some axes. */
const unitNormalization = weightless((layer, inputs) => [onlyInput(layer, inputs)]);

const rmsNormalization: Shapes = {
  weights(layer, inputs) {
    const input = onlyInput(layer, inputs);
    const shape = axisPlaces(layer, input.length, -1).map((place) => input[place] ?? 0);
    if (shape.includes(0)) throw unsupportedSetting(layer, message('part/normalized-open'));
    return [{ name: 'scale', shape, isTrainable: true }];
  },
  outputs: (layer, inputs) => [onlyInput(layer, inputs)],
};

/** The learned factor per channel of ConvNeXt. */
const layerScale: Shapes = {
  weights: (layer) => [{ name: 'gamma', shape: [integer(layer, 'projection_dim')], isTrainable: true }],
  outputs(layer, inputs) {
    const input = onlyInput(layer, inputs);
    if (input.at(-1) !== integer(layer, 'projection_dim'))
      throw badSetting(
        layer,
        'projection_dim',
        message('part/wanted-channels', { channels: input.at(-1) ?? 'None' }),
      );
    return [input];
  },
};

/**
 * Axes of layer normalization in the order in which gamma and beta have them: Keras 3 sorts them as they were given,
 * negative ones first, Keras 2 does not sort.
 */
function weightAxes(layer: LayerSetting, rank: number): number[] {
  const value = layer.config['axis'] ?? -1;
  const given = (Array.isArray(value) ? value : [value]).map(Number);
  const ordered = layer.kerasMajor >= 3 ? given.sort((a, b) => a - b) : given;
  return ordered.map((axis) => axisPlace(layer, axis, rank));
}

const layerNormalization: Shapes = {
  weights(layer, inputs) {
    const input = onlyInput(layer, inputs);
    const shape = weightAxes(layer, input.length).map((place) => {
      const length = input[place];
      if (length == null) throw unsupportedSetting(layer, message('part/normalized-open'));
      return length;
    });
    const isRms = flag(layer, 'rms_scaling', false);
    return scaleAndCenter(layer, shape).filter(({ name }) => !(isRms && name === 'beta'));
  },
  outputs: (layer, inputs) => [onlyInput(layer, inputs)],
};

/** Refuses an array that is not stretched over the input as it stands, axis by axis from the last. */
function requireFit(layer: LayerSetting, key: string, { shape }: NumberArray, input: Shape): void {
  const fits =
    shape.length <= input.length &&
    shape.every((length, place) => {
      const whole = input[input.length - shape.length + place];
      return length === 1 || whole == null || whole === length;
    });
  if (!fits)
    throw badSetting(layer, key, message('part/wanted-fitting-array', { shape: formatShape(input) }));
}

/** x * scale + offset, each one number or an array. */
const rescaling = weightless((layer, inputs) => {
  const input = onlyInput(layer, inputs);
  requireFit(layer, 'scale', numberArray(layer, 'scale'), input);
  requireFit(layer, 'offset', numberArray(layer, 'offset', 0), input);
  return [input];
});

/** Axes that feature-wise normalization keeps apart; `axis` null is written by old versions for none. */
function keptAxes(layer: LayerSetting, rank: number): number[] {
  return layer.config['axis'] === null ? [] : axisPlaces(layer, rank, -1);
}

/**
 * Mean or variance that stands in the configuration of a feature-wise normalization, in a shape that is stretched over the
 * input: its axes are the last ones of those that are kept apart. Source: Normalization.build of Keras 2 and 3.
 */
export function listedStatistic(layer: LayerSetting, key: 'mean' | 'variance', input: Shape): NumberArray {
  const { shape, values } = numberArray(layer, key);
  const kept = keptAxes(layer, input.length);
  const own = shape.slice(Math.max(0, shape.length - kept.length));
  const spread = input.map(() => 1);
  own.forEach((length, place) => {
    spread[kept[kept.length - own.length + place]!] = length;
  });
  const fits = values.length === own.reduce((product, length) => product * length, 1);
  if (!fits) throw badSetting(layer, key, message('part/wanted-as-many-numbers'));
  requireFit(layer, key, { shape: spread, values }, input);
  return { shape: spread, values };
}

/** Feature-wise normalization: mean and variance stand in the configuration or were adapted and stored as weights. */
const normalization: Shapes = {
  weights(layer, inputs) {
    if (layer.config['mean'] != null) return [];
    const input = onlyInput(layer, inputs);
    const shape = keptAxes(layer, input.length).map((place) => {
      const length = input[place];
      if (length == null) throw badSetting(layer, 'axis', message('part/wanted-known-axis'));
      return length;
    });
    return [
      { name: 'mean', shape, isTrainable: false },
      { name: 'variance', shape, isTrainable: false },
      { name: 'count', shape: [], isTrainable: false },
    ];
  },
  outputs(layer, inputs) {
    const input = onlyInput(layer, inputs);
    if (layer.config['mean'] != null) {
      listedStatistic(layer, 'mean', input);
      listedStatistic(layer, 'variance', input);
    }
    return [input];
  },
};

export const normalizationKinds: KindTable = {
  BatchNormalization: {
    ...batchNormalization,
    settings: [
      ...['axis', 'momentum', 'epsilon', 'center', 'scale', 'synchronized'],
      ...['renorm', 'renorm_clipping', 'renorm_momentum', 'virtual_batch_size'],
    ],
    values: 'any',
    masks: 'passes',
    shortName: 'BatchNorm',
    aliases: ['BatchNormalizationV1', 'BatchNormalizationV2', 'SyncBatchNormalization'],
  },
  LayerNormalization: {
    ...layerNormalization,
    settings: ['axis', 'epsilon', 'center', 'scale', 'rms_scaling'],
    values: 'any',
    masks: 'passes',
    shortName: 'LayerNorm',
  },
  GroupNormalization: {
    ...groupNormalization,
    settings: ['groups', 'axis', 'epsilon', 'center', 'scale'],
    values: 'any',
    masks: 'passes',
    shortName: 'GroupNorm',
  },
  UnitNormalization: {
    ...unitNormalization,
    settings: ['axis'],
    values: 'of-sign',
    masks: 'passes',
    shortName: 'UnitNorm',
  },
  RMSNormalization: {
    ...rmsNormalization,
    settings: ['axis', 'epsilon'],
    values: 'any',
    shortName: 'RMSNorm',
  },
  LayerScale: { ...layerScale, settings: ['init_values', 'projection_dim'], values: 'any' },
  Normalization: {
    ...normalization,
    settings: ['axis', 'mean', 'variance', 'invert'],
    values: 'any',
    masks: 'passes-in-keras-3',
  },
  Rescaling: { ...rescaling, settings: ['scale', 'offset'], values: 'any', masks: 'passes-in-keras-3' },
};
