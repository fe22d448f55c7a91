import { placesIn } from '../../model/config/operand';
import { axisPlace } from '../../model/config/setting-reader';
import type { Argument } from '../../model/config/types';
import { mergeOperands } from '../../model/kinds/merge';
import type { GraphBuilder, NodeName } from '../graph-builder';
import { where } from './activation-formulas';
import type { Op, OpContext } from './op';

/** Nodes of all that a merge joins, constants included. */
function merged({ inputs, inputShapes, args, constant }: OpContext): NodeName[] {
  return mergeOperands(inputShapes, args).map((operand, place) =>
    operand.is === 'input' ? inputs[operand.place]! : constant(`${place}`, operand.shape, operand.values),
  );
}

/** What counts of each operand, as truth values in its shape; undefined for those without a mask. */
function countedOf({ graph, args, inputs }: OpContext): (NodeName | undefined)[] {
  const list = args.named['masks'];
  return (Array.isArray(list) ? (list as readonly Argument[]) : []).map((entry) => {
    const [place] = placesIn(entry);
    if (place === undefined) return undefined;
    return graph.float('NotEqual', [graph.expandDims(inputs[place]!, -1), graph.scalar(0)]);
  });
}

const bothCount = (graph: GraphBuilder, a: NodeName | undefined, b: NodeName | undefined) =>
  a !== undefined && b !== undefined ? graph.add('LogicalOr', [a, b], {}) : undefined;

/** A product of what counts: 1 in place of the rest, and 0 where nothing counts. Source: Multiply of Keras 3. */
const product: Op = (context) => {
  const { graph } = context;
  const counted = countedOf(context);
  if (counted.length === 0) return chain('Mul')(context);
  const factors = merged(context).map((x, place) =>
    counted[place] === undefined ? x : where(graph, counted[place], x, graph.scalar(1)),
  );
  const result = factors.reduce((joined, factor) => graph.float('Mul', [joined, factor]));
  const [first, ...others] = counted;
  const any = others.reduce((joined, one) => bothCount(graph, joined, one), first);
  return [any === undefined ? result : where(graph, any, result, graph.scalar(0))];
};

/** The largest or smallest of what counts. Source: _apply_merge_op_and_or_mask of Keras 3. */
const extreme =
  (op: 'Maximum' | 'Minimum'): Op =>
  (context) => {
    const { graph } = context;
    const counted = countedOf(context);
    if (counted.length === 0) return chain(op)(context);
    const [first, ...others] = merged(context);
    let output = first!;
    let seen = counted[0];
    others.forEach((other, place) => {
      const own = counted[place + 1];
      const x = own === undefined ? other : where(graph, own, other, output);
      if (seen !== undefined) output = where(graph, seen, output, x);
      seen = bothCount(graph, own, seen);
      output = graph.float(op, [output, x]);
    });
    return [output];
  };

/** Joins all inputs pair by pair. Not AddN: that one does not stretch axes of length 1. */
const chain =
  (op: string): Op =>
  (context) => [merged(context).reduce((joined, input) => context.graph.float(op, [joined, input]))];

const average: Op = (context) => {
  const { graph } = context;
  const inputs = merged(context);
  const sum = inputs.reduce((joined, input) => graph.float('AddV2', [joined, input]));
  return [graph.float('RealDiv', [sum, graph.scalar(inputs.length)])];
};

const concatenate: Op = (context) => {
  const { graph, layer, outputShapes } = context;
  const axis = axisPlace(layer, Number(layer.config['axis'] ?? -1), outputShapes[0]!.length);
  return [graph.concat(merged(context), axis)];
};

export const mergeOps: Readonly<Record<string, Op>> = {
  Add: chain('AddV2'),
  Subtract: chain('Sub'),
  Multiply: product,
  Maximum: extreme('Maximum'),
  Minimum: extreme('Minimum'),
  Average: average,
  Concatenate: concatenate,
};
