import { byParameter, isObject } from '../call-arguments';
import type { Argument, CallArguments, LayerSetting } from '../types';
import { TENSORFLOW_FUNCTIONS } from './tensorflow';

/** Arguments of an operation that are given per call, in Keras' order; all others stand in its configuration. */
const CALL_PARAMETERS: Readonly<Record<string, readonly string[]>> = {
  Add: ['x1', 'x2'],
  Subtract: ['x1', 'x2'],
  Multiply: ['x1', 'x2'],
  Divide: ['x1', 'x2'],
  DivideNoNan: ['x1', 'x2'],
  FloorDivide: ['x1', 'x2'],
  Mod: ['x1', 'x2'],
  Power: ['x1', 'x2'],
  Maximum: ['x1', 'x2'],
  Minimum: ['x1', 'x2'],
  SquaredDifference: ['x1', 'x2'],
  Arctan2: ['x1', 'x2'],
  Logaddexp: ['x1', 'x2'],
  Equal: ['x1', 'x2'],
  NotEqual: ['x1', 'x2'],
  Greater: ['x1', 'x2'],
  GreaterEqual: ['x1', 'x2'],
  Less: ['x1', 'x2'],
  LessEqual: ['x1', 'x2'],
  LogicalAnd: ['x1', 'x2'],
  LogicalOr: ['x1', 'x2'],
  Where: ['condition', 'x1', 'x2'],
  Matmul: ['x1', 'x2'],
  Dot: ['x1', 'x2'],
  Tensordot: ['x1', 'x2', 'axes'],
  Einsum: ['operands'],
  Concatenate: ['xs'],
  Stack: ['x'],
  GetItem: ['x', 'key'],
  Clip: ['x', 'x_min', 'x_max'],
  Pad: ['x', 'constant_values'],
  Take: ['x', 'indices'],
  Identity: ['x'],
  Repeat: ['x', 'repeats'],
  FullLike: ['x', 'fill_value'],
  ExtractPatches: ['x'],
};

const ALIASES: Readonly<Record<string, string>> = {
  TrueDivide: 'Divide',
  Amax: 'Max',
  Amin: 'Min',
  Absolute: 'Abs',
  Copy: 'Identity',
  StopGradient: 'Identity',
  ConvertToTensor: 'Identity',
  Fmax: 'Maximum',
  Fmin: 'Minimum',
};

/** Where Keras keeps its operations: `keras.src.ops.numpy`, `keras.ops`, `keras.src.activations.activations`. */
const OPERATION_MODULE = /^keras\.(src\.)?(ops|activations)(\.|$)/;

/** Classes that are no operations although their configuration has neither `trainable` nor `dtype`. */
const MODEL_CLASSES = /^(InputLayer|Functional|Sequential)$|>/;

/** Operations that have a `dtype` as layers have one. */
const TYPED_OPERATIONS =
  /^(Cast|SaturateCast|ConvertToTensor|OneHot|OnesLike|ZerosLike|FullLike|Prod|Cumsum)$/;

/** Tells an operation from a layer by what only layers have in their configuration. */
function isBareOperation(className: string, config: Readonly<Record<string, unknown>>): boolean {
  const isTyped = 'dtype' in config && !TYPED_OPERATIONS.test(className);
  return !('trainable' in config) && !isTyped && !MODEL_CLASSES.test(className);
}

/**
 * The operation that a layer of a configuration is, if it is one.
 * @param className  its plain class name
 */
export function operationOf(
  className: string,
  module: unknown,
  config: Readonly<Record<string, unknown>>,
  kerasMajor: number,
): { name: string; isHidden: boolean } | undefined {
  if (className === 'TFOpLambda' || className === 'SlicingOpLambda') {
    const name = typeof config['function'] === 'string' ? config['function'] : '';
    return {
      name: Object.hasOwn(TENSORFLOW_FUNCTIONS, name) ? TENSORFLOW_FUNCTIONS[name]!.name : `tf.${name}`,
      isHidden: false,
    };
  }
  // An .h5 file of Keras 3 leaves out modules.
  const isBare = module === undefined && kerasMajor >= 3 && isBareOperation(className, config);
  const isNamed = typeof module === 'string' && OPERATION_MODULE.test(module);
  if (!isBare && !isNamed) return undefined;
  return { name: ALIASES[className] ?? className, isHidden: true };
}

/** Arguments of a TensorFlow function under the names that the operation has for them here. */
function tensorflowValues(layer: LayerSetting, args: CallArguments): Record<string, Argument> {
  const known = TENSORFLOW_FUNCTIONS[String(layer.config['function'])];
  const { renamed = {}, first = 'x', preset = {} } = known ?? {};
  const values: Record<string, Argument> = { ...preset };
  for (const [name, value] of Object.entries(args.named))
    if (name !== 'name') values[Object.hasOwn(renamed, name) ? renamed[name]! : name] = value;
  const [given] = args.positional;
  if (given !== undefined) values[first] = given;
  return values;
}

/**
 * All arguments of an operation by Keras' parameter names, those of its configuration included.
 * @param layer  with `operation` set
 */
export function operationValues(layer: LayerSetting, args: CallArguments): Record<string, Argument> {
  if (layer.className === 'TFOpLambda' || layer.className === 'SlicingOpLambda')
    return tensorflowValues(layer, args);
  const values = byParameter(args, CALL_PARAMETERS[layer.operation ?? ''] ?? ['x']);
  // `einsum(subscripts, *operands)`: all positional arguments are operands.
  if (layer.operation === 'Einsum') values['operands'] = args.positional;
  const settings = Object.entries(layer.config).filter(([key]) => key !== 'name');
  return { ...(Object.fromEntries(settings) as Record<string, Argument>), ...values };
}

/** True for a plain list of numbers, however nested. */
function isNumeric(value: Argument): boolean {
  if (Array.isArray(value)) return (value as readonly Argument[]).every(isNumeric);
  return typeof value === 'number' || typeof value === 'boolean';
}

/** An argument that is a tensor: a result of the call's inputs, or numbers. Undefined for anything else. */
export type Operand =
  | { readonly is: 'input'; readonly place: number }
  | { readonly is: 'constant'; readonly shape: readonly number[]; readonly values: readonly number[] };

/** Reads an argument as a tensor; a number is a tensor of rank 0. */
export function operandOf(value: Argument | undefined): Operand | undefined {
  if (typeof value === 'number') return { is: 'constant', shape: [], values: [value] };
  if (Array.isArray(value) && value.length > 0 && isNumeric(value)) {
    const shape: number[] = [];
    for (let level: unknown = value; Array.isArray(level); level = level[0]) shape.push(level.length);
    const values = (value as unknown[]).flat(shape.length).map(Number);
    return values.length === shape.reduce((a, b) => a * b, 1) ? { is: 'constant', shape, values } : undefined;
  }
  if (!isObject(value)) return undefined;
  const argument = value as Exclude<Argument, null | boolean | number | string | readonly Argument[]>;
  return argument.is === 'input' || argument.is === 'constant' ? argument : undefined;
}
