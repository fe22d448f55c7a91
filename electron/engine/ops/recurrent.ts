import {
  directionsOf,
  mergeModeOf,
  recurrentInputs,
  type MergeMode,
} from '../../model/kinds/recurrent/directions';
import type { Shape } from '../../model/shapes';
import { attribute, type GraphBuilder, type NodeName } from '../graph-builder';
import type { Op } from './op';
import { product, sum } from './recurrent/cells';
import { swapped, writeDirection } from './recurrent/steps';

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
  [
    ...['SimpleRNN', 'GRU', 'LSTM', 'CuDNNGRU', 'CuDNNLSTM', 'ConvLSTM1D', 'ConvLSTM2D', 'RNN'],
    'Bidirectional',
  ].map((name) => [name, recurrent]),
);
