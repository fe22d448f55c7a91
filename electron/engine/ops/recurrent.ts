import { flag } from '../../model/config/setting-reader';
import {
  cellPadding,
  cellWindow,
  directionsOf,
  mergeModeOf,
  recurrentInputs,
  withActivation,
  type Cell,
  type Direction,
  type MergeMode,
} from '../../model/kinds/recurrent';
import type { Shape } from '../../model/shapes';
import { attribute, type GraphBuilder, type NodeName } from '../graph-builder';
import { where } from './activation-formulas';
import { writeActivation } from './activations';
import type { Op, OpContext } from './op';

const INT32 = { T: attribute.type('int32') };

/** What a step makes of the numbers that it adds up and of the states: the next states, the first of which is the output. */
type Step = (added: NodeName, states: readonly NodeName[]) => NodeName[];

/** The computation of a cell. */
interface CellWriter {
  readonly cell: Cell;
  /** What the input of a step, or of all steps at once, adds up to: input times kernel, and bias. */
  project(x: NodeName, isSequence: boolean): NodeName;
  readonly step: Step;
}

function activate(graph: GraphBuilder, { setting, units, kind }: Cell, key: string, x: NodeName): NodeName {
  const rank = kind === 'convolution' ? 2 + cellWindow(setting).kernel.length : 2;
  const shape: Shape = [...new Array<null>(rank - 1).fill(null), units];
  return writeActivation(graph, withActivation(setting, key), x, shape);
}

const sum = (graph: GraphBuilder, a: NodeName, b: NodeName) => graph.float('AddV2', [a, b]);
const product = (graph: GraphBuilder, a: NodeName, b: NodeName) => graph.float('Mul', [a, b]);
const multiplied = (graph: GraphBuilder, a: NodeName, b: NodeName) => graph.float('MatMul', [a, b]);

/** h = act(x W + b + h U). Source: Keras SimpleRNNCell. */
function simpleStep(graph: GraphBuilder, cell: Cell, recurrent: NodeName): Step {
  return (added, [before]) => [
    activate(graph, cell, 'activation', sum(graph, added, multiplied(graph, before!, recurrent))),
  ];
}

/**
 * The next state is a mean of the last one and a new one, weighted by a gate z; a gate r resets the last one, after or
 * before it goes into the new one. Source: Cho et al., 2014; Keras GRUCell.
 */
function gruStep(graph: GraphBuilder, cell: Cell, recurrent: NodeName, bias: NodeName | undefined): Step {
  const gate = (x: NodeName) => activate(graph, cell, 'recurrent_activation', x);
  const resetsAfter = flag(cell.setting, 'reset_after', false);
  const parts = resetsAfter ? [] : graph.split(recurrent, 3, 1);
  return (added, [before]) => {
    const [addedZ, addedR, addedNew] = graph.split(added, 3, 1);
    let [fromZ, fromR, fromNew] = parts.slice(0, 2).map((part) => multiplied(graph, before!, part));
    if (resetsAfter) {
      const inner = multiplied(graph, before!, recurrent);
      [fromZ, fromR, fromNew] = graph.split(bias ? graph.float('BiasAdd', [inner, bias]) : inner, 3, 1);
    }
    const z = gate(sum(graph, addedZ!, fromZ!));
    const r = gate(sum(graph, addedR!, fromR!));
    const reset = resetsAfter
      ? product(graph, r, fromNew!)
      : multiplied(graph, product(graph, r, before!), parts[2]!);
    const proposed = activate(graph, cell, 'activation', sum(graph, addedNew!, reset));
    const rest = graph.float('Sub', [graph.scalar(1), z]);
    return [sum(graph, product(graph, z, before!), product(graph, rest, proposed))];
  };
}

/**
 * Gates decide what a carry takes in, keeps and shows. Source: Hochreiter and Schmidhuber, 1997; Keras LSTMCell; with
 * convolutions in place of products Shi et al., 2015; Keras ConvLSTMCell.
 */
