import { FeaturescopeError } from '../shared/errors';
import {
  asArray,
  damagedConfig as damaged,
  isObject,
  namedRef,
  readCalls,
  sortedKeys,
  type CallBlueprint,
} from './call-arguments';
import { plainClassName } from './class-names';
import type { LayerSetting, Shape } from './network';
import { unwrapParallel } from './parallel';
import { operationOf } from './operations';

/** A result named as configurations name it: layer, call, output. */
export interface NamedRef {
  readonly layer: string;
  readonly call: number;
  readonly output: number;
}

/** A layer as the configuration describes it, not yet joined to others. */
export interface LayerBlueprint extends LayerSetting {
  readonly calls: readonly CallBlueprint[];
  /** True for what computes but is no layer for Keras 3, such as the addition of `a + b`: not in `model.layers`. */
  readonly isHidden: boolean;
  /** Set for a model used as a layer. */
  readonly inner?: ModelBlueprint;
}

/** A model as its configuration describes it. */
export interface ModelBlueprint {
  readonly name: string;
  readonly className: 'Functional' | 'Sequential';
  readonly layers: readonly LayerBlueprint[];
  /** Input and output tensors; a Sequential model is a plain chain and has none. */
  readonly inputs: readonly NamedRef[];
  readonly outputs: readonly NamedRef[];
  /** Names under which the inputs are given, where the model takes a dictionary of them. */
  readonly inputKeys?: readonly string[];
  /** True for a wrapper that only holds the model that is meant. */
  readonly isWrapper?: boolean;
  /** Shape that a Sequential model was built for, with the batch axis. */
  readonly sequentialInput: Shape | null;
}

type Json = Readonly<Record<string, unknown>>;

const MAXIMUM_LAYERS = 20_000;

function asObject(value: unknown, what: string): Json {
  if (!isObject(value)) throw damaged(what);
  return value;
}

/** Input or output tensors of a model: one flat reference (Keras 3) or a list of them. */
function namedRefs(value: unknown): NamedRef[] {
  if (isObject(value)) return sortedKeys(value).map((key) => namedRef(value[key]));
  const list = asArray(value, 'input or output layers');
  return typeof list[0] === 'string' ? [namedRef(list)] : list.map(namedRef);
}

function shapeIn(config: Json): Shape | null {
  const value = config['batch_shape'] ?? config['batch_input_shape'];
  if (value == null) return null;
  return asArray(value, 'an input shape').map((length) => {
    const isLength = length === null || (Number.isInteger(length) && (length as number) >= 0);
    if (!isLength) throw damaged('an input shape');
    return length as number | null;
  });
}

/** Class of a layer. Authors register their own classes as `package>Class`, and may name them as Keras names its own. */
function classOf(json: Json): string {
  const registered = json['registered_name'];
  const isOwn = typeof registered === 'string' && /^(?!keras>).*>/.test(registered);
  return plainClassName(isOwn ? registered : json['class_name'], json['module']);
}

function readLayer(value: unknown, kerasMajor: number): LayerBlueprint {
  const json = asObject(value, 'a layer');
  const className = classOf(json);
  const isModel = className === 'Functional' || className === 'Sequential';
  // The configuration of an old Sequential model is a bare list of its layers.
  const config = Array.isArray(json['config'])
    ? { layers: json['config'] }
    : asObject(json['config'], 'a layer');
  const name = json['name'] ?? config['name'];
  const operation = operationOf(className, json['module'], config, kerasMajor);
  const layer = {
    name: typeof name === 'string' ? name : className.toLowerCase(),
    className,
    config,
    kerasMajor,
    calls: readCalls(json['inbound_nodes']),
    isHidden: operation?.isHidden === true,
    ...(operation && { operation: operation.name }),
  };
  return isModel ? { ...layer, inner: readModel(json, kerasMajor) } : layer;
}

/**
 * Calls of a model used as a layer count from 1 in files of Keras 2 (call 0 is the model's own construction);
 * everywhere else they count from 0. Returns how much to take off.
 */
function firstCallNumber(layer: LayerBlueprint, refs: readonly NamedRef[], kerasMajor: number): number {
  const numbers = refs.filter((ref) => ref.layer === layer.name).map((ref) => ref.call);
  if (!layer.inner || numbers.length === 0 || Math.min(...numbers) === 0) return 0;
  return kerasMajor < 3 || Math.max(...numbers) >= layer.calls.length ? 1 : 0;
}

function readModel(json: Json, kerasMajor: number): ModelBlueprint {
  const className = plainClassName(json['class_name'], json['module']);
  if (className !== 'Functional' && className !== 'Sequential')
    throw new FeaturescopeError(
      'model/unsupported-model',
      `the model is of class ${className}, whose code only its author has; save it as a functional or Sequential model.`,
    );
  const config = Array.isArray(json['config'])
    ? { layers: json['config'] as unknown }
    : asObject(json['config'], 'the model');
  const list = asArray(config['layers'], 'the list of layers');
  if (list.length > MAXIMUM_LAYERS) throw damaged(`${list.length} layers`);
  const layers = list.map((layer) => readLayer(layer, kerasMajor));
  const name = typeof config['name'] === 'string' ? config['name'] : className.toLowerCase();
  if (className === 'Sequential') {
    const [first] = layers;
    const built = (config['build_input_shape'] ?? null) as Shape | null;
    const sequentialInput = (first && shapeIn(first.config)) ?? (built && shapeIn({ batch_shape: built }));
    return { name, className, layers, inputs: [], outputs: [], sequentialInput };
  }
  const names = new Set(layers.map((layer) => layer.name));
  if (names.size !== layers.length) throw damaged('two layers with the same name');
  const inputs = namedRefs(config['input_layers']);
  const outputs = namedRefs(config['output_layers']);
  const inputKeys = isObject(config['input_layers']) ? sortedKeys(config['input_layers']) : undefined;
  const refs = [...outputs, ...layers.flatMap((layer) => layer.calls.flatMap((call) => call.inputs))];
  const offsets = new Map(layers.map((layer) => [layer.name, firstCallNumber(layer, refs, kerasMajor)]));
  const renumber = (ref: NamedRef) => ({ ...ref, call: ref.call - (offsets.get(ref.layer) ?? 0) });
  return {
    name,
    className,
    layers: layers.map((layer) => ({
      ...layer,
      calls: layer.calls.map((call) => ({ ...call, inputs: call.inputs.map(renumber) })),
    })),
    inputs,
    outputs: outputs.map(renumber),
    ...(inputKeys && { inputKeys }),
    sequentialInput: null,
  };
}

/**
 * Reads a Keras model configuration (`config.json` of a .keras file, `model_config` of an .h5 or tfjs file).
 * @param json          the parsed JSON
 * @param kerasVersion  version that wrote it, e.g. "2.15.0"; "" counts as 2
 * @throws FeaturescopeError model/bad-config, model/unsupported-model
 */
export function readBlueprint(json: unknown, kerasVersion: string): ModelBlueprint {
  const kerasMajor = Number.parseInt(kerasVersion, 10) || 2;
  return unwrapParallel(readModel(asObject(json, 'the model'), kerasMajor));
}

/** Input shape that an InputLayer, or the first layer of a Sequential model, was built for. */
export function inputShape(layer: LayerBlueprint): Shape | null {
  return shapeIn(layer.config);
}
