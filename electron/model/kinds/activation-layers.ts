import { message } from '../../shared/messages/message';
import { badSetting, integerList } from '../config/setting-reader';
import { activated } from './activations';
import { onlyInput, weightless, type KindTable, type Shapes } from './kind';

const activationLayer = weightless((layer, inputs) => [activated(layer, onlyInput(layer, inputs))]);
const sameShape = weightless((layer, inputs) => [onlyInput(layer, inputs)]);

/** Keras itself refuses negative values of these settings of ReLU. */
const NEVER_NEGATIVE = ['max_value', 'negative_slope', 'threshold'];

const rectifier = weightless((layer, inputs) => {
  for (const key of NEVER_NEGATIVE)
    if (Number(layer.config[key] ?? 0) < 0) throw badSetting(layer, key, message('part/wanted-from-zero'));
  return [onlyInput(layer, inputs)];
});

const prelu: Shapes = {
  weights(layer, inputs) {
    const shared = layer.config['shared_axes'] == null ? [] : integerList(layer, 'shared_axes');
    const input = onlyInput(layer, inputs);
    const shape = input.slice(1).map((length, place) => (shared.includes(place + 1) ? 1 : length));
    return [{ name: 'alpha', shape: shape.map((length) => length ?? 1), isTrainable: true }];
  },
  outputs: (layer, inputs) => [onlyInput(layer, inputs)],
};

export const activationKinds: KindTable = {
  Activation: {
    ...activationLayer,
    settings: ['activation'],
    values: 'same',
    activation: 'setting',
  },
  ReLU: {
    ...rectifier,
    settings: ['max_value', 'negative_slope', 'threshold'],
    values: 'same',
    activation: { is: 'ReLU' },
  },
  LeakyReLU: {
    ...sameShape,
    settings: ['alpha', 'negative_slope'],
    values: 'same',
    activation: { is: 'LeakyReLU' },
  },
  ELU: { ...sameShape, settings: ['alpha'], values: 'same', activation: { is: 'ELU' } },
  Softmax: { ...sameShape, settings: ['axis'], values: 'same', activation: { is: 'Softmax' } },
  PReLU: { ...prelu, settings: ['shared_axes'], values: 'of-sign' },
  // Keras refuses a negative threshold.
  ThresholdedReLU: { ...sameShape, settings: ['theta'], values: 'never-negative' },
};
