import type { LayerSetting, Shape } from '../network';
import { badSetting, integer, integerList, pair } from '../setting-reader';
import { onlyInput, requireChannelsLast, weightless } from './kind';

/** Number of values behind the batch axis; null where an axis is open. */
function valueCount(shape: Shape): number | null {
  return shape
    .slice(1)
    .reduce((product, length) => (product === null || length === null ? null : product * length), 1);
}

export const flatten = weightless((layer, inputs) => {
  const input = onlyInput(layer, inputs);
  return [[input[0]!, valueCount(input)]];
});

export const reshape = weightless((layer, inputs) => {
  const input = onlyInput(layer, inputs);
  const target: (number | null)[] = integerList(layer, 'target_shape', -1);
  const count = valueCount(input);
  const open = target.indexOf(-1);
  const known = target.reduce<number>((product, length) => (length === -1 ? product : product * length!), 1);
  if (open >= 0) {
    const isWhole = count === null || (known > 0 && count % known === 0);
    if (target.lastIndexOf(-1) !== open || !isWhole)
      throw badSetting(layer, 'target_shape', 'a fitting shape');
    target[open] = count === null ? null : count / known;
  } else if (count !== null && count !== known)
    throw badSetting(layer, 'target_shape', `a shape of ${count} values`);
  return [[input[0]!, ...target]];
});

export const permute = weightless((layer, inputs) => {
  const input = onlyInput(layer, inputs);
  const dims = integerList(layer, 'dims');
  const isPermutation = dims.length === input.length - 1 && new Set(dims).size === dims.length;
  if (!isPermutation || dims.some((dim) => dim >= input.length))
    throw badSetting(layer, 'dims', `a permutation of 1 to ${input.length - 1}`);
  return [[input[0]!, ...dims.map((dim) => input[dim]!)]];
});

export const repeatVector = weightless((layer, inputs) => {
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
    throw badSetting(layer, key, 'up to four whole numbers');
  return amounts as [number, number, number, number];
}

export const zeroPadding2D = weightless((layer, inputs) => {
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

export const cropping2D = weightless((layer, inputs) => {
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

export const upSampling2D = weightless((layer, inputs) => {
  requireChannelsLast(layer);
  const [batch, height, width, channels] = onlyInput(layer, inputs, 4);
  const [rows, columns] = pair(layer, 'size', [2, 2]);
  const interpolation = layer.config['interpolation'] ?? 'nearest';
  if (interpolation !== 'nearest' && interpolation !== 'bilinear')
    throw badSetting(layer, 'interpolation', '"nearest" or "bilinear"');
  return [[batch!, height == null ? null : height * rows, width == null ? null : width * columns, channels!]];
});
