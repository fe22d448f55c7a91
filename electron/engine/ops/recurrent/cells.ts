import { cellPadding, cellWindow, withActivation, type Cell } from '../../../model/kinds/recurrent/cells';
import type { Shape } from '../../../model/shapes';
import { attribute, type GraphBuilder, type NodeName } from '../../graph-builder';
import { writeActivation } from '../activations';
import type { OpContext } from '../op';

/** What a step makes of the numbers that it adds up and of the states: the next states, the first of which is the output. */
type Step = (added: NodeName, states: readonly NodeName[]) => NodeName[];

/** The computation of a cell. */
export interface CellWriter {
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

export const sum = (graph: GraphBuilder, a: NodeName, b: NodeName) => graph.float('AddV2', [a, b]);
export const product = (graph: GraphBuilder, a: NodeName, b: NodeName) => graph.float('Mul', [a, b]);
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
  const { resetsAfter } = cell;
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
  if (bias && cell.resetsAfter) {
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

/**
 * The computation of a cell.
 * @param sequence  shape of all steps that the layer is given
 */
export function cellWriter(context: OpContext, cell: Cell, sequence: Shape): CellWriter {
  return cell.kind === 'convolution'
    ? convolutionWriter(context, cell, sequence)
    : plainWriter(context, cell);
}
