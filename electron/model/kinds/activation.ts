import { message } from '../../shared/messages/message';
import type { LayerSetting } from '../config/types';
import type { Shape } from '../shapes';
import { activation, badSetting, layerFailure, unsupportedSetting } from '../config/setting-reader';
import { onlyInput, weightless } from './kind';

/** Every activation that can be computed, by Keras' name; the compute half has the same (a test compares them). */
export const ACTIVATION_NAMES: readonly string[] = [
  ...[
    'linear',
    'relu',
    'relu6',
    'elu',
    'selu',
    'celu',
    'softplus',
    'softsign',
    'tanh',
    'sigmoid',
    'hard_sigmoid',
  ],
  ...['exponential', 'silu', 'swish', 'mish', 'gelu', 'hard_silu', 'hard_swish', 'leaky_relu', 'hard_tanh'],
  ...[
    'hard_shrink',
    'soft_shrink',
    'tanh_shrink',
    'squareplus',
    'sparse_plus',
    'sparse_sigmoid',
    'log_sigmoid',
  ],
  ...['threshold', 'softmax', 'softmax_v2', 'log_softmax', 'log_softmax_v2', 'sparsemax'],
  ...['glu', 'ReLU', 'LeakyReLU', 'ELU', 'Softmax', 'Mish'],
];

/**
 * Refuses a layer with an activation of its author's own.
 * @throws FeaturescopeError model/unsupported-setting
 */
export function requireActivation(layer: LayerSetting): void {
  const { name } = activation(layer);
  if (ACTIVATION_NAMES.includes(name)) return;
  throw layerFailure('model/unsupported-setting', layer, {
    problem: message('part/unknown-activation', { activation: name }),
    remedy: message('part/replace-activation'),
  });
}

/**
 * Shape behind the activation of a layer: its own, but for a gated linear unit, which takes one half of the channels as a
 * gate for the other. Keras leaves that out of its shapes, so it builds layers behind it for twice the channels and then
 * refuses to run them; what has no weights of that size (an average, a sum) runs.
 * @throws FeaturescopeError model/unsupported-setting
 */
export function activated(layer: LayerSetting, shape: Shape): Shape {
  requireActivation(layer);
  if (activation(layer).name !== 'glu') return shape;
  const channels = shape.at(-1);
  if (channels == null || channels % 2 !== 0)
    throw unsupportedSetting(
      layer,
      channels == null ? message('part/glu-open') : message('part/glu-odd', { channels }),
    );
  return [...shape.slice(0, -1), channels / 2];
}

export const activationLayer = weightless((layer, inputs) => [activated(layer, onlyInput(layer, inputs))]);

/** Keras itself refuses negative values of these settings of ReLU. */
const NEVER_NEGATIVE = ['max_value', 'negative_slope', 'threshold'];

export const rectifier = weightless((layer, inputs) => {
  for (const key of NEVER_NEGATIVE)
    if (Number(layer.config[key] ?? 0) < 0) throw badSetting(layer, key, message('part/wanted-from-zero'));
  return [onlyInput(layer, inputs)];
});