function lstmStep(graph: GraphBuilder, cell: Cell, fromState: (state: NodeName) => NodeName): Step {
  const axis = cell.kind === 'convolution' ? cellWindow(cell.setting).kernel.length + 1 : 1;
  const gate = (x: NodeName) => activate(graph, cell, 'recurrent_activation', x);
  return (added, [before, carry]) => {
    const [i, f, c, o] = graph.split(sum(graph, added, fromState(before!)), 4, axis);
    const kept = product(graph, gate(f!), carry!);
    const taken = product(graph, gate(i!), activate(graph, cell, 'activation', c!));
    const next = sum(graph, kept, taken);
    return [product(graph, gate(o!), activate(graph, cell, 'activation', next)), next];
  };
}

function plainWriter(context: OpContext, cell: Cell): CellWriter {
  const { graph } = context;
  const [kernel, recurrent, bias] = ['kernel', 'recurrent_kernel', 'bias'].map((name) =>
    context.weight(`${cell.prefix}${name}`),
  );
  let [inputBias, stateBias]: (NodeName | undefined)[] = [bias];
  if (bias && cell.kind === 'gru' && flag(cell.setting, 'reset_after', false)) {
    const pair = graph.float('Unpack', [bias], { num: attribute.integer(2), axis: attribute.integer(0) });
    [inputBias, stateBias] = [pair, `${pair}:1`];
  }
  const steps: Readonly<Record<Cell['kind'], () => Step>> = {
    simple: () => simpleStep(graph, cell, recurrent!),
    gru: () => gruStep(graph, cell, recurrent!, stateBias),
    lstm: () => lstmStep(graph, cell, (state) => multiplied(graph, state, recurrent!)),
    convolution: () => [] as never,
  };
  return {
    cell,
    project(x, isSequence) {
      const added = graph.float(isSequence ? 'BatchMatMulV2' : 'MatMul', [x, kernel!]);
      return inputBias ? graph.float('BiasAdd', [added, inputBias]) : added;
    },
    step: steps[cell.kind](),
  };
}

/** A convolution of pictures, or of rows as pictures of height 1. */
function convolved(
  graph: GraphBuilder,
  x: NodeName,
  kernel: NodeName,
  strides: readonly number[],
  dilation: readonly number[],
  mode: 'same' | 'valid',
): NodeName {
  const isRow = strides.length === 1;
  const result = graph.float(
    'Conv2D',
    isRow ? [graph.expandDims(x, 1), graph.expandDims(kernel, 0)] : [x, kernel],
    {
      strides: attribute.integers([1, ...(isRow ? [1] : []), ...strides, 1]),
      dilations: attribute.integers([1, ...(isRow ? [1] : []), ...dilation, 1]),
      padding: attribute.text(mode.toUpperCase()),
    },
  );
  return isRow ? graph.squeeze(result, [1]) : result;
}

function convolutionWriter(context: OpContext, cell: Cell, sequence: Shape): CellWriter {
  const { graph } = context;
  const { kernel: lengths, strides, dilation } = cellWindow(cell.setting);
  const [kernel, recurrent, bias] = ['kernel', 'recurrent_kernel', 'bias'].map((name) =>
    context.weight(`${cell.prefix}${name}`),
  );
  const ones = lengths.map(() => 1);
  return {
    cell,
    project(x) {
      // All steps of all pictures as a batch of pictures.
      const rank = sequence.length;
      const shape = graph.shape(x);
      const rest = sequence.slice(2);
      const front = graph.integers([-1]);
      const step = rest.every((length) => length !== null)
        ? graph.integers(rest)
        : graph.sliceOfList(shape, 2, rank);
      const merged = graph.reshape(x, graph.concat([front, step], 0, 'int32'));
      const added = convolved(graph, merged, kernel!, strides, dilation, cellPadding(cell.setting));
      const whole = bias ? graph.float('BiasAdd', [added, bias]) : added;
      const behind = graph.sliceOfList(graph.shape(whole), 1, rank - 1);
      return graph.reshape(whole, graph.concat([graph.sliceOfList(shape, 0, 2), behind], 0, 'int32'));
    },
    step: lstmStep(graph, cell, (state) => convolved(graph, state, recurrent!, ones, ones, 'same')),
  };
}

