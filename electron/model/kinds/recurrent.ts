import { message } from '../../shared/messages/message';
import { placesIn } from '../config/operand';
import {
  activation,
  badGraph,
  badSetting,
  flag,
  integer,
  layerPart,
  lengths,
  unsupportedSetting,
} from '../config/setting-reader';
import { tellDuring } from '../../shared/errors';
import type { CallArguments, LayerSetting } from '../config/types';
import type { WeightSpec } from '../network';
import { formatShape, type Shape } from '../shapes';
import { requireActivation } from './activations';
import { requireChannelsLast, windowedLength, type KindTable, type LayerKind, type Shapes } from './kind';
import { unsupportedLayer } from './unsupported-layer';

/** What a recurrent layer computes in each step. */
export interface Cell {
  readonly kind: 'simple' | 'gru' | 'lstm' | 'convolution';
  readonly setting: LayerSetting;
  /** Before the names of its weights. */
  readonly prefix: string;
  /** Path of the layer that keeps its weights. */
  readonly part: string;
  readonly units: number;
  /** Arrays that go from step to step: the output, and behind it the carry of an LSTM. */
  readonly stateCount: 1 | 2;
}

/** A recurrent layer that goes through the steps in one direction. */
export interface Direction {
  readonly setting: LayerSetting;
  readonly cells: readonly Cell[];
  readonly returnsSequences: boolean;
  readonly returnsState: boolean;
  readonly goesBackwards: boolean;
  /** The first axis counts the steps, the second the pictures. */
  readonly isTimeMajor: boolean;
  /** Steps that a mask hides give zeros, not the output of the step before. */
  readonly givesZeros: boolean;
}

/** How the outputs of the two directions of a bidirectional layer become one; null: both stay. */
export type MergeMode = 'sum' | 'mul' | 'ave' | 'concat' | null;

