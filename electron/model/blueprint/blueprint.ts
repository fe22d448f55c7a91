import type { NamedRef, LayerBlueprint, ModelBlueprint } from '../config/types';
import { failed } from '../../shared/errors';
import { message, type Message } from '../../shared/messages/message';
import {
  asArray,
  damagedConfig as damaged,
  isObject,
  namedRef,
  readCalls,
  sortedKeys,
} from '../config/call-arguments';
import { plainClassName } from './class-names';
import type { Shape } from '../shapes';
import { unwrapParallel } from './parallel';
import { functionOf } from '../kinds/functions';
import { plainSettings, plainValue } from './serialized-values';

type Json = Readonly<Record<string, unknown>>;

const MAXIMUM_LAYERS = 20_000;

function asObject(value: unknown, what: Message): Json {
  if (!isObject(value)) throw damaged(what);
  return value;
}

/** Input or output tensors of a model: one flat reference (Keras 3) or a list of them. */
function namedRefs(value: unknown): NamedRef[] {
  if (isObject(value)) return sortedKeys(value).map((key) => namedRef(value[key]));
  const list = asArray(value, message('part/input-or-output'));
  return typeof list[0] === 'string' ? [namedRef(list)] : list.map(namedRef);
}

function shapeIn(config: Json): Shape | null {
  const value = config['batch_shape'] ?? config['batch_input_shape'];
  if (value == null) return null;
  return asArray(value, message('part/an-input-shape')).map((length) => {
    const isLength = length === null || (Number.isInteger(length) && (length as number) >= 0);
    if (!isLength) throw damaged(message('part/an-input-shape'));
    return length as number | null;
  });
}

/**
 * Class of a layer or model. Authors register their own classes as `package>Class`, and may name them as Keras names its own.
 * In place of the module `__main__`, where a script has its classes, Keras writes null; Keras' own always have a module, and
 * the older formats name none at all.
 */
function classOf(json: Json): string {
  const { class_name: className, registered_name: registered, module } = json;
  if (typeof registered === 'string' && /^(?!keras>).*>/.test(registered))
    return plainClassName(registered, module);
  return plainClassName(className, module === null ? '__main__' : module);
}

/** Settings in which wrappers and recurrent layers keep the layers that they are made of. */
const HELD = ['layer', 'backward_layer', 'cell', 'cells'];

/** The layers that a layer is made of, by attribute. */
function layersInside(config: Json, kerasMajor: number): Record<string, LayerBlueprint> | undefined {
  const held = HELD.flatMap((key): [string, unknown][] => {
    const value = config[key];
    return Array.isArray(value) ? value.map((entry, place) => [`${key}/${place}`, entry]) : [[key, value]];
  });
  const layers = held.filter(([, value]) => isObject(value) && isObject(value['config']));
  if (layers.length === 0) return undefined;
  return Object.fromEntries(layers.map(([key, value]) => [key, readLayer(value, kerasMajor)]));
}

function readLayer(value: unknown, kerasMajor: number): LayerBlueprint {
  const json = asObject(value, message('part/a-layer'));
  const className = classOf(json);
  const isModel = className === 'Functional' || className === 'Sequential';
  // The configuration of an old Sequential model is a bare list of its layers.
  const given = Array.isArray(json['config'])
    ? { layers: json['config'] }
    : asObject(json['config'], message('part/a-layer'));
  const config = isModel ? given : plainSettings(given);
  const name = json['name'] ?? config['name'];
  const computed = functionOf(className, json['module'], config, kerasMajor);
  const inside = isModel ? undefined : layersInside(given, kerasMajor);
  const layer = {
    name: typeof name === 'string' ? name : className.toLowerCase(),
    className,
    config,
    kerasMajor,
    calls: readCalls(json['inbound_nodes']),
    isHidden: computed?.isHidden === true,
    ...('shared_object_id' in json && { isShared: true as const }),
    ...(computed && { functionName: computed.name }),
    ...(inside && { inside }),
  };
  return isModel ? { ...layer, inner: readModel(json, kerasMajor) } : layer;
}

/** How much the numbers of a layer's calls are too high, where other calls name them and where the model's outputs do. */
interface FirstNumbers {
  readonly inLinks: number;
  readonly inOutputs: number;
}

const FROM_0: FirstNumbers = { inLinks: 0, inOutputs: 0 };
const FROM_1: FirstNumbers = { inLinks: 1, inOutputs: 1 };
const OUTPUTS_FROM_1: FirstNumbers = { inLinks: 0, inOutputs: 1 };

