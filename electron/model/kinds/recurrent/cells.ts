import { message } from '../../../shared/messages/message';
import {
  activation,
  badSetting,
  flag,
  integer,
  lengths,
  unsupportedSetting,
} from '../../config/setting-reader';
import type { LayerSetting } from '../../config/types';
import type { WeightSpec } from '../../network';
import { formatShape, type Shape } from '../../shapes';
import { requireActivation } from '../activations';
import { requireChannelsLast, windowedLength } from '../kind';
import { unsupportedLayer } from '../unsupported-layer';

/** What a recurrent layer computes in each step. */
export interface Cell {
  readonly kind: 'simple' | 'gru' | 'lstm' | 'convolution';
  readonly setting: LayerSetting;
  /** Before the names of its weights. */
  readonly prefix: string;
  /** Path of the layer that keeps its weights, where that is not the recurrent layer itself. */
  readonly part: string | undefined;
  readonly units: number;
  /** Arrays that go from step to step: the output, and behind it the carry of an LSTM. */
  readonly stateCount: 1 | 2;
  /** A gated cell resets its state behind the product with the kernel, and has a bias of its own there. */
  readonly resetsAfter: boolean;
}

/** Layers that Keras 2 had for a GPU alone, with fixed activations and no cell inside. They compute what LSTM and GRU do. */
export function isForGpu({ className }: LayerSetting): boolean {
  return className === 'CuDNNGRU' || className === 'CuDNNLSTM';
}

const KINDS_OF_CELL: Readonly<Record<string, Cell['kind']>> = {
  SimpleRNN: 'simple',
  SimpleRNNCell: 'simple',
  GRU: 'gru',
  GRUCell: 'gru',
  LSTM: 'lstm',
  LSTMCell: 'lstm',
  CuDNNGRU: 'gru',
  CuDNNLSTM: 'lstm',
  ConvLSTM1D: 'convolution',
  ConvLSTM2D: 'convolution',
};

/** Names of files' groups for the cells of a stack: `lstm_cell`, `lstm_cell_1`. Source: Keras to_snake_case. */
const GROUP_OF_CELL: Readonly<Record<string, string>> = {
  SimpleRNNCell: 'simple_rnn_cell',
  GRUCell: 'gru_cell',
  LSTMCell: 'lstm_cell',
  StackedRNNCells: 'stacked_rnn_cells',
};

/**
 * The cells of a layer, in the order in which a step goes through them.
 * @param prefix  before the names of their weights
 * @param part    path of what keeps the weights
 */
export function cellsOf(setting: LayerSetting, prefix: string, part?: string): Cell[] {
  const { className } = setting;
  if (className === 'StackedRNNCells') {
    if (setting.config['reverse_state_order'] === true)
      throw unsupportedSetting(setting, message('part/a-setting', { setting: 'reverse_state_order' }));
    const inside = Object.entries(setting.inside ?? {}).filter(([key]) => key.startsWith('cells/'));
    if (inside.length === 0) throw badSetting(setting, 'cells', message('part/wanted-cells'));
    const counts = new Map<string, number>();
    return inside.flatMap(([key, cell]) => {
      const count = counts.get(cell.className) ?? 0;
      counts.set(cell.className, count + 1);
      const group = GROUP_OF_CELL[cell.className] ?? '';
      return cellsOf(cell, `${prefix}${key}/`, `${part}/cells/${group}${count > 0 ? `_${count}` : ''}`);
    });
  }
  const kind = Object.hasOwn(KINDS_OF_CELL, className) ? KINDS_OF_CELL[className] : undefined;
  if (!kind) throw unsupportedLayer(setting);
  const units = integer(setting, kind === 'convolution' ? 'filters' : 'units');
  for (const key of ['activation', 'recurrent_activation']) {
    const chosen = withActivation(setting, key);
    requireActivation(chosen);
    // It would halve what goes from step to step.
    if (activation(chosen).name === 'glu')
      throw unsupportedSetting(setting, message('part/an-activation', { activation: 'glu' }));
  }
  const stateCount = kind === 'lstm' || kind === 'convolution' ? 2 : 1;
  const resetsAfter = kind === 'gru' && (isForGpu(setting) || flag(setting, 'reset_after', false));
  return [{ kind, setting, prefix, part, units, stateCount, resetsAfter }];
}

/** A layer whose `activation` is another of its settings, or what Keras takes where the setting is missing. */
export function withActivation(setting: LayerSetting, key: string): LayerSetting {
  const fallback = key === 'activation' ? 'tanh' : 'sigmoid';
  const value = setting.config[key];
  return { ...setting, config: { activation: value === undefined ? fallback : value } };
}

/** Kernel, strides and dilation of a convolutional cell. */
export function cellWindow(setting: LayerSetting) {
  const rank = setting.className === 'ConvLSTM1D' ? 1 : 2;
  const ones = new Array<number>(rank).fill(1);
  return {
    kernel: lengths(setting, 'kernel_size', rank),
    strides: lengths(setting, 'strides', rank, ones),
    dilation: lengths(setting, 'dilation_rate', rank, ones),
  };
}

/** `same` or `valid`, as of the convolution of a convolutional cell. */
export function cellPadding(setting: LayerSetting): 'same' | 'valid' {
  return setting.config['padding'] === 'same' ? 'same' : 'valid';
}

/** Axes of the output and of each state of a cell. */
export function outputOf({ kind, setting, units }: Cell, step: Shape): Shape {
  if (kind !== 'convolution') return [units];
  requireChannelsLast(setting);
  const { kernel, strides, dilation } = cellWindow(setting);
  if (strides.some((stride) => stride > 1) && dilation.some((rate) => rate > 1))
    throw unsupportedSetting(setting, message('part/stride-and-dilation'));
  const size = kernel.map((window, axis) =>
    windowedLength(step[axis]!, window, strides[axis]!, dilation[axis]!, cellPadding(setting)),
  );
  return [...size, units];
}

/** How many times as wide as its output what a cell adds up is. */
export const GATES: Readonly<Record<Cell['kind'], number>> = { simple: 1, gru: 3, lstm: 4, convolution: 4 };

/** Weights of a cell whose step has these axes. */
export function weightsOf(cell: Cell, step: Shape): WeightSpec[] {
  const { kind, setting, units, prefix, part, resetsAfter } = cell;
  const features = step.at(-1);
  if (features == null)
    throw unsupportedSetting(
      setting,
      message('part/open-channels', { shape: formatShape([null, null, ...step]) }),
    );
  const window = kind === 'convolution' ? cellWindow(setting).kernel : [];
  const width = GATES[kind] * units;
  const spec = (name: string, shape: readonly number[]): WeightSpec => ({
    name: `${prefix}${name}`,
    shape,
    isTrainable: true,
    ...(part !== undefined && { part }),
    ...((kind === 'lstm' || resetsAfter) && { gates: GATES[kind] }),
    ...(name === 'bias' && isForGpu(setting) && { storedCount: 2 * width }),
  });
  return [
    spec('kernel', [...window, features, width]),
    spec('recurrent_kernel', [...window, units, width]),
    ...(flag(setting, 'use_bias', true) ? [spec('bias', resetsAfter ? [2, width] : [width])] : []),
  ];
}