/** Zeros of the shape of a state, for as many pictures as there are. */
function zeros(graph: GraphBuilder, batch: NodeName, axes: NodeName): NodeName {
  return graph.float('Fill', [graph.concat([batch, axes], 0, 'int32'), graph.scalar(0)], {
    index_type: attribute.type('int32'),
  });
}

/** Swaps the axes of pictures and steps. */
function swapped(graph: GraphBuilder, x: NodeName, rank: number): NodeName {
  return graph.transpose(x, [1, 0, ...Array.from({ length: rank - 2 }, (_, place) => place + 2)]);
}

/** All outputs, one for each round, of a loop. */
class Collected {
  readonly #graph: GraphBuilder;
  readonly #count: NodeName;
  readonly #list: NodeName;

  constructor(graph: GraphBuilder, count: NodeName) {
    this.#graph = graph;
    this.#count = count;
    this.#list = graph.add('TensorArrayV3', [count], {
      dtype: attribute.type('float'),
      element_shape: { shape: { unknownRank: true } },
      dynamic_size: attribute.flag(false),
      clear_after_read: attribute.flag(true),
      identical_element_shapes: attribute.flag(true),
      tensor_array_name: attribute.text(''),
    });
  }

  /** The value that goes from round to round, so that one writes after the other. */
  get start(): NodeName {
    return `${this.#list}:1`;
  }

  add(round: NodeName, value: NodeName, before: NodeName): NodeName {
    return this.#graph.float('TensorArrayWriteV3', [this.#list, round, value, before]);
  }

  /** All of them, the rounds along the first axis. */
  all(end: NodeName): NodeName {
    const graph = this.#graph;
    const rounds = graph.add('Range', [graph.integers(0), this.#count, graph.integers(1)], {
      Tidx: attribute.type('int32'),
    });
    return graph.add('TensorArrayGatherV3', [this.#list, rounds, end], {
      dtype: attribute.type('float'),
      element_shape: { shape: { unknownRank: true } },
    });
  }
}

interface Given {
  /** Pictures along the first axis, steps along the second. */
  readonly sequence: NodeName;
  readonly shape: Shape;
  readonly initial: readonly NodeName[];
  /** [pictures, steps] */
  readonly mask: NodeName | undefined;
}

/**
 * Goes through the steps in one direction.
 * @returns output (of all steps, in the order in which it went, or of the last one) and states
 */
function writeDirection(context: OpContext, direction: Direction, given: Given): [NodeName, ...NodeName[]] {
  const { graph } = context;
  const { cells, returnsSequences, givesZeros } = direction;
  const writers = cells.map((cell) =>
    cell.kind === 'convolution' ? convolutionWriter(context, cell, given.shape) : plainWriter(context, cell),
  );
  const rank = given.shape.length - 1;
  const projected = writers[0]!.project(given.sequence, true);
  const steps = given.shape[1];
  const count = steps == null ? graph.lengthOf(projected, 1) : graph.integers(steps);
  const batch = graph.sliceOfList(graph.shape(projected), 0, 1);
  const empty = cells.map(({ kind, units }) =>
    kind === 'convolution'
      ? zeros(
          graph,
          batch,
          graph.concat(
            [graph.sliceOfList(graph.shape(projected), 2, rank), graph.integers([units])],
            0,
            'int32',
          ),
        )
      : zeros(graph, batch, graph.integers([units])),
  );
  const startStates = cells.flatMap(({ stateCount }, place) =>
    new Array<NodeName>(stateCount).fill(empty[place]!),
  );
  const states = given.initial.length > 0 ? given.initial : startStates;
  const outputs = returnsSequences ? new Collected(graph, count) : undefined;
  const start = [...states, empty.at(-1)!, ...(outputs ? [outputs.start] : [])];
  const end = graph.loop(count, start, (round, values) => {
    const last = graph.add('Sub', [count, graph.integers(1)], INT32);
    const at = direction.goesBackwards ? graph.add('Sub', [last, round], INT32) : round;
    const seen = given.mask === undefined ? undefined : seenAt(graph, given.mask, at, rank);
    let output = '';
    let place = 0;
    const next = writers.flatMap((writer, number) => {
      const own = values.slice(place, place + writer.cell.stateCount);
      place += writer.cell.stateCount;
      const added = number === 0 ? graph.gather(projected, at, 1) : writer.project(output, false);
      const made = writer.step(added, own);
      output = made[0]!;
      return seen === undefined ? made : made.map((state, index) => where(graph, seen, state, own[index]!));
    });
    const before = values[states.length]!;
    const hidden = givesZeros ? graph.float('ZerosLike', [before]) : before;
    const shown = seen === undefined ? output : where(graph, seen, output, hidden);
    return [...next, shown, ...(outputs ? [outputs.add(round, shown, values.at(-1)!)] : [])];
  });
  const result = outputs ? swapped(graph, outputs.all(end.at(-1)!), rank + 1) : end[states.length]!;
  return [result, ...end.slice(0, states.length)];
}

