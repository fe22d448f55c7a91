import { failed, type FeaturescopeError } from '../../shared/errors';
import { message, type Message, type Value } from '../../shared/messages/message';
import type { Architecture } from './architecture';
import { assembleNetwork } from '../assemble/assemble-network';
import { heldLayers, type PlannedLayer } from '../assemble/draft';
import { formatShape } from '../shapes';
import type { Network } from '../network';
import { layerMention } from '../config/setting-reader';
import { layeredWeights, nameList } from './h5-file';
import { openHdf5File, type Hdf5 } from './hdf5';
import { groupedWeights } from './grouped-weights';
import { isOfSubclass, weightsLayout } from './weights-layout';
import { checkWeightBytes } from './weights';

/** A layer that has weights, in the file or in the architecture. */
interface Holder {
  readonly name: string;
  readonly shapes: readonly string[];
}

function shapesOf(layer: PlannedLayer): string[] {
  return heldLayers(layer)?.flatMap(shapesOf) ?? layer.specs.map((spec) => formatShape(spec.shape));
}

/** Layers of the file that hold arrays, in the file's order, as Keras counts them when it loads by order. */
function holdersIn(file: Hdf5, root: string): Holder[] {
  return nameList(file, root === '' ? '/' : root, 'layer_names').flatMap((name) => {
    const weights = nameList(file, `${root}/${name}`, 'weight_names');
    const shapes = weights.map((weight) => formatShape(file.array(`${root}/${name}/${weight}`)?.shape ?? []));
    return weights.length > 0 ? [{ name, shapes }] : [];
  });
}

/** In a model used as a layer Keras writes trained arrays before the others, so only the shapes as a set can be compared. */
function fits(planned: PlannedLayer, holder: Holder): boolean {
  const [wanted, found] = [shapesOf(planned), [...holder.shapes]];
  if (heldLayers(planned)) [wanted, found].forEach((list) => list.sort());
  return wanted.length === found.length && wanted.every((shape, place) => shape === found[place]);
}

function listed(shapes: readonly string[]): Value {
  return shapes.length > 0 ? shapes : message('part/no-shapes');
}

/** Where a layer and the file differ; without a layer, what the file holds beyond all layers. */
function differenceBetween(layer: PlannedLayer | undefined, holder: Holder | undefined): Message {
  if (!layer)
    return message('part/holder-without-layer', {
      holder: holder?.name ?? '',
      found: listed(holder?.shapes ?? []),
    });
  const needed = { layer: layerMention(layer), wanted: listed(shapesOf(layer)) };
  if (!holder) return message('part/no-more-layers', needed);
  return message('part/shapes-differ', { ...needed, found: listed(holder.shapes), holder: holder.name });
}

function doNotBelong(
  planned: readonly PlannedLayer[],
  holders: readonly Holder[],
  { file }: Architecture,
): FeaturescopeError {
  const place = planned.findIndex((layer, at) => !holders[at] || !fits(layer, holders[at]));
  const [layer, holder] = [planned[place], holders[place < 0 ? planned.length : place]];
  const unfit = differenceBetween(layer, holder);
  const problem =
    planned.length === holders.length
      ? unfit
      : message('part/counts-differ', { held: holders.length, planned: planned.length, unfit });
  return failed('model/wrong-architecture', { architecture: file, problem });
}

/**
 * Pairs the layers that need weights with those of the file: by place, as Keras loads such files, because names change
 * from version to version; by name where only that fits.
 */
function pairLayers(
  layers: readonly PlannedLayer[],
  holders: readonly Holder[],
  architecture: Architecture,
): Map<PlannedLayer, string> {
  const planned = layers.filter((layer) => shapesOf(layer).length > 0);
  const isSameCount = planned.length === holders.length;
  if (isSameCount && planned.every((layer, place) => fits(layer, holders[place]!)))
    return new Map(planned.map((layer, place) => [layer, holders[place]!.name]));
  const byName = new Map(holders.map((holder) => [holder.name, holder]));
  const isNamed = planned.every((layer) => {
    const holder = byName.get(layer.name);
    return holder !== undefined && fits(layer, holder);
  });
  if (isSameCount && isNamed) return new Map(planned.map((layer) => [layer, layer.name]));
  throw doNotBelong(planned, holders, architecture);
}

/** Where the size is wrong, it is the architecture's fault rather than the file's. */
function checkSize(layers: readonly PlannedLayer[], fileBytes: number, { file }: Architecture): void {
  try {
    checkWeightBytes(layers, fileBytes);
  } catch (error) {
    const problem = message('part/more-than-file');
    throw failed('model/wrong-architecture', { architecture: file, problem }, { cause: error });
  }
}

/**
 * Reads weights saved without their model (`save_weights` of Keras 1 to 3, the files of keras.applications) into an architecture.
 * @param fileBytes  size of the file
 * @throws FeaturescopeError model/no-weights, model/wrong-architecture, model/damaged and what assembling throws
 */
export async function readWeightsFile(
  path: string,
  fileBytes: number,
  architecture: Architecture,
): Promise<Network> {
  const file = await openHdf5File(path, fileBytes);
  try {
    const layout = weightsLayout(file);
    if (!layout && isOfSubclass(file)) throw failed('model/subclassed-weights', {});
    if (!layout) throw failed('model/no-weights', { problem: message('part/h5-without-weights') });
    return assembleNetwork(architecture.blueprint, architecture.kerasVersion, (layers) => {
      if (layout.kind === 'groups') {
        checkSize(layers, fileBytes, architecture);
        return groupedWeights(file, layers);
      }
      const pairs = pairLayers(layers, holdersIn(file, layout.root), architecture);
      checkWeightBytes(layers, fileBytes);
      return layeredWeights(file, layout.root, layers, (layer) => pairs.get(layer) ?? layer.name);
    });
  } finally {
    file.close();
  }
}
