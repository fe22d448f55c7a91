import { message } from '../../shared/messages/message';
import type { LayerSetting } from '../config/types';
import type { Shape } from '../shapes';
import { badSetting, integer, integerList, lengths } from '../config/setting-reader';
import { spatialRank } from './convolution';
import { onlyInput, requireChannelsLast, weightless, type KindTable } from './kind';

/** Number of values behind the batch axis; null where an axis is open. */
function valueCount(shape: Shape): number | null {
  return shape
    .slice(1)
    .reduce((product, length) => (product === null || length === null ? null : product * length), 1);
}

const flatten = weightless((layer, inputs) => {
  const input = onlyInput(layer, inputs);
  return [[input[0]!, valueCount(input)]];
});

const reshape = weightless((layer, inputs) => {
  const input = onlyInput(layer, inputs);
  const value = layer.config['target_shape'];
  // Keras saves the length that it works out by itself as null where the picture size is open.
  const lengths = Array.isArray(value) ? value.map((length: unknown) => length ?? -1) : value;
  const target: (number | null)[] = integerList(
    { ...layer, config: { target_shape: lengths } },
    'target_shape',
    -1,
  );
  const count = valueCount(input);
  const open = target.indexOf(-1);
  const known = target.reduce<number>((product, length) => (length === -1 ? product : product * length!), 1);
  if (open >= 0) {
    const isWhole = count === null || (known > 0 && count % known === 0);
    if (target.lastIndexOf(-1) !== open || !isWhole)
      throw badSetting(layer, 'target_shape', message('part/wanted-fitting-shape'));
    target[open] = count === null ? null : count / known;
  } else if (count !== null && count !== known)
    throw badSetting(layer, 'target_shape', message('part/wanted-shape-of', { count }));
  return [[input[0]!, ...target]];
});

const permute = weightless((layer, inputs) => {
  const input = onlyInput(layer, inputs);
  const dims = integerList(layer, 'dims');
  const isPermutation = dims.length === input.length - 1 && new Set(dims).size === dims.length;
  if (!isPermutation || dims.some((dim) => dim >= input.length))
    throw badSetting(layer, 'dims', message('part/wanted-permutation', { last: input.length - 1 }));
  return [[input[0]!, ...dims.map((dim) => input[dim]!)]];
});

const repeatVector = weightless((layer, inputs) => {
  const input = onlyInput(layer, inputs, 2);
  return [[input[0]!, integer(layer, 'n'), input[1]!]];
});

/** Amounts at top, bottom, left and right, from any of the three forms Keras saves. */
export function edges(layer: LayerSetting, key: 'padding' | 'cropping'): [number, number, number, number] {
  const value = layer.config[key] ?? (key === 'padding' ? 1 : 0);
  const list = Array.isArray(value) ? value : [value, value];
  const amounts = list.flatMap((entry) => (Array.isArray(entry) ? entry : [entry, entry]));
  if (
    list.length !== 2 ||
    amounts.length !== 4 ||
    amounts.some((n) => !Number.isInteger(n) || n < 0 || n > 65536)
  )
    throw badSetting(layer, key, message('part/wanted-four-wholes'));
  return amounts as [number, number, number, number];
}

const zeroPadding2D = weightless((layer, inputs) => {
  requireChannelsLast(layer);
  const [batch, height, width, channels] = onlyInput(layer, inputs, 4);
  const [top, bottom, left, right] = edges(layer, 'padding');
  return [
    [
      batch!,
      height == null ? null : height + top + bottom,
      width == null ? null : width + left + right,
      channels!,
    ],
  ];
});

const cropping2D = weightless((layer, inputs) => {
  requireChannelsLast(layer);
  const [batch, height, width, channels] = onlyInput(layer, inputs, 4);
  const [top, bottom, left, right] = edges(layer, 'cropping');
  return [
    [
      batch!,
      height == null ? null : height - top - bottom,
      width == null ? null : width - left - right,
      channels!,
    ],
  ];
});

/** Factors of an up-sampling layer, one per axis; Keras 3 saves the 1-D one as a number, Keras 2 as a list. */
export function upSamplingFactors(layer: LayerSetting): number[] {
  const rank = spatialRank(layer);
  return lengths(layer, 'size', rank, new Array<number>(rank).fill(2));
}

const INTERPOLATIONS = [
  'nearest',
  'bilinear',
  'bicubic',
  'lanczos3',
  'lanczos5',
  'gaussian',
  'mitchellcubic',
  'area',
];

/** Name of the way to interpolate. */
export function interpolationOf(layer: LayerSetting, fallback: string): string {
  const value = layer.config['interpolation'] ?? fallback;
  if (typeof value !== 'string' || !INTERPOLATIONS.includes(value.toLowerCase()))
    throw badSetting(layer, 'interpolation', message('part/wanted-interpolation'));
  return value.toLowerCase();
}

const upSampling = weightless((layer, inputs) => {
  requireChannelsLast(layer);
  const factors = upSamplingFactors(layer);
  const input = onlyInput(layer, inputs, factors.length + 2);
  if (factors.length === 2) interpolationOf(layer, 'nearest');
  const spatial = factors.map((factor, axis) => {
    const length = input[axis + 1]!;
    return length === null ? null : length * factor;
  });
  return [[input[0]!, ...spatial, input.at(-1)!]];
});

/** Amounts before and behind the steps of a 1-D padding or cropping layer. */
export function ends(layer: LayerSetting, key: 'padding' | 'cropping'): [number, number] {
  const value = layer.config[key] ?? 1;
  const list = Array.isArray(value) ? value.flat() : [value, value];
  if (list.length !== 2 || list.some((n) => !Number.isInteger(n) || n < 0 || n > 65536))
    throw badSetting(layer, key, message('part/wanted-two-wholes'));
  return list as [number, number];
}

const lengthened = (key: 'padding' | 'cropping', sign: 1 | -1) =>
  weightless((layer, inputs) => {
    requireChannelsLast(layer);
    const [batch, steps, channels] = onlyInput(layer, inputs, 3);
    const [before, behind] = ends(layer, key);
    return [[batch!, steps == null ? null : steps + sign * (before + behind), channels!]];
  });

const zeroPadding1D = lengthened('padding', 1);
const cropping1D = lengthened('cropping', -1);

export const reshapingKinds: KindTable = {
  Flatten: { ...flatten, settings: ['data_format'], values: 'same' },
  Reshape: { ...reshape, settings: ['target_shape'], values: 'same' },
  Permute: { ...permute, settings: ['dims'], values: 'same' },
  RepeatVector: { ...repeatVector, settings: ['n'], values: 'same' },
  ZeroPadding1D: { ...zeroPadding1D, settings: ['padding', 'data_format'], values: 'of-range' },
  ZeroPadding2D: {
    ...zeroPadding2D,
    settings: ['padding', 'data_format'],
    values: 'of-range',
    shortName: 'ZeroPad2D',
  },
  Cropping1D: { ...cropping1D, settings: ['cropping'], values: 'of-range' },
  Cropping2D: { ...cropping2D, settings: ['cropping', 'data_format'], values: 'of-range' },
  UpSampling1D: { ...upSampling, settings: ['size'], values: 'of-range' },
  UpSampling2D: {
    ...upSampling,
    settings: ['size', 'data_format', 'interpolation'],
    values: 'of-range',
    shortName: 'UpSample2D',
  },
};
