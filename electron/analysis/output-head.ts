import { failed } from '../shared/errors';
import { message } from '../shared/messages/message';
import type { OutputKind } from '../shared/names';
import { lastActivation, valuesOf } from '../model/kinds';
import { probabilitiesOf } from '../model/kinds/activations';
import { shapeOf, type Call, type Network, type TensorRef } from '../model/network';

/** An output of a model that is a list of numbers for each picture: classes, or any other quantities. */
export interface OutputHead {
  readonly ref: TensorRef;
  /** Name of its layer; with `:1` and so on behind it where a layer has several outputs. */
  readonly name: string;
  /** Numbers that are shown: two for a single sigmoid, which tells two classes apart. */
  readonly classCount: number;
  /** What the numbers are by the last activation. */
  readonly gives: Exclude<OutputKind, 'softmax-of-scores'>;
  /** The one number is a softmax over itself, which is 1 for every picture. */
  readonly isAlwaysOne: boolean;
}

/** What numbers are by the activation they went through last, and how many of them belong together. */
interface Meaning {
  readonly is: 'softmax' | 'sigmoid' | 'numbers';
  readonly units: number | null;
}

/** The softmax of a layer or function may run along another axis than the last. */
function isAlongLast({ layer, args, outputShapes }: Call): boolean {
  const axis = args.named['axis'] ?? layer.config['axis'] ?? -1;
  const list: unknown = Array.isArray(axis) && axis.length === 1 ? (axis as unknown[])[0] : axis;
  return list === -1 || list === outputShapes[0]!.length - 1;
}

/**
 * Much may come behind the activation: old MobileNets reshape, ensembles average. Means of distributions are distributions;
 * several distributions beside each other are none, while probabilities that each stand alone still are.
 */
function meaningOf(network: Network, ref: TensorRef): Meaning {
  const call = network.calls[ref.call]!;
  const units = shapeOf(network, ref).at(-1) ?? null;
  const other: Meaning = { is: 'numbers', units };
  const last = lastActivation(call.layer);
  const gives = last && probabilitiesOf(last);
  if (gives === 'softmax') return { is: isAlongLast(call) ? 'softmax' : 'numbers', units };
  if (gives === 'sigmoid') return { is: 'sigmoid', units };
  const values = valuesOf(call.layer);
  if (values !== 'same' && values !== 'means') return other;
  const [first = other, ...rest] = call.inputs.map((input) => meaningOf(network, input));
  if (rest.some(({ is }) => is !== first.is)) return other;
  if (values === 'means' || call.inputs.length === 1) return first;
  return first.is === 'sigmoid' ? { is: 'sigmoid', units } : other;
}

function headName(network: Network, { call, output }: TensorRef): string {
  const { layer, callIndex } = network.calls[call]!;
  const name = [...layer.path, layer.name].join('/');
  return `${name}${callIndex > 0 ? `#${callIndex}` : ''}${output > 0 ? `:${output}` : ''}`;
}

/** How many numbers an output gives for each picture; undefined for maps, sequences and what is open. */
function unitsOf(network: Network, ref: TensorRef): number | undefined {
  const [, ...axes] = shapeOf(network, ref);
  const units = axes.at(-1) === undefined ? 1 : axes.at(-1)!;
  const isList = axes.slice(0, -1).every((length) => length === 1);
  return isList && units !== null && units >= 1 ? units : undefined;
}

function headAt(network: Network, ref: TensorRef): OutputHead[] {
  const units = unitsOf(network, ref);
  if (units === undefined) return [];
  const meaning = meaningOf(network, ref);
  // A softmax at each place of a map and flattened is no distribution.
  const is = meaning.is === 'softmax' && meaning.units !== units ? 'numbers' : meaning.is;
  const common = { ref, name: headName(network, ref), isAlwaysOne: units === 1 && is === 'softmax' };
  if (units > 1) return [{ ...common, classCount: units, gives: is === 'numbers' ? 'scores' : is }];
  return [
    is === 'sigmoid'
      ? { ...common, classCount: 2, gives: 'binary' }
      : { ...common, classCount: 1, gives: 'value' },
  ];
}

/** Every output that is a list of numbers, those that most likely name classes first. */
export function outputHeads(network: Network): OutputHead[] {
  const heads = network.outputs.flatMap((ref) => headAt(network, ref));
  const order: readonly OutputHead['gives'][] = ['softmax', 'sigmoid', 'binary', 'scores', 'value'];
  return order.flatMap((gives) => heads.filter((head) => head.gives === gives));
}

/**
 * Finds the output whose numbers are shown: the first with a softmax, else with a sigmoid, else any list, else a single number.
 * @param name  of the one that is wanted
 * @returns undefined for models that give maps or sequences only (segmentation, ...)
 * @throws FeaturescopeError model/unknown-head
 */
export function findOutputHead(network: Network, name?: string): OutputHead | undefined {
  const heads = outputHeads(network);
  const found = name === undefined ? heads[0] : heads.find((head) => head.name === name);
  if (name === undefined || found) return found;
  const names = heads.map((head) => head.name);
  const problem = names.length > 0 ? message('part/no-such-head', { names }) : message('part/no-heads');
  throw failed('model/unknown-head', { name, model: network.name, problem });
}

/** True for an output whose softmax can be shown instead. */
export function canTakeSoftmax(head: OutputHead | undefined): boolean {
  return head?.gives === 'scores';
}
