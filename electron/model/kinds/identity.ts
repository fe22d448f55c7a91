import type { LayerSetting } from '../config/types';
import { onlyInput, weightless, type KindTable, type LayerKind } from './kind';

const identity = weightless((layer, inputs) => [onlyInput(layer, inputs)]);

/** A class that does nothing when a trained model is used. */
const idle = (...settings: string[]): LayerKind => ({
  ...identity,
  settings,
  values: 'same',
  isIdentity: true,
});

const hasChance = ({ config }: LayerSetting): boolean => (config['rate'] ?? config['stddev']) !== 0;

/** The same, but for random numbers in training. */
const random = (...settings: string[]): LayerKind => ({ ...idle('seed', ...settings), isRandom: hasChance });

/** One of those that keep masks. */
const passing = (kind: LayerKind): LayerKind => ({ ...kind, masks: 'passes' });

/** One of those that change pictures at random. */
const pictures = (...settings: string[]): LayerKind => random('data_format', ...settings);

const FILLED = ['fill_mode', 'fill_value', 'interpolation'];
const RANGED = ['value_range', 'factor'];

export const identityKinds: KindTable = {
  // Never called, but a layer of the model.
  InputLayer: {
    ...idle('sparse', 'ragged', 'optional'),
    shortName: 'Input',
  },
  Identity: { ...idle(), masks: 'passes-in-keras-3' },
  ActivityRegularization: passing(idle('l1', 'l2')),
  Dropout: passing(random('rate', 'noise_shape')),
  SpatialDropout1D: passing(random('rate', 'noise_shape')),
  SpatialDropout2D: passing(random('rate', 'noise_shape', 'data_format')),
  AlphaDropout: passing(random('rate', 'noise_shape')),
  GaussianDropout: passing(random('rate')),
  GaussianNoise: passing(random('stddev')),
  StochasticDepth: { ...idle('drop_path_rate'), isRandom: ({ config }) => config['drop_path_rate'] !== 0 },
  RandomFlip: pictures('mode'),
  RandomRotation: pictures('factor', ...FILLED),
  RandomZoom: pictures('height_factor', 'width_factor', ...FILLED),
  RandomTranslation: pictures('height_factor', 'width_factor', ...FILLED),
  RandomHeight: random('factor', 'interpolation'),
  RandomWidth: random('factor', 'interpolation'),
  RandomShear: pictures('x_factor', 'y_factor', ...FILLED),
  RandomPerspective: pictures('factor', 'scale', ...FILLED),
  RandomElasticTransform: pictures('factor', 'scale', 'value_range', ...FILLED),
  RandomContrast: pictures(...RANGED),
  RandomBrightness: pictures(...RANGED),
  RandomHue: pictures(...RANGED),
  RandomSaturation: pictures(...RANGED),
  RandomSharpness: pictures(...RANGED),
  RandomPosterization: pictures(...RANGED),
  RandomColorDegeneration: pictures(...RANGED),
  RandomColorJitter: pictures(
    'value_range',
    ...['brightness', 'contrast', 'saturation', 'hue'].map((name) => `${name}_factor`),
  ),
  RandomGrayscale: pictures('factor'),
  RandomInvert: pictures(...RANGED),
  RandomErasing: pictures('scale', 'fill_value', ...RANGED),
  RandomGaussianBlur: pictures('kernel_size', 'sigma', ...RANGED),
  RandAugment: pictures('value_range', 'num_ops', 'factor', 'interpolation'),
  AugMix: pictures(
    ...['value_range', 'num_chains', 'chain_depth', 'factor', 'alpha', 'all_ops', 'interpolation'],
  ),
  MixUp: pictures('alpha'),
  CutMix: pictures('factor'),
};
