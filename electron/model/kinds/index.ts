import { failed, type FeaturescopeError } from '../../shared/errors';
import { message, type Message } from '../../shared/messages/message';
import type { Layer } from '../network';
import type { LayerSetting } from '../config/types';
import { integer, integerList, flag, layerMention } from '../config/setting-reader';
import { activated, activationLayer, rectifier } from './activation';
import { attention, embedding, multiHeadAttention } from './attention';
import {
  convolution,
  depthwiseConvolution,
  separableConvolution,
  transposedConvolution,
} from './convolution';
import { einsumDense } from './einsum-dense';
import { channelsOf, onlyInput, weightless, type LayerKind } from './kind';
import { concatenate, dot, elementwise } from './merge';
import {
  batchNormalization,
  groupNormalization,
  layerNormalization,
  layerScale,
  normalization,
  rescaling,
  rmsNormalization,
  unitNormalization,
} from './normalization';
import { operationKind } from './functions';
import { centerCrop, randomCrop, resizing } from './picture-size';
import { adaptivePooling, globalPooling, pooling } from './pooling';
import {
  cropping1D,
  cropping2D,
  flatten,
  permute,
  repeatVector,
  reshape,
  upSampling,
  zeroPadding1D,
  zeroPadding2D,
} from './reshaping';

const sameShape = weightless((layer, inputs) => [onlyInput(layer, inputs)]);

const dense: LayerKind = {
  weights(layer, inputs) {
    const units = integer(layer, 'units');
    const shape = [channelsOf(layer, onlyInput(layer, inputs)), units];
    const kernel = { name: 'kernel', shape, isTrainable: true };
    return flag(layer, 'use_bias', true)
      ? [kernel, { name: 'bias', shape: [units], isTrainable: true }]
      : [kernel];
  },
  outputs(layer, inputs) {
    return [activated(layer, [...onlyInput(layer, inputs).slice(0, -1), integer(layer, 'units')])];
  },
};

const prelu: LayerKind = {
  weights(layer, inputs) {
    const shared = layer.config['shared_axes'] == null ? [] : integerList(layer, 'shared_axes');
    const input = onlyInput(layer, inputs);
    const shape = input.slice(1).map((length, place) => (shared.includes(place + 1) ? 1 : length));
    return [{ name: 'alpha', shape: shape.map((length) => length ?? 1), isTrainable: true }];
  },
  outputs: (layer, inputs) => [onlyInput(layer, inputs)],
};

/** Layers that do nothing when a trained model is used. */
export const IDENTITY_CLASSES: readonly string[] = [
  ...['Dropout', 'SpatialDropout1D', 'SpatialDropout2D', 'AlphaDropout', 'GaussianDropout', 'GaussianNoise'],
  ...['ActivityRegularization', 'Identity', 'StochasticDepth'],
  ...[
    'RandomFlip',
    'RandomRotation',
    'RandomZoom',
    'RandomTranslation',
    'RandomContrast',
    'RandomBrightness',
  ],
  ...['RandomHeight', 'RandomWidth', 'RandomShear', 'RandomHue', 'RandomSaturation', 'RandomSharpness'],
  ...[
    'RandomColorJitter',
    'RandomColorDegeneration',
    'RandomGrayscale',
    'RandomPosterization',
    'RandomInvert',
  ],
  ...['RandomPerspective', 'RandomErasing', 'RandomGaussianBlur', 'RandomElasticTransform'],
  ...['RandAugment', 'AugMix', 'MixUp', 'CutMix'],
];

