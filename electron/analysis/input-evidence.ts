import { message, type Message } from '../shared/messages/message';
import type { PreprocessName } from '../core/preprocess';
import { CONSTANT_INPUT } from '../model/assemble/constant-inputs';
import { operandOf } from '../model/config/operand';
import { valuesOf } from '../model/kinds';
import { functionArguments } from '../model/kinds/functions';
import { keepsRange } from '../model/kinds/traits';
import type { Call, Layer, Network } from '../model/network';

/** Why a preprocessing is taken to be the one that a model was trained with. */
export type PreprocessReason =
  | 'metadata' // a file beside the model tells
  | 'whole-numbers' // its input takes whole numbers: pixels as they are
  | 'scales-itself' // a Rescaling or Normalization layer turns these numbers into small ones
  | 'known-name' // the model, or one inside it, bears the name of a model of Keras applications
  | 'statistics' // what its first batch normalization saw in training
  | 'usual'; // nothing tells; most people divide by 255

/** The preprocessing that a model itself points to. */
export interface PreprocessGuess {
  readonly name: PreprocessName;
  readonly reason: PreprocessReason;
  /** What the reason is about: the name of a layer or of a model; '' where there is none. */
  readonly subject: string;
}

/**
 * What each preprocessing makes of black and white, first channel; and mean and deviation of natural pictures in it. The
 * pixels of ImageNet have a mean of about 117 and a deviation of about 65 (Keras' caffe mean; torch: 0.449 and 0.226 x 255).
 */
const RANGES: readonly { name: PreprocessName; low: number; high: number; mean: number; std: number }[] = [
  { name: 'none', low: 0, high: 255, mean: 117, std: 65 },
  { name: '0..1', low: 0, high: 1, mean: 0.46, std: 0.255 },
  { name: 'tf', low: -1, high: 1, mean: -0.08, std: 0.51 },
  { name: 'torch', low: -2.12, high: 2.25, mean: 0.04, std: 1.13 },
  { name: 'caffe', low: -104, high: 151, mean: 0, std: 65 },
];

/** Names of Keras applications and what their `preprocess_input` does. Source: keras/src/applications/*.py. */
const APPLICATIONS: readonly (readonly [RegExp, PreprocessName])[] = [
  [/^(inception_?v3|inception_resnet_v2|xception|nasnet)/i, 'tf'],
  [/^mobilenet_?v3/i, 'none'],
  [/^mobilenet/i, 'tf'],
  [/^resnet\d+_?v2/i, 'tf'],
  [/^(resnet\d+|vgg1[69])/i, 'caffe'],
  [/^densenet\d+/i, 'torch'],
];

/**
 * The call that all users of a result lead to. `preprocess_input` of Keras 3 takes the channels apart and stacks them the
 * other way round.
 */
function restack(network: Network, call: number): number | undefined {
  const users = usersOf(network, call);
  const isChannel = (user: number) => network.calls[user]!.layer.functionName === 'GetItem';
  if (users.length < 2 || !users.every(isChannel)) return undefined;
  const next = new Set(users.flatMap((user) => usersOf(network, user)));
  const [stack] = next;
  return next.size === 1 && network.calls[stack!]!.layer.functionName === 'Stack' ? stack : undefined;
}

function usersOf(network: Network, call: number): number[] {
  return network.calls.flatMap((user, place) =>
    // A constant beside the picture only takes its number of entries from it.
    user.layer.functionName !== CONSTANT_INPUT && user.inputs.some((ref) => ref.call === call) ? [place] : [],
  );
}

/** The results that use what a call gives, if it is one only. */
function onlyUser(network: Network, call: number): number | undefined {
  const users = usersOf(network, call);
  return users.length === 1 ? users[0] : restack(network, call);
}

/** The calls that every pixel goes through one after the other, from the input on. */
function firstCalls(network: Network): Call[] {
  const calls: Call[] = [];
  let place: number | undefined = network.inputs[0]?.call;
  while (place !== undefined && calls.length < 12) {
    calls.push(network.calls[place]!);
    place = onlyUser(network, place);
  }
  return calls;
}

function numbersOf(value: unknown): number[] {
  if (typeof value === 'number') return [value];
  return Array.isArray(value) ? value.flatMap(numbersOf) : [];
}

interface Scaling {
  readonly scale: number;
  readonly offset: number;
}

