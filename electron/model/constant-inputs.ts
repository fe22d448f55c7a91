import { FeaturescopeError } from '../shared/errors';
import { formatShape } from './kinds/kind';
import { shapeOf, type Call, type Layer, type Network, type Shape, type TensorRef } from './network';

/** Inputs of a model besides the picture, by name: every element of such an input has the one value. */
export type Constants = Readonly<Record<string, number>>;

/** Name of the operation that an input becomes which is given a constant. */
export const CONSTANT_INPUT = 'ConstantInput';

/** An input of a model. */
export interface ModelInputInfo {
  readonly name: string;
  /** With the batch axis. */
  readonly shape: Shape;
}

/** All inputs of a model, in its order. */
export function inputsOf(network: Network): ModelInputInfo[] {
  return network.inputs.map((ref) => ({
    name: network.calls[ref.call]!.layer.name,
    shape: shapeOf(network, ref),
  }));
}

function listed(inputs: readonly ModelInputInfo[]): string {
  return inputs.map(({ name, shape }) => `${name} ${formatShape(shape)}`).join(', ');
}

/** Refuses constants that no input has, and tells which input the picture goes into. */
function pictureInput(title: string, network: Network, constants: Constants): TensorRef {
  const inputs = inputsOf(network);
  const names = Object.keys(constants);
  const unknown = names.find((name) => !inputs.some((input) => input.name === name));
  if (names.length > 0 && inputs.length < 2)
    throw new FeaturescopeError(
      'usage/needless-constant',
      `opening ${title}: its only input ${listed(inputs)} takes the picture, so the constant ${names[0]} has no place; leave --constant out.`,
    );
  if (unknown !== undefined)
    throw new FeaturescopeError(
      'usage/unknown-constant',
      `opening ${title}: it has no input ${unknown} that could be given a constant; there are ${listed(inputs)}.`,
    );
  const free = network.inputs.filter((_, place) => !names.includes(inputs[place]!.name));
  if (free.length === 1) return free[0]!;
  throw new FeaturescopeError(
    'model/several-inputs',
    free.length === 0
      ? `opening ${title}: every input has a constant, so none is left for the picture; leave out the --constant of one of ${listed(inputs)}.`
      : `opening ${title}: it takes ${inputs.length} inputs at a time: ${listed(inputs)}; one takes the picture, so give each of the others one value by --constant NAME=VALUE.`,
    {
      question: {
        kind: 'inputs',
        inputs: inputs.map(({ name, shape }) => ({ name, shape: [...shape] })),
      },
    },
  );
}

function requireSound(title: string, { name, shape }: ModelInputInfo, value: number): void {
  if (!Number.isFinite(value))
    throw new FeaturescopeError(
      'usage/bad-constant',
      `opening ${title}: the constant ${value} of input ${name} is no finite number; give a number such as 0 or 0.5.`,
    );
  if (shape.slice(1).includes(null))
    throw new FeaturescopeError(
      'model/several-inputs',
      `opening ${title}: its input ${name} ${formatShape(shape)} leaves a length open, so no constant can be made for it; save the model with fixed lengths there.`,
    );
}

/** What Keras makes of a number that an input of whole numbers or truth values is given. */
function asStored(value: number, dtype: unknown): number {
  if (dtype === 'bool') return value === 0 ? 0 : 1;
  return typeof dtype === 'string' && /^u?int/.test(dtype) ? Math.trunc(value) : value;
}

/**
 * The same network with one input, the picture: all others become calls that make their constant, with as many entries as
 * there are pictures. A network with one input and no constants is returned as it is.
 * @throws FeaturescopeError model/several-inputs, usage/needless-constant, usage/unknown-constant, usage/bad-constant
 */
export function withConstants(title: string, network: Network, constants: Constants = {}): Network {
  if (network.inputs.length === 1 && Object.keys(constants).length === 0) return network;
  const picture = pictureInput(title, network, constants);
  const inputs = inputsOf(network);
  for (const input of inputs)
    if (Object.hasOwn(constants, input.name)) requireSound(title, input, constants[input.name]!);
  // The picture comes first, because the others take its number of entries; it needs nothing, so it may.
  const first = Math.min(...network.inputs.map((ref) => ref.call));
  const moved = (ref: TensorRef): TensorRef => {
    if (ref.call === picture.call) return { ...ref, call: first };
    return ref.call >= first && ref.call < picture.call ? { ...ref, call: ref.call + 1 } : ref;
  };
  const ordered = [...network.calls];
  ordered.splice(first, 0, ...ordered.splice(picture.call, 1));
  const inputCalls = new Set(network.inputs.map((ref) => network.calls[ref.call]!));
  const constantOf = new Map(
    [...inputCalls].flatMap((call) =>
      call === network.calls[picture.call] ? [] : [[call.layer, constants[call.layer.name]!] as const],
    ),
  );
  const layers = new Map<Layer, Layer>();
  const copy = (layer: Layer): Layer => {
    const known = layers.get(layer);
    if (known) return known;
    const value = constantOf.get(layer);
    const constant =
      value === undefined
        ? {}
        : {
            operation: CONSTANT_INPUT,
            config: { ...layer.config, value: asStored(value, layer.config['dtype']) },
          };
    const made: Layer = {
      ...layer,
      ...constant,
      outputs: layer.outputs.map((refs) => refs.map(moved)),
      ...(layer.inner && { inner: layer.inner.map(copy) }),
    };
    layers.set(layer, made);
    return made;
  };
  const place = moved(picture);
  const calls = ordered.map((call): Call => {
    const layer = copy(call.layer);
    if (layer.operation !== CONSTANT_INPUT) return { ...call, layer, inputs: call.inputs.map(moved) };
    const args = {
      positional: [{ is: 'input', place: 0 } as const],
      named: { shape: call.outputShapes[0]! },
    };
    return { ...call, layer, inputs: [place], args };
  });
  return {
    ...network,
    layers: network.layers.map(copy),
    calls,
    inputs: [place],
    outputs: network.outputs.map(moved),
  };
}

/** The constants that a network was given by `withConstants`, in its order. */
export function constantsOf(network: Network): [name: string, value: number][] {
  return network.calls.flatMap(({ layer }) =>
    layer.operation === CONSTANT_INPUT ? [[layer.name, layer.config['value'] as number]] : [],
  );
}