/** Which pictures have a step that counts, as truth values that fit a state. */
function seenAt(graph: GraphBuilder, mask: NodeName, at: NodeName, rank: number): NodeName {
  const column = graph.integers([-1, ...new Array<number>(rank - 1).fill(1)]);
  return graph.float('NotEqual', [graph.reshape(graph.gather(mask, at, 1), column), graph.scalar(0)]);
}

function merged(graph: GraphBuilder, mode: MergeMode, a: NodeName, b: NodeName, rank: number): NodeName[] {
  if (mode === null) return [a, b];
  if (mode === 'concat') return [graph.concat([a, b], rank - 1)];
  if (mode === 'mul') return [product(graph, a, b)];
  const both = sum(graph, a, b);
  return [mode === 'ave' ? graph.float('RealDiv', [both, graph.scalar(2)]) : both];
}

/** Numbers where they are known, as layers behind may need them. */
function shaped(graph: GraphBuilder, x: NodeName, shape: Shape): NodeName {
  const open = shape.filter((length) => length === null).length;
  return open <= 1 ? graph.reshape(x, graph.integers(shape.map((length) => length ?? -1))) : x;
}

const recurrent: Op = (context) => {
  const { graph, layer, args, inputs, inputShapes, outputShapes } = context;
  const directions = directionsOf(layer);
  const places = recurrentInputs(args);
  const isTimeMajor = directions[0]!.isTimeMajor;
  const shape = inputShapes[places.sequence]!;
  const turned = (x: NodeName, rank: number) => (isTimeMajor ? swapped(graph, x, rank) : x);
  const given = {
    sequence: turned(inputs[places.sequence]!, shape.length),
    shape: isTimeMajor ? [shape[1]!, shape[0]!, ...shape.slice(2)] : shape,
    mask: places.mask === undefined ? undefined : turned(inputs[places.mask]!, 2),
  };
  const initial = places.initial.map((place) => inputs[place]!);
  const half = initial.length / directions.length;
  const [first, second] = directions.map((direction, place) => {
    const own = initial.slice(place * half, (place + 1) * half);
    const [output, ...states] = writeDirection(context, direction, { ...given, initial: own });
    const isTurned = place === 1 && direction.returnsSequences;
    const ordered = isTurned
      ? graph.float('ReverseV2', [output, graph.integers([1])], { Tidx: attribute.type('int32') })
      : output;
    const rank = shape.length - (direction.returnsSequences ? 0 : 1);
    return { output: direction.returnsSequences ? turned(ordered, rank) : ordered, states, rank };
  });
  const results = second
    ? [
        ...merged(graph, mergeModeOf(layer), first!.output, second.output, first!.rank),
        ...first!.states,
        ...second.states,
      ]
    : [first!.output, ...first!.states];
  return outputShapes.map((wanted, place) => shaped(graph, results[place]!, wanted));
};

export const recurrentOps: Readonly<Record<string, Op>> = Object.fromEntries(
  ['SimpleRNN', 'GRU', 'LSTM', 'ConvLSTM1D', 'ConvLSTM2D', 'RNN', 'Bidirectional'].map((name) => [
    name,
    recurrent,
  ]),
);