/** The number that a function joins to its input, first channel; and whether it stands before it (`2 - x`). */
function joinedNumber(call: Call): { value: number; isFirst: boolean } | undefined {
  const values = functionArguments(call.layer, call.args);
  const [first, second] = [operandOf(values['x1']), operandOf(values['x2'])];
  if (first?.is === 'input' && second?.is === 'constant')
    return { value: second.values[0] ?? NaN, isFirst: false };
  if (first?.is === 'constant' && second?.is === 'input')
    return { value: first.values[0] ?? NaN, isFirst: true };
  return undefined;
}

/** Scaling by `x / 127.5 - 1` and the like in a functional model, as `preprocess_input` of Keras applications is saved. */
function functionScaling(call: Call): Scaling | undefined {
  const joined = joinedNumber(call);
  if (!joined) return undefined;
  const { value, isFirst } = joined;
  switch (call.layer.functionName) {
    case 'Multiply':
      return { scale: value, offset: 0 };
    case 'Divide':
      return isFirst ? undefined : { scale: 1 / value, offset: 0 };
    case 'Add':
      return { scale: 1, offset: value };
    case 'Subtract':
      return isFirst ? { scale: -1, offset: value } : { scale: 1, offset: -value };
    default:
      return undefined;
  }
}

/** True for what leaves pixel values as they are, apart from their place. */
function keepsPixels({ layer }: Call): boolean {
  return keepsRange(valuesOf(layer));
}

/** Scale and offset of a call that scales its input, first channel; undefined for others. */
function scalingOf(call: Call): Scaling | undefined {
  const { layer } = call;
  if (layer.functionName !== undefined) return functionScaling(call);
  if (layer.className === 'Rescaling') {
    const [scale = NaN] = numbersOf(layer.config['scale']);
    const [offset = 0] = numbersOf(layer.config['offset']);
    return { scale, offset };
  }
  if (layer.className !== 'Normalization' || layer.config['invert'] === true) return undefined;
  const stored = (name: string): number | undefined =>
    numbersOf(layer.config[name])[0] ?? layer.weights.find((weight) => weight.name === name)?.data[0];
  const [mean = NaN, variance = NaN] = [stored('mean'), stored('variance')];
  const scale = 1 / Math.max(Math.sqrt(variance), 1e-7);
  return { scale, offset: -mean * scale };
}

/** What must be fed so that the model's own scaling gives numbers round zero whose range is near 2. */
function scalesItself(calls: readonly Call[]): PreprocessGuess | undefined {
  let [scale, offset, subject] = [1, 0, ''];
  for (const call of calls) {
    const own = scalingOf(call);
    if (own) {
      [scale, offset] = [scale * own.scale, offset * own.scale + own.offset];
      subject ||= call.layer.name;
    } else if (!keepsPixels(call)) break;
  }
  if (subject === '' || !Number.isFinite(scale + offset) || scale === 0) return undefined;
  const fits = RANGES.slice(0, 3).map(({ name, low, high }) => {
    const ends = [scale * low + offset, scale * high + offset];
    const span = Math.max(...ends) - Math.min(...ends);
    const holdsZero = Math.min(...ends) <= 0.05 * span && Math.max(...ends) >= -0.05 * span;
    return { name, misfit: Math.abs(Math.log(span / 2)) + (holdsZero ? 0 : 100) };
  });
  const best = fits.reduce((a, b) => (b.misfit < a.misfit ? b : a));
  return { name: best.name, reason: 'scales-itself', subject };
}

/** A model whose input takes whole numbers can only mean pixels as they are. */
function wholeNumbers([input]: readonly Call[]): PreprocessGuess | undefined {
  const dtype = input?.layer.config['dtype'];
  const isWhole = typeof dtype === 'string' && /^u?int(8|16|32|64)$/.test(dtype);
  return isWhole ? { name: 'none', reason: 'whole-numbers', subject: input!.layer.name } : undefined;
}

function knownName(network: Network, calls: readonly Call[]): PreprocessGuess | undefined {
  for (const subject of [network.name, ...calls.flatMap(({ layer }) => layer.path)])
    for (const [pattern, name] of APPLICATIONS)
      if (pattern.test(subject)) return { name, reason: 'known-name', subject };
  return undefined;
}

const dataOf = (layer: Layer, name: string) => layer.weights.find((weight) => weight.name === name)?.data;

/**
 * Mean and deviation of the training pixels, from a batch normalization behind the first convolution: neighbouring pixels
 * are nearly equal, so a filter gives about the sum of its weights times the pixel.
 */