const KINDS_OF_CELL: Readonly<Record<string, Cell['kind']>> = {
  SimpleRNN: 'simple',
  SimpleRNNCell: 'simple',
  GRU: 'gru',
  GRUCell: 'gru',
  LSTM: 'lstm',
  LSTMCell: 'lstm',
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

function cellsOf(setting: LayerSetting, prefix: string, part: string): Cell[] {
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
  return [{ kind, setting, prefix, part, units, stateCount }];
}

/** A layer whose `activation` is another of its settings, or what Keras takes where the setting is missing. */
export function withActivation(setting: LayerSetting, key: string): LayerSetting {
  const fallback = key === 'activation' ? 'tanh' : 'sigmoid';
  const value = setting.config[key];
  return { ...setting, config: { activation: value === undefined ? fallback : value } };
}

/** A recurrent layer, `RNN` with its cell included. */
function directionOf(setting: LayerSetting, prefix = '', part = ''): Direction {
  const isGeneral = setting.className === 'RNN';
  const cell = isGeneral ? setting.inside?.['cell'] : setting;
  if (!cell) throw badSetting(setting, 'cell', message('part/wanted-cells'));
  const cells = isGeneral
    ? tellDuring(layerPart(setting), () => cellsOf(cell, prefix, `${part}cell`))
    : cellsOf(cell, prefix, `${part}cell`);
  if (Number(setting.config['num_constants'] ?? 0) > 0)
    throw unsupportedSetting(setting, message('part/a-setting', { setting: 'num_constants' }));
  return {
    setting,
    cells,
    returnsSequences: flag(setting, 'return_sequences', false),
    returnsState: flag(setting, 'return_state', false),
    goesBackwards: flag(setting, 'go_backwards', false),
    isTimeMajor: flag(setting, 'time_major', false),
    givesZeros: flag(setting, 'zero_output_for_mask', false),
  };
}

/** The two directions of a bidirectional layer: one layer, and the same or another one that goes backwards. */
function bothDirections(layer: LayerSetting): [Direction, Direction] {
  const forward = layer.inside?.['layer'];
  if (!forward) throw badSetting(layer, 'layer', message('part/wanted-layer'));
  const { config, kerasMajor } = forward;
  const turned = kerasMajor >= 3 || config['go_backwards'] !== true;
  const backward = layer.inside['backward_layer'] ?? {
    ...forward,
    config: { ...config, go_backwards: turned },
  };
  return tellDuring(layerPart(layer), () => {
    const both = [
      directionOf(forward, 'forward/', 'forward_layer/'),
      directionOf(backward, 'backward/', 'backward_layer/'),
    ] as const;
    // Keras sets this whatever the file says.
    const [first, second] = both.map((one) => ({ ...one, givesZeros: one.returnsSequences }));
    return [first!, second!];
  });
}

/** The directions in which a recurrent layer goes: one, or both of a bidirectional one. */
export function directionsOf(layer: LayerSetting): Direction[] {
  return layer.className === 'Bidirectional' ? bothDirections(layer) : [directionOf(layer)];
}

/** How a bidirectional layer joins its directions. */
export function mergeModeOf(layer: LayerSetting): MergeMode {
  const mode = layer.config['merge_mode'];
  if (mode === undefined) return 'concat';
  if (mode === null || mode === 'sum' || mode === 'mul' || mode === 'ave' || mode === 'concat') return mode;
  throw badSetting(layer, 'merge_mode', message('part/wanted-merge-mode'));
}

/** Places of the inputs of a recurrent layer. */
export interface RecurrentInputs {
  readonly sequence: number;
  /** States that the first step gets in place of zeros, in order of cells and directions. */
  readonly initial: readonly number[];
  /** 1 for steps that count, 0 for those that are left out. */
  readonly mask: number | undefined;
}

/** Reads what a recurrent layer was called with: Keras 2 gives states behind the sequence in a list. */
export function recurrentInputs({ positional, named }: CallArguments): RecurrentInputs {
  const [sequence = 0, ...behind] = placesIn(positional[0]);
  const initial = placesIn(named['initial_state'] ?? positional[1]);
  return { sequence, initial: [...behind, ...initial], mask: placesIn(named['mask'])[0] };
}

/** Axes of a step: `[features]`, or the size of a picture (or row) and its channels. */
function stepOf(layer: LayerSetting, sequence: Shape): Shape {
  const rank = layer.className === 'ConvLSTM2D' ? 5 : layer.className === 'ConvLSTM1D' ? 4 : 3;
  if (sequence.length !== rank)
    throw badGraph(message('part/needs-rank', { rank, shape: formatShape(sequence) }), layer);
  return sequence.slice(2);
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
function outputOf({ kind, setting, units }: Cell, step: Shape): Shape {
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
const GATES: Readonly<Record<Cell['kind'], number>> = { simple: 1, gru: 3, lstm: 4, convolution: 4 };

function weightsOf(cell: Cell, step: Shape): WeightSpec[] {
  const { kind, setting, units, prefix, part } = cell;
  const features = step.at(-1);
  if (features == null)
    throw unsupportedSetting(
      setting,
      message('part/open-channels', { shape: formatShape([null, null, ...step]) }),
    );
  const window = kind === 'convolution' ? cellWindow(setting).kernel : [];
  const width = GATES[kind] * units;
  const hasTwo = kind === 'gru' && flag(setting, 'reset_after', false);
  const spec = (name: string, shape: readonly number[]): WeightSpec => ({
    name: `${prefix}${name}`,
    shape,
    isTrainable: true,
    part,
  });
  return [
    spec('kernel', [...window, features, width]),
    spec('recurrent_kernel', [...window, units, width]),
    ...(flag(setting, 'use_bias', true) ? [spec('bias', hasTwo ? [2, width] : [width])] : []),
  ];
}

/** Most steps: each takes its time, one after the other. */
const MOST_STEPS = 65_536;
/** Most numbers of an intermediate result, 1 GB of them: what all steps add up is computed at once. */
const MOST_NUMBERS = 256 * 1024 ** 2;

function requireFew(direction: Direction, steps: number | null, step: Shape): void {
  if (steps === null) return;
  const { setting } = direction;
  const [first] = direction.cells;
  const each = outputOf(first!, step).reduce<number>((product, length) => product * (length ?? 1), 1);
  if (steps > MOST_STEPS)
    throw unsupportedSetting(setting, message('part/many-steps', { steps, most: MOST_STEPS }));
  if (steps * each * GATES[first!.kind] > MOST_NUMBERS)
    throw unsupportedSetting(setting, message('part/recurrent-numbers', { steps }));
}

/** Output shapes of one direction: its output, and its states where they are returned. */
function outputsOf(direction: Direction, sequence: Shape): Shape[] {
  const { cells, setting, isTimeMajor } = direction;
  const step = stepOf(setting, sequence);
  const [batch, steps] = isTimeMajor ? [sequence[1]!, sequence[0]!] : [sequence[0]!, sequence[1]!];
  requireFew(direction, steps, step);
  if (steps === 0) throw badGraph(message('part/needs-steps', { shape: formatShape(sequence) }), setting);
  const each = cells.map((cell) => outputOf(cell, step));
  const front = isTimeMajor ? [steps, batch] : [batch, steps];
  const output = [...(direction.returnsSequences ? front : [batch]), ...each.at(-1)!];
  if (!direction.returnsState) return [output];
  const states = cells.flatMap(({ stateCount }, place) =>
    new Array<Shape>(stateCount).fill([batch, ...each[place]!]),
  );
  return [output, ...states];
}

/** Shapes of all states of a layer, in the order in which a call may give them. */
function statesOf(layer: LayerSetting, sequence: Shape): Shape[] {
  return directionsOf(layer).flatMap(({ cells, setting, isTimeMajor }) => {
    let step = stepOf(setting, sequence);
    return cells.flatMap((cell) => {
      step = outputOf(cell, step);
      return new Array<Shape>(cell.stateCount).fill([sequence[isTimeMajor ? 1 : 0]!, ...step]);
    });
  });
}

/** The sequence among the inputs. States of another size are refused: TensorFlow would stretch some in silence. */
function sequenceOf(layer: LayerSetting, inputs: readonly Shape[], args: CallArguments): Shape {
  const { sequence, initial } = recurrentInputs(args);
  const shape = inputs[sequence]!;
  const wanted = statesOf(layer, shape);
  if (initial.length > 0 && initial.length !== wanted.length)
    throw badGraph(message('part/needs-states', { count: wanted.length, given: initial.length }), layer);
  initial.forEach((place, number) => {
    const [given, state] = [inputs[place]!, wanted[number]!];
    const fits =
      given.length === state.length &&
      given.every((length, axis) => axis === 0 || length === null || length === state[axis]);
    if (!fits)
      throw badGraph(
        message('part/state-shape', { wanted: formatShape(state), given: formatShape(given) }),
        layer,
      );
  });
  return shape;
}

const recurrent: Shapes = {
  weights(layer, inputs, args) {
    const sequence = sequenceOf(layer, inputs, args);
    return directionsOf(layer).flatMap(({ cells, setting }) => {
      let step = stepOf(setting, sequence);
      return cells.flatMap((cell) => {
        const weights = weightsOf(cell, step);
        step = outputOf(cell, step);
        return weights;
      });
    });
  },
  outputs(layer, inputs, args) {
    const sequence = sequenceOf(layer, inputs, args);
    const results = directionsOf(layer).map((direction) => outputsOf(direction, sequence));
    const [[output, ...states], backward] = results as [Shape[], Shape[]?];
    if (!backward) return results[0]!;
    const mode = mergeModeOf(layer);
    const [other, ...otherStates] = backward;
    if (mode === null) return [output!, other!, ...states, ...otherStates];
    const fits = mode === 'concat' || output!.at(-1) === other!.at(-1);
    if (!fits || output!.length !== other!.length)
      throw badGraph(message('part/inputs-unfit', { shapes: [output!, other!].map(formatShape) }), layer);
    const units = mode === 'concat' ? output!.at(-1)! + other!.at(-1)! : output!.at(-1)!;
    return [[...output!.slice(0, -1), units], ...states, ...otherStates];
  },
};

const OF_ALL = [
  ...['return_sequences', 'return_state', 'go_backwards', 'stateful', 'unroll', 'time_major'],
  ...['zero_output_for_mask', 'units', 'activation', 'use_bias', 'dropout', 'recurrent_dropout', 'seed'],
];
const OF_GATES = ['recurrent_activation', 'implementation'];
const OF_PICTURES = ['filters', 'kernel_size', 'strides', 'padding', 'data_format', 'dilation_rate'];

const isRandom = ({ config }: LayerSetting): boolean =>
  Number(config['dropout'] ?? 0) !== 0 || Number(config['recurrent_dropout'] ?? 0) !== 0;

const goingThroughSteps = (...settings: string[]): LayerKind => ({
  ...recurrent,
  settings: [...OF_ALL, ...settings],
  values: 'any',
  masks: 'recurrent',
  isRandom,
});

export const recurrentKinds: KindTable = {
  SimpleRNN: goingThroughSteps('implementation'),
  GRU: goingThroughSteps(...OF_GATES, 'reset_after'),
  LSTM: goingThroughSteps(...OF_GATES, 'unit_forget_bias'),
  ConvLSTM1D: goingThroughSteps(...OF_GATES, ...OF_PICTURES, 'unit_forget_bias'),
  ConvLSTM2D: goingThroughSteps(...OF_GATES, ...OF_PICTURES, 'unit_forget_bias'),
  RNN: goingThroughSteps('cell', 'num_constants'),
  Bidirectional: {
    ...recurrent,
    settings: ['layer', 'backward_layer', 'merge_mode'],
    values: 'any',
    masks: 'recurrent',
    isRandom: (layer) => Object.values(layer.inside ?? {}).some(isRandom),
  },
};