/** True for the form in which Keras 3 writes calls; files of unknown version have it too. */
function hasArguments(layer: Json): boolean {
  return Array.isArray(layer['inbound_nodes']) && layer['inbound_nodes'].some(isObject);
}

/**
 * From which number the calls of a layer count. Those of plain layers count from 0. Those of a model used as a layer count
 * from 1 in Keras 2, where call 0 is the model's own construction, unless it is a chain that was built by its first call.
 * Keras 3 has no such call 0, and yet counts a functional model's calls from 1 in the outputs of the model around it, though
 * from 0 in links (`Functional.get_config` and `serialize_node`). Every call that is written is used somewhere, which
 * decides between the ways.
 */
function firstNumbers(
  layer: LayerBlueprint,
  links: readonly NamedRef[],
  outputs: readonly NamedRef[],
  isKeras3: boolean,
): FirstNumbers {
  if (!layer.inner) return FROM_0;
  const numbers = (refs: readonly NamedRef[]) =>
    refs.filter((ref) => ref.layer === layer.name).map((ref) => ref.call);
  const [inLinks, inOutputs] = [numbers(links), numbers(outputs)];
  const namesAllCalls = (first: FirstNumbers): boolean => {
    const named = new Set([
      ...inLinks.map((call) => call - first.inLinks),
      ...inOutputs.map((call) => call - first.inOutputs),
    ]);
    return named.size === layer.calls.length && [...named].every((call) => layer.calls[call] !== undefined);
  };
  const isFunctional = isKeras3 && layer.inner.className === 'Functional';
  const ways = isFunctional ? [OUTPUTS_FROM_1, FROM_0, FROM_1] : [FROM_0, FROM_1, OUTPUTS_FROM_1];
  return ways.find(namesAllCalls) ?? ways[0]!;
}

function readModel(json: Json, kerasMajor: number): ModelBlueprint {
  const className = classOf(json);
  if (className !== 'Functional' && className !== 'Sequential')
    throw failed('model/unsupported-model', { className });
  const config = Array.isArray(json['config'])
    ? { layers: json['config'] as unknown }
    : asObject(json['config'], message('part/the-model'));
  const list = asArray(config['layers'], message('part/layer-list'));
  if (list.length > MAXIMUM_LAYERS) throw damaged(message('part/layer-count', { count: list.length }));
  const layers = list.map((layer) => readLayer(layer, kerasMajor));
  const name = typeof config['name'] === 'string' ? config['name'] : className.toLowerCase();
  if (className === 'Sequential') {
    const [first] = layers;
    const built = (plainValue(config['build_input_shape']) ?? null) as Shape | null;
    const sequentialInput = (first && shapeIn(first.config)) ?? (built && shapeIn({ batch_shape: built }));
    return { name, className, layers, inputs: [], outputs: [], sequentialInput };
  }
  const names = new Set(layers.map((layer) => layer.name));
  if (names.size !== layers.length) throw damaged(message('part/same-names'));
  const inputs = namedRefs(config['input_layers']);
  const outputs = namedRefs(config['output_layers']);
  const inputKeys = isObject(config['input_layers']) ? sortedKeys(config['input_layers']) : undefined;
  const links = layers.flatMap((layer) => layer.calls.flatMap((call) => call.inputs));
  const isKeras3 = list.some((layer) => isObject(layer) && hasArguments(layer));
  const first = new Map(
    layers.map((layer) => [layer.name, firstNumbers(layer, links, outputs, isKeras3)] as const),
  );
  const renumber = (ref: NamedRef, where: keyof FirstNumbers) => ({
    ...ref,
    call: ref.call - (first.get(ref.layer)?.[where] ?? 0),
  });
  return {
    name,
    className,
    layers: layers.map((layer) => ({
      ...layer,
      calls: layer.calls.map((call) => ({
        ...call,
        inputs: call.inputs.map((ref) => renumber(ref, 'inLinks')),
      })),
    })),
    inputs,
    outputs: outputs.map((ref) => renumber(ref, 'inOutputs')),
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
  return unwrapParallel(readModel(asObject(json, message('part/the-model')), kerasMajor));
}

/** Input shape that an InputLayer, or the first layer of a Sequential model, was built for. */
export function inputShape(layer: LayerBlueprint): Shape | null {
  return shapeIn(layer.config);
}
