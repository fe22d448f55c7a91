import { failed, tellDuring } from '../../shared/errors';
import { message } from '../../shared/messages/message';
import { formatShape, type Shape } from '../shapes';
import { shapeOf, type Call, type Layer, type Network, type TensorRef } from '../network';

/** Inputs of a model besides the picture, by name: every element of such an input has the one value. */
export type Constants = Readonly<Record<string, number>>;

/** Name of the function that an input becomes which is given a constant. */
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

function listed(inputs: readonly ModelInputInfo[]): string[] {
  return inputs.map(({ name, shape }) => `${name} ${formatShape(shape)}`);
}

/** Refuses constants that no input has, and tells which input the picture goes into. */
function pictureInput(network: Network, constants: Constants): TensorRef {
  const inputs = inputsOf(network);
  const names = Object.keys(constants);
  const unknown = names.find((name) => !inputs.some((input) => input.name === name));
  if (names.length > 0 && inputs.length < 2)
    throw failed('usage/needless-constant', { inputs: listed(inputs), name: names[0]! });
  if (unknown !== undefined)
    throw failed('usage/unknown-constant', { name: unknown, inputs: listed(inputs) });
  const free = network.inputs.filter((_, place) => !names.includes(inputs[place]!.name));
  if (free.length === 1) return free[0]!;
  const problem =
    free.length === 0
      ? message('part/all-constant', { inputs: listed(inputs) })
      : message('part/several-inputs', { count: inputs.length, inputs: listed(inputs) });
  throw failed('model/several-inputs', { problem }).asking({
    kind: 'inputs',
    inputs: inputs.map(({ name, shape }) => ({ name, shape: [...shape] })),
  });
}

function requireSound({ name, shape }: ModelInputInfo, value: number): void {
  if (!Number.isFinite(value)) throw failed('usage/bad-constant', { value: String(value), name });
  if (shape.slice(1).includes(null))
    throw failed('model/several-inputs', {
      problem: message('part/open-constant', { input: listed([{ name, shape }]) }),
    });
}

/** What small types make of a whole number: it wraps. */
const WHOLE: Readonly<Record<string, (value: number) => number>> = {
  uint8: (value) => Uint8Array.of(value)[0]!,
  int8: (value) => Int8Array.of(value)[0]!,
  uint16: (value) => Uint16Array.of(value)[0]!,
  int16: (value) => Int16Array.of(value)[0]!,
};

/** What Keras makes of a number that an input of whole numbers or truth values is given. */
function asStored(value: number, dtype: unknown): number {
  if (dtype === 'bool') return value === 0 ? 0 : 1;
  const make = typeof dtype === 'string' && Object.hasOwn(WHOLE, dtype) ? WHOLE[dtype] : undefined;
  if (make) return make(Math.trunc(value));
  return typeof dtype === 'string' && /^u?int/.test(dtype) ? Math.trunc(value) : value;
}

/**
 * The same network with one input, the picture: all others become calls that make their constant, with as many entries as
 * there are pictures. A network with one input and no constants is returned as it is.
 * @throws FeaturescopeError model/several-inputs, usage/needless-constant, usage/unknown-constant, usage/bad-constant
 */
export function withConstants(title: string, network: Network, constants: Constants = {}): Network {
  if (network.inputs.length === 1 && Object.keys(constants).length === 0) return network;
  const picture = tellDuring(message('doing/opening-model', { file: title }), () => {
    for (const input of inputsOf(network))
      if (Object.hasOwn(constants, input.name)) requireSound(input, constants[input.name]!);
    return pictureInput(network, constants);
  });
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
            functionName: CONSTANT_INPUT,
            config: { ...layer.config, value: asStored(value, layer.config['dtype']) },
          };
    const made: Layer = {
      ...layer,
      ...constant,
      outputs: layer.outputs.map((refs) => refs.map(moved)),
      ...(layer.inner && { inner: layer.inner.map(copy) }),
      ...(layer.wrapped && { wrapped: copy(layer.wrapped) }),
    };
    layers.set(layer, made);
    return made;
  };
  const place = moved(picture);
  const calls = ordered.map((call): Call => {
    const layer = copy(call.layer);
    if (layer.functionName !== CONSTANT_INPUT) return { ...call, layer, inputs: call.inputs.map(moved) };
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
    layer.functionName === CONSTANT_INPUT ? [[layer.name, layer.config['value'] as number]] : [],
  );
}
