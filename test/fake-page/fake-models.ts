import type { LayerInfo, ModelInfo } from '../../electron/shared/contract';
import { noModelUse } from '../../electron/shared/default-settings';
import { createNoise } from './fake-maps';

type Row = readonly [name: string, className: string, size: number, channels: number];

/** The first layers of EfficientNet-Lite0, and a shortened rest with its real names. */
const STEM: readonly Row[] = [
  ['input_layer', 'InputLayer', 224, 3],
  ['_conv_stem', 'Conv2D', 112, 32],
  ['_bn0', 'BatchNormalization', 112, 32],
  ['stem_act', 'ReLU', 112, 32],
  ['_blocks_0__depthwise_conv', 'DepthwiseConv2D', 112, 32],
  ['_blocks_0__bn1', 'BatchNormalization', 112, 32],
  ['b0_dw_act', 'ReLU', 112, 32],
  ['_blocks_0__project_conv', 'Conv2D', 112, 16],
  ['_blocks_0__bn2', 'BatchNormalization', 112, 16],
];
const BLOCKS: readonly (readonly [size: number, inner: number, out: number, from: number])[] = [
  [56, 96, 24, 112],
  [56, 144, 24, 56],
  [28, 144, 40, 56],
  [28, 240, 40, 28],
  [14, 240, 80, 28],
  [14, 480, 80, 14],
  [14, 480, 112, 14],
  [14, 672, 112, 14],
  [7, 672, 192, 14],
  [7, 1152, 192, 7],
  [7, 1152, 192, 7],
  [7, 1152, 320, 7],
];

function lite0Rows(): Row[] {
  const rows = [...STEM];
  BLOCKS.forEach(([size, inner, out, from], at) => {
    const block = at + 1;
    rows.push(
      [`_blocks_${block}__expand_conv`, 'Conv2D', from, inner],
      [`_blocks_${block}__bn0`, 'BatchNormalization', from, inner],
      [`b${block}_expand_act`, 'ReLU', from, inner],
      [`_blocks_${block}__depthwise_conv`, 'DepthwiseConv2D', size, inner],
      [`_blocks_${block}__bn1`, 'BatchNormalization', size, inner],
      [`b${block}_dw_act`, 'ReLU', size, inner],
      [`_blocks_${block}__project_conv`, 'Conv2D', size, out],
      [`_blocks_${block}__bn2`, 'BatchNormalization', size, out],
    );
  });
  return rows;
}

/** As many layers and maps as InceptionV3 has: 313 layers, 75,267 maps, up to 2048 in one layer. */
function bigRows(): Row[] {
  const rows: Row[] = [['input_1', 'InputLayer', 299, 3]];
  const sizes = [
    [149, 32],
    [147, 64],
    [73, 80],
    [71, 192],
    [35, 256],
    [17, 192],
    [8, 384],
  ] as const;
  let block = 0;
  while (rows.length < 300) {
    const [size, channels] = sizes[Math.min(sizes.length - 1, Math.floor(rows.length / 42))]!;
    block++;
    rows.push(
      [`conv2d_${block}`, 'Conv2D', size, channels],
      [`batch_normalization_${block}`, 'BatchNormalization', size, channels],
      [`activation_${block}`, 'Activation', size, channels],
    );
  }
  for (let mixed = 0; rows.length < 313; mixed++)
    rows.push([`mixed${mixed}`, 'Concatenate', 8, mixed % 2 ? 2048 : 1280]);
  return rows;
}

export function fakeLayers(isBig: boolean): LayerInfo[] {
  const rows = isBig ? bigRows() : lite0Rows();
  const layers: LayerInfo[] = rows.map(([name, className, size, channels], index) => ({
    index,
    indexPath: String(index),
    depth: 0,
    name,
    ownName: name,
    className,
    shortClassName: className,
    outputShape: [size, size, channels],
    parameterCount: 0,
    isSpatial: true,
    isSigned: !['ReLU', 'Activation'].includes(className),
    hasFilters: className.endsWith('Conv2D'),
    isBlockEnd: /bn2$|^mixed/.test(name),
    isModel: false,
  }));
  if (isBig) return layers;
  const flat = (name: string, className: string, units: number): LayerInfo => ({
    index: layers.length,
    indexPath: String(layers.length),
    depth: 0,
    name,
    ownName: name,
    className,
    shortClassName: className,
    outputShape: [units],
    parameterCount: 0,
    isSpatial: false,
    isSigned: false,
    hasFilters: false,
    isBlockEnd: false,
    isModel: false,
  });
  layers.push(flat('avg_pool', 'GlobalAveragePooling2D', 1280));
  layers.push(flat('predictions', 'Dense', 1000));
  return layers;
}

/** Names of a few real classes; the others carry their number. */
const NAMED: Readonly<Record<number, readonly [wordNetId: string, label: string]>> = {
  281: ['n02123045', 'tabby, tabby cat'],
  282: ['n02123159', 'tiger cat'],
  283: ['n02123394', 'Persian cat'],
  285: ['n02124075', 'Egyptian cat'],
  287: ['n02127052', 'lynx, catamount'],
  331: ['n02326432', 'hare'],
  434: ['n02807133', 'bath towel'],
  552: ['n03325584', 'feather boa, boa'],
  567: ['n03400231', 'frying pan, frypan, skillet'],
  728: ['n03958227', 'plastic bag'],
  904: ['n04589890', 'window screen'],
};
const SHARES: Readonly<Record<number, number>> = {
  285: 0.7712,
  282: 0.1043,
  281: 0.0866,
  287: 0.0192,
  283: 0.0019,
  728: 0.0018,
  904: 0.0015,
  567: 0.0013,
  552: 0.0013,
  331: 0.0012,
  434: 0.0011,
};

/** Three likely cats, a few far seconds, noise. */
export function fakeProbabilities(): Float32Array<ArrayBuffer> {
  return Float32Array.from(
    { length: 1000 },
    (_, index) => SHARES[index] ?? 10 ** (-4.9 + 0.8 * createNoise(index)()),
  );
}

export function fakeModel(isBig: boolean): ModelInfo {
  const side = isBig ? 299 : 224;
  return {
    modelId: isBig ? 'fake-big' : 'fake-lite0',
    title: isBig ? 'InceptionV3' : 'EfficientNet-Lite0',
    inputSize: [side, side],
    channels: 3,
    classCount: 1000,
    preprocess: isBig ? 'tf' : '127/128',
    resize: 'antialias',
    layers: fakeLayers(isBig),
    labels: Array.from({ length: 1000 }, (_, index) => {
      const [wordNetId = `n${String(1440764 + index * 977).padStart(8, '0')}`, label = `class ${index}`] =
        NAMED[index] ?? [];
      return { wordNetId, label };
    }),
    engine: 'TensorFlow 2.16.2',
    threads: 2,
    use: noModelUse,
    inputs: [{ name: 'input', shape: [null, side, side, 3] }],
    isOpenSize: false,
    expected: { name: isBig ? 'tf' : '127/128', reason: 'catalogue', subject: '' },
    heads: ['predictions'],
    head: 'predictions',
    outputKind: 'softmax',
    labelsFrom: 'catalogue',
    labelsFile: '',
    warnings: [],
  };
}
