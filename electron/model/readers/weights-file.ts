import { FeaturescopeError } from '../../shared/errors';
import type { Architecture } from '../architecture';
import { assembleNetwork, type PlannedLayer } from '../assemble';
import { formatShape } from '../kinds/kind';
import type { Network } from '../network';
import { layerLabel } from '../setting-reader';
import { layeredWeights, nameList } from './h5-file';
import { openHdf5File, type Hdf5 } from './hdf5';
import { groupedWeights } from './keras-file';
import { weightsLayout } from './weights-layout';
import { checkWeightBytes } from './weights';

/** A layer that has weights, in the file or in the architecture. */
interface Holder {
  readonly name: string;
  readonly shapes: readonly string[];
}

function shapesOf(layer: PlannedLayer): string[] {
  return layer.inner ? layer.inner.flatMap(shapesOf) : layer.specs.map((spec) => formatShape(spec.shape));
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
  if (planned.inner) [wanted, found].forEach((list) => list.sort());
  return wanted.length === found.length && wanted.every((shape, place) => shape === found[place]);
}

function listed(shapes: readonly string[]): string {
  return shapes.length > 0 ? shapes.join(', ') : 'none';
}

function doNotBelong(
  planned: readonly PlannedLayer[],
  holders: readonly Holder[],
  fileName: string,
  { file }: Architecture,
): FeaturescopeError {
  const place = planned.findIndex((layer, at) => !holders[at] || !fits(layer, holders[at]));
  const [layer, holder] = [planned[place], holders[place < 0 ? planned.length : place]];
  const isSameCount = planned.length === holders.length;
  const counts = isSameCount
    ? ''
    : `the file holds weights of ${holders.length} layers and the architecture has ${planned.length} layers with weights; `;
  const first = layer
    ? `${isSameCount ? '' : 'the first that differs: '}${layerLabel(layer)} needs weights of shape ${listed(shapesOf(layer))}, but the file has ${
        holder ? `${listed(holder.shapes)} in ${holder.name}` : 'no more layers'
      }`
    : `${holder?.name ?? ''} of the file, with ${listed(holder?.shapes ?? [])}, is in no layer of the architecture`;
  return new FeaturescopeError(
    'model/wrong-architecture',
    `loading ${fileName} with the architecture ${file}: ${counts}${first}; give the architecture that these weights were saved from.`,
  );
}

/**
 * Pairs the layers that need weights with those of the file: by place, as Keras loads such files, because names change
 * from version to version; by name where only that fits.
 */
function pairLayers(
  layers: readonly PlannedLayer[],
  holders: readonly Holder[],
  fileName: string,
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
  throw doNotBelong(planned, holders, fileName, architecture);
}

/** Where the size is wrong, it is the architecture's fault rather than the file's. */
function checkSize(
  layers: readonly PlannedLayer[],
  fileBytes: number,
  fileName: string,
  { file }: Architecture,
): void {
  try {
    checkWeightBytes(layers, fileBytes, fileName);
  } catch (error) {
    throw new FeaturescopeError(
      'model/wrong-architecture',
      `loading ${fileName} with the architecture ${file}: its layers need more numbers than the file can hold; give the architecture that these weights were saved from.`,
      { cause: error },
    );
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
    if (!layout)
      throw new FeaturescopeError(
        'model/no-weights',
        `opening ${path}: it holds no weights that Keras saved; give a file of model.save_weights(...).`,
      );
    return assembleNetwork(architecture.blueprint, architecture.kerasVersion, (layers) => {
      if (layout.kind === 'groups') {
        checkSize(layers, fileBytes, path, architecture);
        return groupedWeights(file, path, layers);
      }
      const pairs = pairLayers(layers, holdersIn(file, layout.root), path, architecture);
      checkWeightBytes(layers, fileBytes, path);
      return layeredWeights(file, layout.root, path, layers, (layer) => pairs.get(layer) ?? layer.name);
    });
  } finally {
    file.close();
  }
}
