import { message } from '../../shared/messages/message';
import { badSetting, integerList } from '../config/setting-reader';
import { activated } from './activations';
import { maskPlace, onlyInput, weightless, type KindTable, type Shapes } from './kind';

const activationLayer = weightless((layer, inputs) => [activated(layer, onlyInput(layer, inputs))]);
const sameShape = weightless((layer, inputs) => [onlyInput(layer, inputs)]);

const softmax = weightless((layer, inputs, args) => [
  onlyInput(layer, maskPlace(args) === undefined ? inputs : inputs.slice(0, 1)),
]);

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
    masks: 'passes',
    activation: 'setting',
  },
  ReLU: {
    ...rectifier,
    settings: ['max_value', 'negative_slope', 'threshold'],
    values: 'same',
    masks: 'passes',
    activation: { is: 'ReLU' },
  },
  LeakyReLU: {
    ...sameShape,
    settings: ['alpha', 'negative_slope'],
    values: 'same',
    masks: 'passes',
    activation: { is: 'LeakyReLU' },
  },
  ELU: { ...sameShape, settings: ['alpha'], values: 'same', masks: 'passes', activation: { is: 'ELU' } },
  Softmax: {
    ...softmax,
    settings: ['axis'],
    values: 'same',
    masks: 'softmax',
    activation: { is: 'Softmax' },
  },
  PReLU: { ...prelu, settings: ['shared_axes'], values: 'of-sign', masks: 'passes' },
  Masking: {
    ...sameShape,
    settings: ['mask_value'],
    values: 'of-range',
    masks: 'made-by-masking',
  },
  // Keras refuses a negative threshold.
  ThresholdedReLU: { ...sameShape, settings: ['theta'], values: 'never-negative', masks: 'passes' },
};
