import { failed } from '../../shared/errors';
import { message } from '../../shared/messages/message';
import { assembleNetwork } from '../assemble/assemble-network';
import { heldLayers, type PlannedLayer } from '../assemble/draft';
import { readBlueprint } from '../blueprint/blueprint';
import { kerasVersionOf, withNotes } from './keras-version';
import type { Network, Weight } from '../network';
import { layerFailure } from '../config/setting-reader';
import { openHdf5File, type Hdf5 } from './hdf5';
import { parseModelJson } from './model-json';
import { isOfSubclass, needsArchitecture, weightsLayout } from './weights-layout';
import type { StoredWeight } from './stored-weight';
import { checkWeightBytes, matchWeights } from './weights';

const MAXIMUM_CHUNKS = 10_000;

/** A list of names in an attribute; long lists are split over several attributes because an HDF5 header holds 64 KB. */
export function nameList(file: Hdf5, path: string, attribute: string): string[] {
  const asList = (value: unknown): string[] =>
    Array.isArray(value) ? value.map(String) : typeof value === 'string' ? [value] : [];
  const whole = file.attribute(path, attribute);
  if (whole !== undefined) return asList(whole);
  const names: string[] = [];
  for (let chunk = 0; chunk < MAXIMUM_CHUNKS; chunk++) {
    const part = file.attribute(path, `${attribute}${chunk}`);
    if (part === undefined) break;
    names.push(...asList(part));
  }
  return names;
}

/** The arrays that the file stores for a layer of the outermost model, in the file's order. */
export function storedWeights(file: Hdf5, root: string, layer: string): StoredWeight[] {
  const group = `${root}/${layer}`;
  return nameList(file, group, 'weight_names').map((name) => {
    const array = file.array(`${group}/${name}`);
    if (!array)
      throw failed('model/missing-weight', {
        problem: message('part/weight-only-listed', { layer, weight: name }),
      });
    return { name, ...array };
  });
}

/** One weight of a layer inside a model used as a layer. */
interface Place {
  readonly layer: PlannedLayer;
  readonly weight: number;
}

/**
 * Weights of a layer in the order in which Keras writes those of a whole model: trained ones first, behind them moving
 * averages and all that was frozen. Source: tf_keras `Model.trainable_weights`, `Model.non_trainable_weights`.
 */
function placesOf(layer: PlannedLayer): { trained: Place[]; others: Place[] } {
  const isFrozen = layer.config['trainable'] === false;
  const held = heldLayers(layer);
  if (!held) {
    const places = layer.specs.map((spec, weight) => ({ layer, weight, isTrainable: spec.isTrainable }));
    if (isFrozen) return { trained: [], others: places };
    return {
      trained: places.filter((place) => place.isTrainable),
      others: places.filter((place) => !place.isTrainable),
    };
  }
  const inside = held.map(placesOf);
  const [trained, others] = [inside.flatMap((part) => part.trained), inside.flatMap((part) => part.others)];
  return isFrozen ? { trained: [], others: [...trained, ...others] } : { trained, others };
}

/** The layers of a model, those of models inside it included. */
function plainLayers(layer: PlannedLayer): PlannedLayer[] {
  return heldLayers(layer)?.flatMap(plainLayers) ?? [layer];
}

/** All weights in the order of the layers. */
function placesInOrder(model: PlannedLayer): Place[] {
  return plainLayers(model).flatMap((layer) => layer.specs.map((_, weight) => ({ layer, weight })));
}

/** A frozen model as a whole is written in the order of its layers by Keras 3; Keras 2 still puts trainable parts first. */
function writtenOrder(model: PlannedLayer): Place[] {
  if (model.kerasMajor >= 3) {
    if (model.config['trainable'] === false) return placesInOrder(model);
    const isTrained = ({ layer, weight }: Place) =>
      layer.specs[weight]!.isTrainable && layer.config['trainable'] !== false;
    const places = placesInOrder(model);
    return [...places.filter(isTrained), ...places.filter((place) => !isTrained(place))];
  }
  const { trained, others } = placesOf(model);
  return [...trained, ...others];
}

/** Shares out the arrays of a model used as a layer, which the file holds as one list. */
function shareOut(model: PlannedLayer, stored: readonly StoredWeight[]): Map<PlannedLayer, Weight[]> {
  const byLayer = new Map<PlannedLayer, StoredWeight[]>();
  for (const layer of plainLayers(model)) byLayer.set(layer, []);
  const places = writtenOrder(model);
  if (stored.length > places.length)
    throw layerFailure('model/surplus-weight', model, {
      problem: message('part/model-weights-surplus', { needed: places.length, held: stored.length }),
    });
  places.forEach(({ layer, weight }, position) => {
    const array = stored[position];
    if (array) byLayer.get(layer)![weight] = array;
  });
  return new Map([...byLayer].map(([layer, arrays]) => [layer, matchWeights(layer, arrays.filter(Boolean))]));
}

/** Refuses weights of a layer that the model does not have, as Keras does: they belong to another model. */
function requireOwners(file: Hdf5, root: string, owners: ReadonlySet<string>): void {
  for (const name of nameList(file, root === '' ? '/' : root, 'layer_names')) {
    if (owners.has(name)) continue;
    const count = nameList(file, `${root}/${name}`, 'weight_names').length;
    if (count > 0)
      throw failed('model/surplus-weight', {
        problem: message('part/weights-of-no-layer', { count, layer: name }),
      });
  }
}

/**
 * Weights of a file with one group per layer, as `save_weights` of Keras 2 and every whole-model .h5 have it.
 * @param groupOf  name of the group of a layer of the outermost model
 */
export function layeredWeights(
  file: Hdf5,
  root: string,
  layers: readonly PlannedLayer[],
  groupOf: (layer: PlannedLayer) => string = (layer) => layer.name,
) {
  requireOwners(file, root, new Set(layers.map(groupOf)));
  const shared = new Map<PlannedLayer, Weight[]>();
  for (const layer of layers) {
    if (!heldLayers(layer)) continue;
    const stored = storedWeights(file, root, groupOf(layer));
    for (const [inner, weights] of shareOut(layer, stored)) shared.set(inner, weights);
  }
  return (layer: PlannedLayer): Weight[] =>
    shared.get(layer) ?? matchWeights(layer, storedWeights(file, root, groupOf(layer)));
}

/**
 * Reads a whole model saved as .h5 by Keras 2 or 3. Optimizer state and training configuration are left alone.
 * @param path       file on disk
 * @param fileBytes  its size
 * @throws FeaturescopeError model/damaged, model/no-config and what assembling throws
 */
export async function readH5File(path: string, fileBytes: number): Promise<Network> {
  const file = await openHdf5File(path, fileBytes);
  try {
    const config = file.attribute('/', 'model_config');
    if (typeof config !== 'string') {
      if (weightsLayout(file) !== undefined) throw needsArchitecture(path);
      if (isOfSubclass(file)) throw failed('model/subclassed-weights', {});
      throw failed('model/no-config', { problem: message('part/h5-without-model') });
    }
    const versions = [
      file.attribute('/', 'keras_version'),
      file.attribute('/model_weights', 'keras_version'),
    ];
    const given = versions.find((value) => typeof value === 'string');
    const json = parseModelJson(config);
    const { version, notes } = kerasVersionOf(given, json);
    const network = assembleNetwork(readBlueprint(json, version), given ?? '', (layers) => {
      checkWeightBytes(layers, fileBytes);
      return layeredWeights(file, '/model_weights', layers);
    });
    return withNotes(network, notes);
  } finally {
    file.close();
  }
}
