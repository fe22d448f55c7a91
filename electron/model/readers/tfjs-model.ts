import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { FeaturescopeError } from '../../shared/errors';
import { sizeOf } from '../../core/tensor';
import { assembleNetwork, type PlannedLayer } from '../assemble';
import { readBlueprint } from '../blueprint';
import type { Network, Weight } from '../network';
import { parseModelJson } from './model-json';
import { checkWeightBytes, matchWeights, type StoredWeight } from './weights';

const length = z.number().int().nonnegative();
const manifestEntry = z.object({
  name: z.string(),
  shape: z.array(length).max(16),
  dtype: z.enum(['float32', 'int32', 'bool', 'uint8']),
  quantization: z
    .object({
      dtype: z.enum(['uint8', 'uint16', 'float16']),
      min: z.number().optional(),
      scale: z.number().optional(),
    })
    .optional(),
});
const modelJson = z.object({
  modelTopology: z.looseObject({ model_config: z.unknown(), keras_version: z.string().optional() }),
  weightsManifest: z
    .array(z.object({ paths: z.array(z.string().min(1)), weights: z.array(manifestEntry) }))
    .min(1),
});
type ManifestEntry = z.infer<typeof manifestEntry>;

/** Bytes of one stored value: quantised weights are smaller than what they become. */
function storedBytes(entry: ManifestEntry): number {
  const type = entry.quantization?.dtype ?? entry.dtype;
  return { float32: 4, int32: 4, bool: 1, uint8: 1, uint16: 2, float16: 2 }[type];
}

/** IEEE 754 half precision to number. */
function fromHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 0) return sign * 2 ** -24 * fraction;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return sign * 2 ** (exponent - 25) * (1024 + fraction);
}

/** Reads one weight out of the joined shards; quantised values are stored * scale + min, as the tfjs converter defines it. */
function decode(entry: ManifestEntry, bytes: Uint8Array): Float32Array {
  const count = sizeOf(entry.shape);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const floats = new Float32Array(count);
  const { min = 0, scale = 1 } = entry.quantization ?? {};
  const type = entry.quantization?.dtype ?? entry.dtype;
  for (let place = 0; place < count; place++) {
    if (type === 'float32') floats[place] = view.getFloat32(4 * place, true);
    else if (type === 'int32') floats[place] = view.getInt32(4 * place, true);
    else if (type === 'float16') floats[place] = fromHalf(view.getUint16(2 * place, true));
    else if (type === 'uint16') floats[place] = view.getUint16(2 * place, true) * scale + min;
    else floats[place] = bytes[place]! * scale + min;
  }
  return floats;
}

async function readShards(file: string, names: readonly string[]): Promise<Uint8Array> {
  const folder = path.dirname(file);
  const shards = await Promise.all(
    names.map(async (name) => {
      // A model file may only name files beside it.
      const shard = path.resolve(folder, name);
      const isBeside = shard.startsWith(path.resolve(folder) + path.sep) && !name.includes('\\');
      if (!isBeside)
        throw new FeaturescopeError(
          'model/bad-config',
          `opening ${file}: it names the weight file ${name}, which is not beside it.`,
        );
      try {
        return await readFile(shard);
      } catch (error) {
        throw new FeaturescopeError(
          'model/no-weights',
          `opening ${file}: its weight file ${name} cannot be read; put all files of the model into one folder.`,
          { cause: error },
        );
      }
    }),
  );
  return Buffer.concat(shards);
}

/** All stored weights of the model, cut out of the joined shards of their group (shards may cut a weight anywhere). */
async function storedWeights(file: string, groups: z.infer<typeof modelJson>['weightsManifest']) {
  const stored: StoredWeight[] = [];
  let fileBytes = 0;
  for (const group of groups) {
    const bytes = await readShards(file, group.paths);
    fileBytes += bytes.length;
    let offset = 0;
    for (const entry of group.weights) {
      const size = storedBytes(entry) * sizeOf(entry.shape);
      if (offset + size > bytes.length)
        throw new FeaturescopeError(
          'model/damaged',
          `opening ${file}: its weight files end before ${entry.name} is complete (${bytes.length} bytes); copy or download them again.`,
        );
      const part = bytes.subarray(offset, offset + size);
      stored.push({ name: entry.name, shape: entry.shape, read: () => decode(entry, part) });
      offset += size;
    }
  }
  return { stored, fileBytes };
}

/** Weights whose name is `layer/weight`, with or without the names of outer models before it. */
function weightsOf(layer: PlannedLayer, stored: readonly StoredWeight[]): StoredWeight[] {
  const full = [...layer.path, layer.name].join('/');
  const folderOf = (name: string) => name.slice(0, name.lastIndexOf('/'));
  const exact = stored.filter((weight) => folderOf(weight.name) === full);
  if (exact.length > 0) return exact;
  return stored.filter((weight) => folderOf(weight.name).split('/').at(-1) === layer.name);
}

/**
 * Reads a tfjs layers-model: model.json with weight shards beside it, float32 or quantised (float16, uint8, uint16).
 * @throws FeaturescopeError model/bad-config, model/no-weights, model/damaged and what assembling throws
 */
export async function readTfjsModel(file: string, text: string): Promise<Network> {
  const json = modelJson.safeParse(parseModelJson(text, file));
  if (!json.success)
    throw new FeaturescopeError(
      'model/bad-config',
      `opening ${file}: this JSON is not a tfjs layers-model (model.json with modelTopology and weightsManifest); a tfjs graph-model or a plain configuration cannot be opened.`,
      { cause: json.error },
    );
  const { modelTopology, weightsManifest } = json.data;
  const { stored, fileBytes } = await storedWeights(file, weightsManifest);
  const kerasVersion = modelTopology.keras_version ?? '2';
  return assembleNetwork(readBlueprint(modelTopology.model_config, kerasVersion), kerasVersion, (layers) => {
    checkWeightBytes(layers, fileBytes, file);
    return (layer): Weight[] => matchWeights(layer, weightsOf(layer, stored), file);
  });
}