const kinds: Readonly<Record<string, LayerKind>> = {
  Conv1D: convolution,
  Conv2D: convolution,
  DepthwiseConv1D: depthwiseConvolution,
  DepthwiseConv2D: depthwiseConvolution,
  SeparableConv1D: separableConvolution,
  SeparableConv2D: separableConvolution,
  Conv1DTranspose: transposedConvolution,
  Conv2DTranspose: transposedConvolution,
  MaxPooling1D: pooling,
  MaxPooling2D: pooling,
  AveragePooling1D: pooling,
  AveragePooling2D: pooling,
  GlobalAveragePooling1D: globalPooling,
  GlobalAveragePooling2D: globalPooling,
  GlobalMaxPooling1D: globalPooling,
  GlobalMaxPooling2D: globalPooling,
  AdaptiveAveragePooling1D: adaptivePooling,
  AdaptiveAveragePooling2D: adaptivePooling,
  AdaptiveMaxPooling1D: adaptivePooling,
  AdaptiveMaxPooling2D: adaptivePooling,
  BatchNormalization: batchNormalization,
  LayerNormalization: layerNormalization,
  GroupNormalization: groupNormalization,
  UnitNormalization: unitNormalization,
  RMSNormalization: rmsNormalization,
  LayerScale: layerScale,
  Normalization: normalization,
  Dense: dense,
  EinsumDense: einsumDense,
  Activation: activationLayer,
  ReLU: rectifier,
  LeakyReLU: sameShape,
  PReLU: prelu,
  ELU: sameShape,
  ThresholdedReLU: sameShape,
  Softmax: sameShape,
  Rescaling: rescaling,
  Add: elementwise,
  Subtract: elementwise,
  Multiply: elementwise,
  Average: elementwise,
  Maximum: elementwise,
  Minimum: elementwise,
  CustomScaleLayer: elementwise,
  Concatenate: concatenate,
  Dot: dot,
  Flatten: flatten,
  Reshape: reshape,
  Permute: permute,
  RepeatVector: repeatVector,
  ZeroPadding1D: zeroPadding1D,
  ZeroPadding2D: zeroPadding2D,
  Cropping1D: cropping1D,
  Cropping2D: cropping2D,
  UpSampling1D: upSampling,
  UpSampling2D: upSampling,
  Resizing: resizing,
  CenterCrop: centerCrop,
  RandomCrop: randomCrop,
  MultiHeadAttention: multiHeadAttention,
  GroupedQueryAttention: multiHeadAttention,
  Attention: attention,
  AdditiveAttention: attention,
  Embedding: embedding,
  ...Object.fromEntries(IDENTITY_CLASSES.map((name) => [name, sameShape])),
};

/** The shape half of a layer class; undefined where the class is not supported. */
export function kindOf(layer: Pick<LayerSetting, 'className' | 'operation'>): LayerKind | undefined {
  if (layer.operation !== undefined) return operationKind(layer.operation);
  return Object.hasOwn(kinds, layer.className) ? kinds[layer.className] : undefined;
}

/** Why a class is refused, where more can be said than "not supported". */
function reasonFor(className: string, operation: string | undefined): Message {
  if (operation !== undefined) return message('part/is-function', { operation });
  if (className === 'Lambda') return message('part/is-lambda');
  if (/3D/.test(className)) return message('part/is-for-volumes');
  if (/RNN|LSTM|GRU|Bidirectional/.test(className)) return message('part/is-recurrent');
  if (/Embedding|TextVectorization|Hashing|StringLookup/.test(className)) return message('part/is-for-text');
  if (className === 'Masking') return message('part/is-masking');
  if (className === 'TimeDistributed') return message('part/is-time-distributed');
  return message('part/is-unknown');
}

/**
 * The shape half of a layer class.
 * @throws FeaturescopeError model/unsupported-layer, naming layer, class and index
 */
export function requireKind(layer: Pick<Layer, 'name' | 'className' | 'operation' | 'index'>): LayerKind {
  const kind = kindOf(layer);
  if (kind) return kind;
  const reason = reasonFor(layer.className, layer.operation);
  throw failed('model/unsupported-layer', { layer: layerMention(layer), reason });
}

/** Refuses what looks words up in the model's own input: a model for text, even where every layer could be computed. */
export function refuseTextInput(layer: Pick<Layer, 'name' | 'className' | 'index'>): FeaturescopeError {
  const reason = message('part/is-for-text');
  return failed('model/unsupported-layer', { layer: layerMention(layer), reason });
}