function pixelStatistics(
  convolution: Layer,
  normalization: Layer,
): { mean: number; std: number } | undefined {
  const [kernel, bias] = [dataOf(convolution, 'kernel'), dataOf(convolution, 'bias')];
  const means = dataOf(normalization, 'moving_mean');
  const variances = dataOf(normalization, 'moving_variance');
  if (!kernel || !means || !variances || means.every((value) => value === 0)) return undefined;
  const filters = means.length;
  const sums = new Float64Array(filters);
  kernel.forEach((weight, place) => {
    sums[place % filters]! += weight;
  });
  let [meanTop, varianceTop, squares, fourths] = [0, 0, 0, 0];
  sums.forEach((sum, filter) => {
    const square = sum * sum;
    meanTop += (means[filter]! - (bias?.[filter] ?? 0)) * sum;
    varianceTop += variances[filter]! * square;
    squares += square;
    fourths += square * square;
  });
  const std = Math.sqrt(varianceTop / fourths);
  if (squares === 0 || !Number.isFinite(std) || std === 0) return undefined;
  return explains(std * std, sums, variances) ? { mean: meanTop / squares, std } : undefined;
}

/**
 * True if the variances of the filters follow from their sums, better than from no relation at all (R squared above 0). In
 * trained models they do (0.35 to 0.98 in three of them), under random weights far from it (below -3).
 */
function explains(pixelVariance: number, sums: Float64Array, variances: Float32Array): boolean {
  const mean = variances.reduce((total, variance) => total + variance, 0) / variances.length;
  let [left, whole] = [0, 0];
  variances.forEach((variance, filter) => {
    left += (variance - pixelVariance * sums[filter]! ** 2) ** 2;
    whole += (variance - mean) ** 2;
  });
  return left < whole;
}

/** The preprocessing whose pictures have such a mean and deviation. */
export function nearestStatistics({ mean, std }: { mean: number; std: number }): PreprocessName {
  const misfit = (range: (typeof RANGES)[number]) =>
    Math.abs(Math.log(std / range.std)) + Math.abs(mean / std - range.mean / range.std);
  return RANGES.reduce((a, b) => (misfit(b) < misfit(a) ? b : a)).name;
}

function fromStatistics(calls: readonly Call[]): PreprocessGuess | undefined {
  const [first, second] = calls.filter((call) => !keepsPixels(call)).map(({ layer }) => layer);
  if (first?.className === 'Conv2D' && second?.className === 'BatchNormalization') {
    const statistics = pixelStatistics(first, second);
    return statistics && { name: nearestStatistics(statistics), reason: 'statistics', subject: second.name };
  }
  if (first?.className !== 'BatchNormalization') return undefined;
  const mean = dataOf(first, 'moving_mean')?.[0];
  const variance = dataOf(first, 'moving_variance')?.[0];
  if (mean === undefined || variance === undefined || mean === 0 || variance <= 0) return undefined;
  const name = nearestStatistics({ mean, std: Math.sqrt(variance) });
  return { name, reason: 'statistics', subject: first.name };
}

/** `torch` and `caffe` are defined for three colours; for other numbers of channels their nearest relatives stand in. */
function forChannels(guess: PreprocessGuess, channels: number): PreprocessGuess {
  if (channels === 3 || (guess.name !== 'torch' && guess.name !== 'caffe')) return guess;
  return { ...guess, name: guess.name === 'torch' ? 'tf' : 'none' };
}

/**
 * Guesses from a model alone how its pictures were prepared in training.
 * @param channels  of its input
 */
export function guessPreprocess(network: Network, channels = 3): PreprocessGuess {
  const calls = firstCalls(network);
  const guess =
    wholeNumbers(calls) ?? scalesItself(calls) ?? fromStatistics(calls) ?? knownName(network, calls);
  return forChannels(guess ?? { name: '0..1', reason: 'usual', subject: '' }, channels);
}

/** What a file of Teachable Machine beside a model tells: pixels were fed as -1..1. */
export function toldBy(metadata: string): PreprocessGuess {
  return { name: 'tf', reason: 'metadata', subject: metadata };
}

/** The same but for an offset that no network notices. */
function isNearlySame(a: PreprocessName, b: PreprocessName): boolean {
  const family = (name: PreprocessName) => (name === '127/128' ? 'tf' : name);
  return family(a) === family(b);
}

/** True if a preprocessing contradicts what points to another one. */
export function isDoubtful(chosen: PreprocessName, guess: PreprocessGuess): boolean {
  if (guess.reason === 'usual') return chosen === 'none' || chosen === 'caffe';
  return !isNearlySame(chosen, guess.name);
}

/** English words for why a preprocessing was guessed, the end of a sentence. */
export function reasonFor({ reason, subject }: PreprocessGuess): Message {
  return reason === 'usual' ? message('part/why-usual') : message(`part/why-${reason}`, { subject });
}
