import { failed } from '../../shared/errors';
import { noteOf, type Note } from '../../shared/note';
import type { Network } from '../network';
import { isObject } from '../config/call-arguments';

/** The newest Keras whose files this program was compared with. */
const NEWEST = { major: 3, minor: 15 };

type Json = Readonly<Record<string, unknown>>;

function layersOf(json: Json): readonly unknown[] {
  const { config } = json;
  if (Array.isArray(config)) return config;
  const layers = isObject(config) ? config['layers'] : undefined;
  return Array.isArray(layers) ? layers : [];
}

/** What only Keras 3 writes for a layer: its type as a policy, the shape of an input as `batch_shape`, calls as arguments. */
function isLayerOfKeras3(layer: unknown): boolean {
  if (!isObject(layer)) return false;
  const config = isObject(layer['config']) ? layer['config'] : {};
  const { dtype } = config;
  const nodes = layer['inbound_nodes'];
  return (
    (isObject(dtype) && dtype['class_name'] === 'DTypePolicy') ||
    'batch_shape' in config ||
    (Array.isArray(nodes) && nodes.some((node) => isObject(node) && 'args' in node)) ||
    layersOf(layer).some(isLayerOfKeras3)
  );
}

/** What Keras 1 calls the settings of convolutions and poolings. */
function isLayerOfKeras1(layer: unknown): boolean {
  const config = isObject(layer) && isObject(layer['config']) ? layer['config'] : {};
  return 'dim_ordering' in config || 'border_mode' in config;
}

/** The major version of Keras that writes configurations of this form. */
export function versionByForm(json: unknown): '2' | '3' {
  return isObject(json) && layersOf(json).some(isLayerOfKeras3) ? '3' : '2';
}

/** The Keras that wrote a file, and what should be said of it. */
export interface KerasVersion {
  /** As the file says it, else the major version that its form tells. */
  readonly version: string;
  readonly notes: readonly Note[];
}

/**
 * Tells which Keras wrote a model.
 * @param given  what the file says of it, if anything
 * @param json   its configuration
 * @throws FeaturescopeError model/keras-1 for Keras before 2.0, whose configurations have other names
 */
export function kerasVersionOf(given: unknown, json: unknown): KerasVersion {
  const [, major = '', minor = ''] = (typeof given === 'string' && /^(\d+)(?:\.(\d+))?/.exec(given)) || [];
  if (
    major === '0' ||
    major === '1' ||
    (major === '' && isObject(json) && layersOf(json).some(isLayerOfKeras1))
  )
    throw failed('model/keras-1', { version: major === '' ? '1' : (given as string) });
  if (major === '') return takenVersion(versionByForm(json));
  const version = given as string;
  const isNewer =
    Number(major) > NEWEST.major || (Number(major) === NEWEST.major && Number(minor) > NEWEST.minor);
  return { version, notes: isNewer ? [noteOf('newer-version', { version })] : [] };
}

function takenVersion(version: '2' | '3'): KerasVersion {
  return { version, notes: [noteOf('version-taken', { version })] };
}

/** The same network with more to be said of it. */
export function withNotes(network: Network, notes: readonly Note[]): Network {
  return notes.length > 0 ? { ...network, notes: [...notes, ...network.notes] } : network;
}
