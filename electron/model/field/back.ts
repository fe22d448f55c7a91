import { axisPlace, axisPlaces } from '../config/setting-reader';
import type { LayerSetting } from '../config/types';
import { usesOwnStatistics } from '../config/training-calls';
import { kindOf, lastActivation } from '../kinds';
import { elementwiseFunctions } from '../kinds/functions/elementwise';
import type { Call } from '../network';
import type { Shape } from '../shapes';
import { within } from './interval';
import { WINDOWS, type Back } from './windows';

/** Classes that work on every place by itself, from one input or several of the same size. */
const POINTWISE = [
  ...['Activation', 'ReLU', 'LeakyReLU', 'ELU', 'PReLU', 'ThresholdedReLU', 'Masking', 'Rescaling'],
  ...['Add', 'Subtract', 'Multiply', 'Average', 'Maximum', 'Minimum', 'CustomScaleLayer'],
  ...['LayerScale', 'Normalization', 'Softmax'],
];
/** The same, if the axes that they take together are the channels alone. */
const NORMALIZING = ['LayerNormalization', 'UnitNormalization', 'RMSNormalization'];
/** Activations that set values of an axis against each other; without one given, the channels. */
const OVER_AN_AXIS = ['softmax', 'log_softmax', 'softmax_v2', 'log_softmax_v2', 'sparsemax', 'glu'];

/** The same, if they give no vector for several numbers. */
const CATEGORIES = ['Discretization', 'CategoryEncoding'];

const isLast = (layer: LayerSetting, rank: number): boolean =>
  axisPlaces(layer, rank, -1).every((place) => place === rank - 1);

function mixesPlaces(layer: LayerSetting, rank: number): boolean {
  const last = lastActivation(layer);
  const axis = last?.config['axis'];
  const isOverAxis = last !== undefined && OVER_AN_AXIS.includes(last.name.toLowerCase());
  return isOverAxis && axis !== undefined && axis !== null && ![-1, rank - 1].includes(Number(axis));
}

function isPointwise({ layer, args }: Call, rank: number): boolean {
  const { className, functionName } = layer;
  if (mixesPlaces(layer, rank)) return false;
  if (functionName !== undefined)
    return Object.hasOwn(elementwiseFunctions, functionName) || kindOf(layer)?.isIdentity === true;
  if (className === 'BatchNormalization') return !usesOwnStatistics(layer, args);
  if (NORMALIZING.includes(className)) return isLast(layer, rank);
  if (CATEGORIES.includes(className))
    return !['multi_hot', 'count'].includes(String(layer.config['output_mode']));
  if (className === 'Softmax') return isLast(layer, rank);
  // Of the last axis alone, so it is a convolution of 1 x 1.
  if (className === 'Dense') return true;
  if (className === 'RandomCrop') return layer.kerasMajor >= 3;
  return POINTWISE.includes(className) || kindOf(layer)?.isIdentity === true;
}

/** Axis along which inputs are put one behind the other; undefined where they are not. */
function joinedAxis({ layer, inputs }: Call, rank: number): number | undefined {
  if (layer.className !== 'Concatenate' || layer.functionName !== undefined || inputs.length < 2)
    return undefined;
  return axisPlace(layer, Number(layer.config['axis'] ?? -1), rank);
}

const straight: Back = (places) => places;

/**
 * How the places of a call's result along an axis depend on those of one of its inputs.
 * @param axis    1 for height or steps, 2 for width
 * @param inputs  shapes of all inputs
 * @param output  shape of the result
 * @param place   of the input
 */
export function backOf(
  call: Call,
  axis: number,
  inputs: readonly Shape[],
  output: Shape,
  place: number,
): Back {
  const input = inputs[place]!;
  const [from, to] = [input[axis], output[axis]];
  // Where the number of axes changes, as in flattening, any place may have come from any other.
  if (input.length !== output.length || axis >= input.length - 1 || from == null || to == null)
    return () => 'all';
  const joined = joinedAxis(call, input.length);
  if (joined === axis) {
    const before = inputs.slice(0, place).reduce((sum, shape) => sum + shape[axis]!, 0);
    return ([first, last]) => within([first - before, last - before], from);
  }
  if (joined !== undefined) return straight;
  const { className, functionName } = call.layer;
  const window =
    functionName === undefined && Object.hasOwn(WINDOWS, className) ? WINDOWS[className] : undefined;
  if (window && !mixesPlaces(call.layer, input.length))
    return window({ layer: call.layer, axis: axis - 1, from, to });
  if (!isPointwise(call, input.length)) return () => 'all';
  // Stretched along the axis.
  return from === 1 && to > 1 ? () => [0, 0] : straight;
}
