import type { PlannedLayer } from '../assemble/draft';
import type { Weight } from '../network';
import type { Hdf5 } from './hdf5';
import type { StoredWeight } from './stored-weight';
import { matchWeights } from './weights';

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

/** Groups of layers by the layer names that newer files store with them; empty where a file has none. */
function groupsByName(file: Hdf5, folder: string, children: readonly string[]): Map<string, string> {
  const named = children.flatMap((child) => {
    const name = file.attribute(`${folder}/${child}/vars`, 'name');
    return typeof name === 'string' ? [[name, child] as const] : [];
  });
  return new Map(named);
}

/** Groups of layers by class and order, as Keras itself goes; those of layers that were written before may be left out. */
function groupsByOrder(layers: readonly PlannedLayer[], children: readonly string[]): Map<string, string> {
  const classes = new Set(layers.map(({ className }) => className));
  const pairs = [...classes].flatMap((className) => {
    const all = layers.filter((layer) => layer.className === className);
    const groups = groupsOfClass(children, snakeCase(className));
    const written = all.length > groups.length ? all.filter((layer) => layer.isShared !== true) : all;
    return written.flatMap(({ name }, place) =>
      groups[place] === undefined ? [] : [[name, groups[place]] as const],
    );
  });
  return new Map(pairs);
}

/** Finds the group of each layer. A layer that several models share has one in one of them only. */
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
  const byName = groupsByName(file, folder, children);
  // A weights file may come from a model whose layers have other names.
  const isNamed = layers.every(
    (layer) => layer.specs.length === 0 || byName.has(layer.name) || layer.isShared === true,
  );
  const groups = byName.size > 0 && isNamed ? byName : groupsByOrder(layers, children);
  for (const layer of layers) {
    const child = groups.get(layer.name);
    if (child === undefined) continue;
    locateInside(file, `${folder}/${child}`, layer, found);
  }
}

/** Notes the group of a layer and finds those of the layers that it holds. */
function locateInside(
  file: Hdf5,
  group: string,
  layer: PlannedLayer,
  found: Map<PlannedLayer, string>,
): void {
  found.set(layer, group);
  if (layer.inner) locateGroups(file, group, layer.inner, found);
  if (layer.wrapped) locateInside(file, `${group}/layer`, layer.wrapped, found);
}

/** Settings as they are compared; the objects among them also tell that they were described before. */
function settingsOf({ config }: PlannedLayer): string {
  return JSON.stringify(config, (key, value: unknown) => (key === 'shared_object_id' ? undefined : value));
}

/** The layer whose weights are written: for one that several models share, the one that has the same settings in another. */
function writtenLayer(layer: PlannedLayer, groups: ReadonlyMap<PlannedLayer, string>): PlannedLayer {
  if (layer.isShared !== true || groups.has(layer)) return layer;
  const same = [...groups.keys()].filter(
    (other) =>
      other.name === layer.name &&
      other.className === layer.className &&
      settingsOf(other) === settingsOf(layer),
  );
  return same.length === 1 ? same[0]! : layer;
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
  return [...parts].flatMap((part) => {
    const place = part.split('/').reduce<string | undefined>((folder, step) => {
      const children = folder === undefined ? [] : file.children(folder);
      const child = [step, `_${step}`].find((name) => children.includes(name));
      return child === undefined ? undefined : `${folder}/${child}`;
    }, group);
    return place === undefined ? [] : arraysIn(file, `${place}/vars`);
  });
}

/** Weights of a file with one group per layer and class, as it lies in .keras files and `.weights.h5` of Keras 3. */
export function groupedWeights(file: Hdf5, layers: readonly PlannedLayer[]) {
  const groups = new Map<PlannedLayer, string>();
  locateGroups(file, '', layers, groups);
  const known = new Map<PlannedLayer, Weight[]>();
  return (layer: PlannedLayer): Weight[] => {
    const written = writtenLayer(layer, groups);
    const weights =
      known.get(written) ?? matchWeights(layer, storedWeights(file, groups.get(written), layer));
    known.set(written, weights);
    return weights;
  };
}
