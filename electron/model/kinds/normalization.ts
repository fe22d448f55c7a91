import type { WeightSpec } from '../network';
import { axisPlaces, badSetting, flag, unsupportedSetting } from '../setting-reader';
import { onlyInput, type LayerKind } from './kind';

export const batchNormalization: LayerKind = {
  weights(layer, inputs) {
    const input = onlyInput(layer, inputs);
    const places = axisPlaces(layer, input.length, -1);
    if (places.length !== 1 || places[0] !== input.length - 1)
      throw unsupportedSetting(layer, 'batch normalization over an axis other than the last');
    const channels = input.at(-1);
    if (channels == null) throw unsupportedSetting(layer, 'an open number of channels');
    const weights: WeightSpec[] = [];
    if (flag(layer, 'scale', true)) weights.push({ name: 'gamma', shape: [channels], isTrainable: true });
    if (flag(layer, 'center', true)) weights.push({ name: 'beta', shape: [channels], isTrainable: true });
    weights.push({ name: 'moving_mean', shape: [channels], isTrainable: false });
    weights.push({ name: 'moving_variance', shape: [channels], isTrainable: false });
    return weights;
  },
  outputs: (layer, inputs) => [onlyInput(layer, inputs)],
};

export const layerNormalization: LayerKind = {
  weights(layer, inputs) {
    const input = onlyInput(layer, inputs);
    const shape = axisPlaces(layer, input.length, -1).map((place) => {
      const length = input[place];
      if (length == null) throw unsupportedSetting(layer, 'layer normalization over an axis of open length');
      return length;
    });
    if (flag(layer, 'rms_scaling', false)) throw unsupportedSetting(layer, 'rms_scaling');
    const weights: WeightSpec[] = [];
    if (flag(layer, 'scale', true)) weights.push({ name: 'gamma', shape, isTrainable: true });
    if (flag(layer, 'center', true)) weights.push({ name: 'beta', shape, isTrainable: true });
    return weights;
  },
  outputs: (layer, inputs) => [onlyInput(layer, inputs)],
};

/** Feature-wise normalization: mean and variance stand in the configuration or were adapted and stored as weights. */
export const normalization: LayerKind = {
  weights(layer, inputs) {
    if (layer.config['mean'] != null) return [];
    const input = onlyInput(layer, inputs);
    const shape = axisPlaces(layer, input.length, -1).map((place) => {
      const length = input[place];
      if (length == null) throw badSetting(layer, 'axis', 'an axis of known length');
      return length;
    });
    const statistics = layer.config['axis'] === null ? [] : shape;
    return [
      { name: 'mean', shape: statistics, isTrainable: false },
      { name: 'variance', shape: statistics, isTrainable: false },
      { name: 'count', shape: [], isTrainable: false },
    ];
  },
  outputs: (layer, inputs) => [onlyInput(layer, inputs)],
};
