import { message } from '../../shared/messages/message';
import { damagedConfig } from './call-arguments';

/** Other names under which files know a class: of older versions of Keras, and of its own aliases. */
const ALIASES: Readonly<Record<string, string>> = {
  Model: 'Functional',
  BatchNormalizationV1: 'BatchNormalization',
  BatchNormalizationV2: 'BatchNormalization',
  SyncBatchNormalization: 'BatchNormalization',
  Convolution1D: 'Conv1D',
  Convolution2D: 'Conv2D',
  Convolution2DTranspose: 'Conv2DTranspose',
  Deconvolution2D: 'Conv2DTranspose',
  SeparableConvolution1D: 'SeparableConv1D',
  SeparableConvolution2D: 'SeparableConv2D',
  DepthwiseConvolution2D: 'DepthwiseConv2D',
  MaxPool1D: 'MaxPooling1D',
  MaxPool2D: 'MaxPooling2D',
  AvgPool1D: 'AveragePooling1D',
  AvgPool2D: 'AveragePooling2D',
  GlobalMaxPool1D: 'GlobalMaxPooling1D',
  GlobalMaxPool2D: 'GlobalMaxPooling2D',
  GlobalAvgPool1D: 'GlobalAveragePooling1D',
  GlobalAvgPool2D: 'GlobalAveragePooling2D',
  GroupQueryAttention: 'GroupedQueryAttention',
};

/** Parts of Keras itself, as far as their names say: `keras.src.layers`, `tensorflow.python.keras...`, `tf_keras.src...`. */
const KERAS_MODULE = /^(tensorflow\.(python\.)?|tf\.)?(tf_)?keras(\.|$)/;

/**
 * `keras.layers>Conv2D`, `keras.src.layers.Conv2D` and old aliases become the one name used everywhere. Classes of other
 * packages keep their full name, so that nobody's `my_package>Conv2D` is taken for Keras' own.
 * @throws FeaturescopeError model/bad-config
 */
export function plainClassName(value: unknown, module: unknown): string {
  if (typeof value !== 'string' || value === '') throw damagedConfig(message('part/a-class'));
  const [, prefix, bare] = /^(.*)[.>]([^.>]+)$/.exec(value) ?? [undefined, '', value];
  if (prefix && !KERAS_MODULE.test(prefix)) return value;
  const isForeign = typeof module === 'string' && module !== '' && !KERAS_MODULE.test(module);
  const name = Object.hasOwn(ALIASES, bare!) ? ALIASES[bare!]! : bare!;
  return isForeign ? `${module}>${name}` : name;
}
