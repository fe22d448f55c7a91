import { FeaturescopeError } from '../../shared/errors';
import type { Layer, LayerSetting } from '../network';
import { integer, integerList, flag } from '../setting-reader';
import { conv2D, conv2DTranspose, depthwiseConv2D, separableConv2D } from './convolution';
import { channelsOf, onlyInput, weightless, type LayerKind } from './kind';
import { concatenate, elementwise } from './merge';
import { batchNormalization, layerNormalization, normalization } from './normalization';
import { globalPooling2D, pooling2D } from './pooling';
import {
  cropping2D,
  flatten,
  permute,
  repeatVector,
  reshape,
  upSampling2D,
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
  outputs: (layer, inputs) => [[...onlyInput(layer, inputs).slice(0, -1), integer(layer, 'units')]],
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
  'Dropout',
  'SpatialDropout1D',
  'SpatialDropout2D',
  'AlphaDropout',
  'GaussianDropout',
  'GaussianNoise',
  'ActivityRegularization',
];

const kinds: Readonly<Record<string, LayerKind>> = {
  Conv2D: conv2D,
  DepthwiseConv2D: depthwiseConv2D,
  SeparableConv2D: separableConv2D,
  Conv2DTranspose: conv2DTranspose,
  MaxPooling2D: pooling2D,
  AveragePooling2D: pooling2D,
  GlobalAveragePooling2D: globalPooling2D,
  GlobalMaxPooling2D: globalPooling2D,
  BatchNormalization: batchNormalization,
  LayerNormalization: layerNormalization,
  Normalization: normalization,
  Dense: dense,
  Activation: sameShape,
  ReLU: sameShape,
  LeakyReLU: sameShape,
  PReLU: prelu,
  ELU: sameShape,
  Softmax: sameShape,
  Rescaling: sameShape,
  Add: elementwise,
  Subtract: elementwise,
  Multiply: elementwise,
  Average: elementwise,
  Maximum: elementwise,
  Minimum: elementwise,
  Concatenate: concatenate,
  Flatten: flatten,
  Reshape: reshape,
  Permute: permute,
  RepeatVector: repeatVector,
  ZeroPadding2D: zeroPadding2D,
  Cropping2D: cropping2D,
  UpSampling2D: upSampling2D,
  ...Object.fromEntries(IDENTITY_CLASSES.map((name) => [name, sameShape])),
};

/** The shape half of a layer class; undefined where the class is not supported. */
export function kindOf(layer: Pick<LayerSetting, 'className'>): LayerKind | undefined {
  return Object.hasOwn(kinds, layer.className) ? kinds[layer.className] : undefined;
}

/** Reasons to refuse a class that are worth more than "not supported". */
function reasonFor(className: string): string {
  if (className === 'Lambda' || className === 'TFOpLambda')
    return 'holds code of its author, which is never run; replace it by a Keras layer and save the model again';
  if (/3D$|1D$/.test(className))
    return 'works on volumes or sequences, not on pictures, and is not supported';
  if (/RNN|LSTM|GRU|Embedding|TextVectorization/.test(className))
    return 'belongs to models for text or sequences, not for pictures, and is not supported';
  return 'is not supported; if it is a layer of your own, its code is not in the file';
}

/**
 * The shape half of a layer class.
 * @throws FeaturescopeError model/unsupported-layer, naming layer, class and index
 */
export function requireKind(layer: Pick<Layer, 'name' | 'className' | 'index'>): LayerKind {
  const kind = kindOf(layer);
  if (kind) return kind;
  throw new FeaturescopeError(
    'model/unsupported-layer',
    `layer ${layer.name} (class ${layer.className}, index ${layer.index}) ${reasonFor(layer.className)}.`,
  );
}
