import { message } from '../../shared/messages/message';
import { badGraph, unsupportedSetting } from '../config/setting-reader';
import type { CallArguments, LayerSetting } from '../config/types';
import { formatShape, type Shape } from '../shapes';
import type { KindTable, LayerKind, Shapes } from './kind';
import { GATES, outputOf, weightsOf } from './recurrent/cells';
import { directionsOf, mergeModeOf, recurrentInputs, type Direction } from './recurrent/directions';

/** Axes of a step: `[features]`, or the size of a picture (or row) and its channels. */
function stepOf(layer: LayerSetting, sequence: Shape): Shape {
  const rank = layer.className === 'ConvLSTM2D' ? 5 : layer.className === 'ConvLSTM1D' ? 4 : 3;
  if (sequence.length !== rank)
    throw badGraph(message('part/needs-rank', { rank, shape: formatShape(sequence) }), layer);
  return sequence.slice(2);
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
  CuDNNGRU: goingThroughSteps(),
  CuDNNLSTM: goingThroughSteps('unit_forget_bias'),
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
