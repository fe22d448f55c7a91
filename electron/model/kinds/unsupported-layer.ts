import { failed, type FeaturescopeError } from '../../shared/errors';
import { message, type Message } from '../../shared/messages/message';
import type { LayerSetting } from '../config/types';
import { layerMention } from '../config/setting-reader';

/** Classes of Keras that cannot be computed, by why (keras 3.15.1, tf_keras 2.16.0, older ones; a test compares the list). */
const OF_KERAS: readonly (readonly [reason: Message, names: readonly string[]])[] = [
  [message('part/is-lambda'), ['Lambda']],
  [
    message('part/is-for-volumes'),
    [
      ...[
        'Conv3D',
        'Conv3DTranspose',
        'Convolution3D',
        'Convolution3DTranspose',
        'Deconvolution3D',
        'ConvLSTM3D',
      ],
      ...['MaxPooling3D', 'MaxPool3D', 'AveragePooling3D', 'AvgPool3D', 'AdaptiveAveragePooling3D'],
      ...[
        'AdaptiveMaxPooling3D',
        'GlobalAveragePooling3D',
        'GlobalAvgPool3D',
        'GlobalMaxPooling3D',
        'GlobalMaxPool3D',
      ],
      ...[
        'UpSampling3D',
        'ZeroPadding3D',
        'Cropping3D',
        'SpatialDropout3D',
        'SeparableConv3D',
        'DepthwiseConv3D',
      ],
    ],
  ],
  [
    message('part/is-for-text'),
    [
      ...['TextVectorization', 'Hashing', 'HashedCrossing', 'StringLookup', 'IntegerLookup'],
      ...['CategoryCrossing', 'DenseFeatures', 'ReversibleEmbedding'],
    ],
  ],
  [message('part/is-for-sound'), ['MelSpectrogram', 'STFTSpectrogram']],
  [
    message('part/is-of-others'),
    ['TFSMLayer', 'TorchModuleWrapper', 'JaxLayer', 'FlaxLayer', 'TensorFlowOpLayer'],
  ],
  [
    message('part/is-of-keras'),
    [
      ...['LocallyConnected1D', 'LocallyConnected2D', 'SpectralNormalization', 'Wrapper', 'AbstractRNNCell'],
      ...['LSTMCell', 'GRUCell', 'SimpleRNNCell', 'StackedRNNCells', 'Equalization', 'Solarization'],
      ...['AutoContrast', 'ContrastLimitedAdaptiveHistogramEqualization', 'MaxNumBoundingBoxes', 'Pipeline'],
      ...['MaxoutDense', 'Highway', 'AtrousConvolution1D', 'AtrousConvolution2D'],
    ],
  ],
];
const REASONS = new Map(OF_KERAS.flatMap(([reason, names]) => names.map((name) => [name, reason] as const)));

/** Wrappers of TensorFlow's Model Optimization, which most people mean to take off before they use a model. */
const OF_OPTIMIZATION: readonly (readonly [RegExp, Message])[] = [
  [/(^|>)Quantize(Layer|Wrapper(V2)?)$/, message('part/is-quantize-wrapper')],
  [/(^|>)PruneLowMagnitude$/, message('part/is-prune-wrapper')],
  [/(^|>)ClusterWeights$/, message('part/is-cluster-wrapper')],
];

/** Names of all classes of Keras that are known and cannot be computed. */
export function refusedClasses(): string[] {
  return [...REASONS.keys()];
}

/** Why a class is refused, where more can be said than "not supported". Letters in the name of somebody's own class say nothing. */
function reasonFor(className: string, functionName: string | undefined): Message {
  if (functionName !== undefined) return message('part/is-function', { operation: functionName });
  const wrapper = OF_OPTIMIZATION.find(([name]) => name.test(className));
  return REASONS.get(className) ?? wrapper?.[1] ?? message('part/is-unknown');
}

type Named = Pick<LayerSetting, 'name' | 'className' | 'functionName' | 'index'>;

/** The failure of a layer of a class, or a function, that cannot be computed. */
export function unsupportedLayer(layer: Named): FeaturescopeError {
  const reason = reasonFor(layer.className, layer.functionName);
  return failed('model/unsupported-layer', { layer: layerMention(layer), reason });
}
