import { message } from '../../shared/messages/message';
import type { FeaturescopeError } from '../../shared/errors';
import type { Argument, CallArguments, LayerSetting } from '../config/types';
import { type Shape, formatShape } from '../shapes';
import { operandOf, placesIn, type Operand } from '../config/operand';
import { axisPlace, badGraph } from '../config/setting-reader';
import { weightless, type KindTable } from './kind';

function mismatch(layer: LayerSetting, inputs: readonly Shape[]): FeaturescopeError {
  return badGraph(message('part/inputs-unfit', { shapes: inputs.map(formatShape) }), layer);
}

/** Length of an axis after broadcasting; an open axis stays open. */
function broadcast(a: number | null, b: number | null): number | null | undefined {
  if (a === b) return a;
  if (a === 1) return b;
  if (b === 1) return a;
  return a === null || b === null ? null : undefined;
}

/**
 * What a merge joins, in order: results of other layers and arrays that the configuration holds, such as positions that
 * were looked up when the model was built.
 */
export function mergeOperands(inputs: readonly Shape[], args: CallArguments): Operand[] {
  const [first] = args.positional;
  const list = Array.isArray(first) ? (first as readonly Argument[]) : args.positional;
  const operands = list.map(operandOf);
  const isSound = operands.every((operand) => operand !== undefined);
  const count = operands.filter((operand) => operand?.is === 'input').length;
  // Masks come behind what is joined.
  const joined = inputs.slice(0, inputs.length - placesIn(args.named['masks']).length);
  if (isSound && count === joined.length) return operands as Operand[];
  return joined.map((_, place) => ({ is: 'input', place }));
}

function operandShapes(inputs: readonly Shape[], args: CallArguments): Shape[] {
  return mergeOperands(inputs, args).map((operand) =>
    operand.is === 'input' ? inputs[operand.place]! : operand.shape,
  );
}

/** Element-wise merges of two or more inputs of equal rank, axes of length 1 stretched. */
const elementwise = weightless((layer, given, args) => {
  const inputs = operandShapes(given, args);
  const [first, ...others] = inputs;
  if (first === undefined || others.length === 0) throw mismatch(layer, inputs);
  return [
    others.reduce<Shape>((merged, shape) => {
      if (shape.length !== merged.length) throw mismatch(layer, inputs);
      return merged.map((length, place) => {
        const joined = broadcast(length, shape[place]!);
        if (joined === undefined) throw mismatch(layer, inputs);
        return joined;
      });
    }, first),
  ];
});

const concatenate = weightless((layer, given, args) => {
  const inputs = operandShapes(given, args);
  const [first, ...others] = inputs;
  if (first === undefined) throw mismatch(layer, inputs);
  const place = axisPlace(layer, Number(layer.config['axis'] ?? -1), first.length);
  const joined = [...first];
  for (const shape of others) {
    const fits =
      shape.length === first.length &&
      shape.every((length, axis) => axis === place || broadcast(length, joined[axis]!) !== undefined);
    if (!fits) throw mismatch(layer, inputs);
    const [sum, length] = [joined[place]!, shape[place]!];
    joined[place] = sum === null || length === null ? null : sum + length;
  }
  return [joined];
});

/** Axes that a Dot layer multiplies along, one of each input. */
export function dotAxes(layer: LayerSetting, inputs: readonly Shape[]): [number, number] {
  const value = layer.config['axes'];
  const axes = Array.isArray(value) ? value : [value, value];
  const [a, b] = inputs;
  if (!a || !b || inputs.length !== 2 || axes.length !== 2) throw mismatch(layer, inputs);
  return [axisPlace(layer, Number(axes[0]), a.length), axisPlace(layer, Number(axes[1]), b.length)];
}

/** Sums of products along one axis of each input, per entry of the batch. */
const dot = weightless((layer, inputs) => {
  const [a, b] = inputs as [Shape, Shape];
  const [first, second] = dotAxes(layer, inputs);
  if (first === 0 || second === 0 || broadcast(a[first]!, b[second]!) === undefined)
    throw mismatch(layer, inputs);
  if (a[first] !== b[second]) throw mismatch(layer, inputs);
  const shape = [
    ...a.filter((_, place) => place !== first),
    ...b.filter((_, place) => place !== 0 && place !== second),
  ];
  return [shape.length === 1 ? [...shape, 1] : shape];
});

export const mergeKinds: KindTable = {
  Add: { ...elementwise, settings: [], values: 'of-sign', masks: 'joins', joins: true, widens: true },
  Subtract: { ...elementwise, settings: [], values: 'any', masks: 'joins', joins: true, widens: true },
  Multiply: {
    ...elementwise,
    settings: [],
    values: 'of-sign',
    masks: 'joins-what-counts',
    joins: true,
    widens: true,
  },
  Average: { ...elementwise, settings: [], values: 'means', masks: 'joins', joins: true },
  Maximum: { ...elementwise, settings: [], values: 'of-sign', masks: 'joins-what-counts', joins: true },
  Minimum: { ...elementwise, settings: [], values: 'of-sign', masks: 'joins-what-counts', joins: true },
  // The residual of Keras' InceptionResNetV2, which Keras 2 registers as if it were somebody's own.
  CustomScaleLayer: {
    ...elementwise,
    settings: ['scale'],
    values: 'any',
    joins: true,
    aliases: ['Custom>CustomScaleLayer'],
  },
  Concatenate: { ...concatenate, settings: ['axis'], values: 'same', masks: 'concatenates', joins: true },
  Dot: { ...dot, settings: ['axes', 'normalize'], values: 'any', widens: true },
};
