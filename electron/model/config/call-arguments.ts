import type { ConstantArgument, Argument, CallArguments, CallBlueprint, NamedRef } from './types';
import { failed, type FeaturescopeError } from '../../shared/errors';
import { message, type Message } from '../../shared/messages/message';
import { sizeOf } from '../../core/tensor';

const INBOUND_NODES = message('part/a-list', { name: 'inbound_nodes' });

type Json = Readonly<Record<string, unknown>>;

/** @param what  the part of the configuration that is not as Keras writes it */
export function damagedConfig(what: Message): FeaturescopeError {
  return failed('model/bad-config', {
    problem: message('part/config-unclear', { what }),
    remedy: message('part/save-again'),
  });
}

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function asArray(value: unknown, what: Message): readonly unknown[] {
  if (!Array.isArray(value)) throw damagedConfig(what);
  return value;
}

export function namedRef(value: unknown): NamedRef {
  const [layer, call, output] = asArray(value, message('part/a-link'));
  if (typeof layer !== 'string' || !Number.isInteger(call) || !Number.isInteger(output))
    throw damagedConfig(message('part/a-link'));
  return { layer, call: call as number, output: output as number };
}

/** A result as Keras 3 saves it among arguments: with the type of its numbers. */
function typedRef(config: Json): NamedRef {
  const { dtype } = config;
  const ref = namedRef(config['keras_history']);
  return typeof dtype === 'string' ? { ...ref, dtype } : ref;
}

/** Keys of a dictionary in the order in which Keras counts its values. */
export function sortedKeys(value: Json): string[] {
  return Object.keys(value).sort();
}

/** Names of the inputs of a call whose only argument is a dictionary of tensors. */
function inputKeysOf(node: Json): string[] | undefined {
  const [first, ...others] = asArray(node['args'] ?? [], INBOUND_NODES);
  const isDictionary = isObject(first) && !('class_name' in first) && others.length === 0;
  const isTensor = (value: unknown) => isObject(value) && value['class_name'] === '__keras_tensor__';
  return isDictionary && Object.values(first).every(isTensor) ? Object.keys(first) : undefined;
}

function isLink(value: readonly unknown[]): boolean {
  return typeof value[0] === 'string' && Number.isInteger(value[1]) && Number.isInteger(value[2]);
}

/** `[[1, 2], [3, 4]]` as shape and values. */
function constant(value: unknown): ConstantArgument {
  const shape: number[] = [];
  for (let level = value; Array.isArray(level); level = level[0]) shape.push(level.length);
  const entries: unknown[] = Array.isArray(value) ? value.flat(shape.length) : [value];
  const isNumeric = entries.every((entry) => typeof entry === 'number' || typeof entry === 'boolean');
  if (entries.length !== sizeOf(shape) || !isNumeric) throw damagedConfig(message('part/a-constant'));
  return { is: 'constant', shape, values: entries.map(Number) };
}

/** Collects the inputs of one call while its arguments are read. */
class CallReader {
  readonly inputs: NamedRef[] = [];

  #input(ref: NamedRef): Argument {
    return { is: 'input', place: this.inputs.push(ref) - 1 };
  }

  /** An argument as Keras 3 saves it. */
  read(value: unknown): Argument {
    if (Array.isArray(value)) return value.map((entry) => this.read(entry));
    if (!isObject(value))
      return typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean'
        ? value
        : null;
    const config = isObject(value['config']) ? value['config'] : {};
    switch (value['class_name']) {
      case '__keras_tensor__':
        return this.#input(typedRef(config));
      case '__numpy__':
      case '__tensor__':
        return constant(config['value']);
      case '__slice__': {
        const [start, stop, step] = ['start', 'stop', 'step'].map((key) => this.read(config[key]));
        return { is: 'slice', start: start!, stop: stop!, step: step! };
      }
      case '__ellipsis__':
        return { is: 'ellipsis' };
      case '__tuple__':
        return this.read(config['value']);
      case undefined:
        return this.#readOld(value);
      default:
        return { is: 'unknown', what: String(value['class_name']) };
    }
  }

  /** Forms that only Keras 2 writes, and plain dictionaries, of which only the tensors are of interest. */
  #readOld(value: Json): Argument {
    if (value['type'] === 'DTypePolicy' || value['class_name'] === 'TypeSpec') return null;
    const keys = Object.keys(value);
    if (keys.length > 0 && keys.every((key) => ['start', 'stop', 'step'].includes(key))) {
      const part = (key: string) => this.read2(value[key]);
      return { is: 'slice', start: part('start'), stop: part('stop'), step: part('step') };
    }
    return Object.values(value).map((entry) => this.read(entry));
  }

  /** A keyword argument as Keras 2 saves it: links are bare triples. */
  read2(value: unknown): Argument {
    if (!Array.isArray(value)) return this.read(value);
    if (value[0] === '_CONSTANT_VALUE') return this.read2(value[2]);
    if (value.length === 3 && isLink(value)) return this.#input(namedRef(value));
    return value.map((entry) => this.read2(entry));
  }

  /** A call as Keras 2 saves it: `[[layer, call, output, {keyword arguments}], ...]`. */
  readCall2(node: readonly unknown[]): CallArguments {
    const entries = (typeof node[0] === 'string' ? [node] : node).map((entry) =>
      asArray(entry, message('part/a-link')),
    );
    const given = entries.map((entry) => this.#readEntry(entry));
    let [first] = entries;
    while (Array.isArray(first?.[0])) first = first[0] as readonly unknown[];
    const keywords = first?.[3];
    const named = Object.entries(isObject(keywords) ? keywords : {});
    return {
      positional: given.length === 1 ? given : [given],
      named: Object.fromEntries(named.map(([name, value]) => [name, this.read2(value)])),
    };
  }

  /** A link or a constant, or a list of such. */
  #readEntry(entry: readonly unknown[]): Argument {
    if (entry[0] === '_CONSTANT_VALUE') return this.read2(entry[2]);
    if (!Array.isArray(entry[0])) return this.#input(namedRef(entry));
    return entry.map((part) => this.#readEntry(asArray(part, message('part/a-link'))));
  }

  readCall3(node: Json): CallArguments {
    const named = Object.entries(isObject(node['kwargs']) ? node['kwargs'] : {});
    return {
      positional: asArray(node['args'] ?? [], INBOUND_NODES).map((value) => this.read(value)),
      named: Object.fromEntries(named.map(([name, value]) => [name, this.read(value)])),
    };
  }
}

/**
 * Reads the calls of a layer: Keras 3 saves arguments, Keras 2 lists of `[name, call, output, {}]`.
 * @throws FeaturescopeError model/bad-config
 */
export function readCalls(inboundNodes: unknown): CallBlueprint[] {
  return asArray(inboundNodes ?? [], INBOUND_NODES).map((node) => {
    const reader = new CallReader();
    if (!isObject(node)) {
      const args = reader.readCall2(asArray(node, INBOUND_NODES));
      return { inputs: reader.inputs, args };
    }
    const args = reader.readCall3(node);
    const inputKeys = inputKeysOf(node);
    return { inputs: reader.inputs, args, ...(inputKeys && { inputKeys }) };
  });
}

/** Arguments by parameter name, for a function of these parameters. */
export function byParameter(args: CallArguments, parameters: readonly string[]): Record<string, Argument> {
  const values: Record<string, Argument> = { ...args.named };
  args.positional.forEach((value, place) => {
    const name = parameters[place];
    if (name !== undefined) values[name] = value;
  });
  return values;
}
