/** Made-up kernels behind the maps of a fake model: the first one sees colours, depthwise ones one channel, others are 1 x 1. */
import type { Arithmetic, KernelView, LayerInfo } from '../../electron/shared/contract';
import { fakeNumbers } from './fake-layers';

const MOST = { bars: 64, channels: 6, colour: 3 } as const;

/** The layer with weights whose results a layer shows, changed value by value. */
function unitOf(layers: readonly LayerInfo[], { index, className }: LayerInfo): LayerInfo | null {
  if (/Conv2D$/.test(className)) return layers[index]!;
  const isPlain = /^(BatchNormalization|ReLU|Activation)$/.test(className);
  return isPlain && index > 0 ? unitOf(layers, layers[index - 1]!) : null;
}

const lengthOf = (values: Float32Array) => Math.hypot(...values);

export function fakeKernel(
  layers: readonly LayerInfo[],
  layer: LayerInfo,
  filter: number,
): KernelView | null {
  const unit = unitOf(layers, layer);
  const input = unit && layers[unit.index - 1];
  if (!unit || !input) return null;
  const isDepthwise = unit.className.startsWith('Depthwise');
  const isFirst = input.className === 'InputLayer';
  const side = isDepthwise || isFirst ? 3 : 1;
  const kind = isFirst ? 'colour' : side === 1 ? 'bars' : 'channels';
  const inputs = isDepthwise ? 1 : input.outputShape[2]!;
  const planes = Array.from({ length: inputs }, (_, place) => ({
    channel: isDepthwise ? filter : place,
    weights: fakeNumbers(unit.index * 7919 + filter * 131 + place, side * side, 0.5),
  }));
  const limit = Math.max(...planes.flatMap(({ weights }) => [...weights].map(Math.abs)));
  if (!isFirst) planes.sort((a, b) => lengthOf(b.weights) - lengthOf(a.weights));
  const shown = planes.slice(0, MOST[kind]);
  const norms = layers
    .slice(unit.index + 1, layer.index + 1)
    .filter(({ className }) => className === 'BatchNormalization');
  return {
    ...{ layer: unit.index, input: input.index, kind, height: side, width: side, inputs, limit },
    channels: Int32Array.from(shown, ({ channel }) => channel),
    values: Float32Array.from(shown.flatMap(({ weights }) => [...weights])),
    norms: Float32Array.from(shown, ({ weights }) => lengthOf(weights)),
    bias: isFirst ? 0.25 : null,
    normalizations: norms.map(({ index }) => ({
      ...{ layer: index, gamma: 1.5, beta: 0.4, mean: 0.2, variance: 0.249, epsilon: 0.001 },
      ...{ factor: 3, shift: -0.2 },
    })),
  };
}

/** How the values of a fake map would come about, with made-up values under its kernel; the map's own value is not theirs. */
export function fakeArithmetic(
  layers: readonly LayerInfo[],
  layer: LayerInfo,
  { filter, row, column }: { filter: number; row: number; column: number },
  value: number,
): Arithmetic | null {
  const kernel = fakeKernel(layers, layer, filter);
  if (!kernel) return null;
  const { channels, height, width, normalizations } = kernel;
  const taps = height * width;
  const count = channels.length;
  const weights = Float32Array.from(
    { length: taps * count },
    (_, at) => kernel.values[(at % count) * taps + Math.floor(at / count)]!,
  );
  // The upper left corner has one row and one column beyond the border.
  const around = (at: number, length: number) =>
    Int32Array.from({ length }, (_, tap) => at + tap - (length > 1 ? 1 : 0));
  const [rows, columns] = [around(row, height), around(column, width)];
  const seeds = fakeNumbers(row * 997 + column + layer.index, taps * count, 2);
  const patch = seeds.map((number, at) => {
    const tap = Math.floor(at / count);
    return rows[Math.floor(tap / width)]! < 0 || columns[tap % width]! < 0 ? 0 : number;
  });
  const sum = patch.reduce((total, number, at) => total + number * weights[at]!, 0);
  const steps: Arithmetic['steps'][number][] = [];
  let after = sum;
  if (kernel.bias !== null)
    steps.push({ kind: 'bias', bias: kernel.bias, layer: kernel.layer, after: (after += kernel.bias) });
  for (const { factor, shift, layer: norm } of normalizations)
    steps.push({ kind: 'norm', factor, shift, layer: norm, after: (after = after * factor + shift) });
  if (layer.className === 'ReLU')
    steps.push({ kind: 'activation', name: 'ReLU', layer: layer.index, after: (after = Math.max(0, after)) });
  return {
    products: { layer: kernel.layer, height, width, channels, rows, columns, patch, weights, sum },
    ...{ input: kernel.input, steps, result: after, value },
  };
}
