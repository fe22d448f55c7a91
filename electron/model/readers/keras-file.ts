import { failed } from '../../shared/errors';
import { message } from '../../shared/messages/message';
import { assembleNetwork, type PlannedLayer } from '../assemble/assemble-network';
import { readBlueprint } from '../config/blueprint';
import { kerasVersionOf, withNotes } from './keras-version';
import type { Network, Weight } from '../network';
import { openHdf5Bytes, type Hdf5 } from './hdf5';
import { parseModelJson } from './model-json';
import { checkWeightBytes, matchWeights, type StoredWeight } from './weights';
import { unpackZip } from './zip';

const MEGABYTE = 1024 ** 2;
/** Largest unpacked size of each part: configurations of the largest real models stay far below 10 MB. */
const PART_LIMITS: ReadonlyMap<string, number> = new Map([
  ['config.json', 32 * MEGABYTE],
  ['metadata.json', MEGABYTE],
  ['model.weights.h5', 2048 * MEGABYTE],
]);

/** `SeparableConv2D` becomes `separable_conv2d`. Source: Keras to_snake_case. */
function snakeCase(className: string): string {
  return className
    .replace(/\W+/g, '')
    .replace(/(.)([A-Z][a-z]+)/g, '$1_$2')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase();
}

/** Children of a group that belong to one class (`conv2d`, `conv2d_1`, `conv2d_4`), by number. */
function groupsOfClass(children: readonly string[], snake: string): string[] {
  const numbered = children.flatMap((name) => {
    if (name === snake) return [{ name, place: 0 }];
    const suffix = name.startsWith(`${snake}_`) ? name.slice(snake.length + 1) : '';
    return /^\d+$/.test(suffix) ? [{ name, place: Number(suffix) }] : [];
  });
  return numbered.sort((a, b) => a.place - b.place).map((group) => group.name);
}

/** Finds the group of each layer: by the layer name stored in newer files, else by class and order. */
function locateGroups(
  file: Hdf5,
  root: string,
  layers: readonly PlannedLayer[],
  found: Map<PlannedLayer, string>,
): void {
  const folder = [`${root}/layers`, `${root}/_layer_checkpoint_dependencies`].find(
    (path) => file.children(path).length > 0,
  );
  if (folder === undefined) return;
  const children = file.children(folder);
  const byLayerName = new Map<string, string>();
  for (const child of children) {
    const name = file.attribute(`${folder}/${child}/vars`, 'name');
    if (typeof name === 'string') byLayerName.set(name, child);
  }
  // A weights file may come from a model whose layers have other names; Keras itself goes by class and order.
  const isNamed = layers.every((layer) => layer.specs.length === 0 || byLayerName.has(layer.name));
  const used = new Map<string, number>();
  for (const layer of layers) {
    const snake = snakeCase(layer.className);
    const place = used.get(snake) ?? 0;
    used.set(snake, place + 1);
    const child =
      byLayerName.size > 0 && isNamed ? byLayerName.get(layer.name) : groupsOfClass(children, snake)[place];
    if (child === undefined) continue;
    found.set(layer, `${folder}/${child}`);
    if (layer.inner) locateGroups(file, `${folder}/${child}`, layer.inner, found);
  }
}

function arraysIn(file: Hdf5, group: string): StoredWeight[] {
  const numbers = file.children(group).filter((name) => /^\d+$/.test(name));
  return numbers
    .sort((a, b) => Number(a) - Number(b))
    .flatMap((name) => {
      const array = file.array(`${group}/${name}`);
      return array ? [{ name: `${group}/${name}`, ...array }] : [];
    });
}

/** The arrays of a layer. Layers made of layers keep theirs apart, by attribute name, which Keras 2 writes with `_`. */
function storedWeights(file: Hdf5, group: string | undefined, layer: PlannedLayer): StoredWeight[] {
  if (group === undefined) return [];
  const parts = new Set(layer.specs.flatMap(({ part }) => (part === undefined ? [] : [part])));
  if (parts.size === 0) return arraysIn(file, `${group}/vars`);
  const children = file.children(group);
  return [...parts].flatMap((part) => {
    const child = [part, `_${part}`].find((name) => children.includes(name));
    return child === undefined ? [] : arraysIn(file, `${group}/${child}/vars`);
  });
}

/** Weights of a file with one group per layer and class, as it lies in .keras files and `.weights.h5` of Keras 3. */
export function groupedWeights(file: Hdf5, layers: readonly PlannedLayer[]) {
  const groups = new Map<PlannedLayer, string>();
  locateGroups(file, '', layers, groups);
  return (layer: PlannedLayer): Weight[] =>
    matchWeights(layer, storedWeights(file, groups.get(layer), layer));
}

/**
 * Reads a .keras file (zip) of Keras 2.12 to 3. No code in it is run.
 * @throws FeaturescopeError model/damaged, model/too-large, model/no-config, model/no-weights and what assembling throws
 */
export async function readKerasFile(bytes: Uint8Array): Promise<Network> {
  const parts = unpackZip(bytes, PART_LIMITS);
  const config = parts.get('config.json');
  if (!config) throw failed('model/no-config', { problem: message('part/zip-without-config') });
  const packedWeights = parts.get('model.weights.h5');
  if (!packedWeights) throw failed('model/no-weights', { problem: message('part/zip-without-weights') });
  const decoder = new TextDecoder();
  const metadataPart = parts.get('metadata.json');
  const metadata = metadataPart && parseModelJson(decoder.decode(metadataPart));
  const given = (metadata as { keras_version?: unknown } | undefined)?.keras_version;
  const json = parseModelJson(decoder.decode(config));
  const { version, notes } = kerasVersionOf(given, json);
  const blueprint = readBlueprint(json, version);
  const file = await openHdf5Bytes(packedWeights);
  try {
    const network = assembleNetwork(blueprint, version, (layers) => {
      checkWeightBytes(layers, bytes.length);
      return groupedWeights(file, layers);
    });
    return withNotes(network, notes);
  } finally {
    file.close();
  }
}
