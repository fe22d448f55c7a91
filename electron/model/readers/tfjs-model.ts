import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { realPath } from '../../files/real-path';
import { failed, messageOf, type FeaturescopeError } from '../../shared/errors';
import { message } from '../../shared/messages/message';
import { fromHalf, sizeOf } from '../../core/tensor';
import { assembleNetwork } from '../assemble/assemble-network';
import type { PlannedLayer } from '../assemble/draft';
import { isObject } from '../config/call-arguments';
import { readBlueprint } from '../blueprint/blueprint';
import { FROM_KERAS } from './foreign';
import { foreignJson, OTHER_JSON } from './foreign-json';
import { kerasVersionOf, withNotes } from './keras-version';
import type { Network, Weight } from '../network';
import type { StoredWeight } from './stored-weight';
import { checkWeightBytes, matchWeights } from './weights';
import { parseModelJson } from './model-json';

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
/** What `save_weights` of Keras 3 writes beside weights that it splits (`max_shard_size`). */
const shardList = z.object({ weight_map: z.record(z.string(), z.array(z.string())) });
type ManifestEntry = z.infer<typeof manifestEntry>;

const LARGEST_GROUP_BYTES = 2 * 1024 ** 3;

/** Bytes of one stored value: quantised weights are smaller than what they become. */
function storedBytes(entry: ManifestEntry): number {
  const type = entry.quantization?.dtype ?? entry.dtype;
  return { float32: 4, int32: 4, bool: 1, uint8: 1, uint16: 2, float16: 2 }[type];
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

/** Path of a weight file. A model file may only name files beside or below it. */
function shardPath(file: string, name: string): string {
  const folder = path.resolve(path.dirname(file));
  const shard = path.resolve(folder, name);
  const isBelow = path.relative(folder, shard).split(path.sep)[0] !== '..' && !path.isAbsolute(name);
  if (!isBelow || shard === folder || name.includes('\\'))
    throw failed('model/bad-config', {
      problem: message('part/shard-elsewhere', { name }),
      remedy: message('part/one-folder'),
    });
  return shard;
}

async function readShards(file: string, names: readonly string[]): Promise<Buffer> {
  const shards = names.map((name) => ({ name, path: shardPath(file, name) }));
  const each = async <Result>(work: (path: string | Buffer) => Promise<Result>): Promise<Result[]> => {
    const results: Result[] = [];
    for (const shard of shards) {
      try {
        results.push(await work(await realPath(shard.path)));
      } catch (error) {
        const { name } = shard;
        const problem =
          (error as NodeJS.ErrnoException).code === 'ENOENT'
            ? message('part/shard-missing', { name })
            : message('part/shard-unreadable', { name, why: messageOf(error) });
        throw failed('model/no-weights', { problem }, { cause: error });
      }
    }
    return results;
  };
  const sizes = await each(async (shard) => (await stat(shard)).size);
  if (sizes.reduce((sum, size) => sum + size, 0) > LARGEST_GROUP_BYTES)
    throw failed('model/too-large', {
      problem: message('part/shards-too-large', { gigabytes: LARGEST_GROUP_BYTES / 1024 ** 3 }),
    });
  return Buffer.concat(await each((shard) => readFile(shard)));
}

/** All stored weights of the model, cut out of the joined shards of their group (shards may cut a weight anywhere). */
async function storedWeights(file: string, groups: z.infer<typeof modelJson>['weightsManifest']) {
  const stored: StoredWeight[] = [];
  const parts = new Map<string, Buffer[]>();
  let fileBytes = 0;
  for (const group of groups) {
    const bytes = await readShards(file, group.paths);
    fileBytes += bytes.length;
    let offset = 0;
    for (const entry of group.weights) {
      const size = storedBytes(entry) * sizeOf(entry.shape);
      if (offset + size > bytes.length)
        throw failed('model/damaged', {
          problem: message('part/shards-cut', { weight: entry.name, bytes: bytes.length }),
        });
      const part = bytes.subarray(offset, offset + size);
      offset += size;
      // What two layers share is written for each of them.
      const known = parts.get(entry.name) ?? [];
      if (known.some((other) => other.equals(part))) continue;
      parts.set(entry.name, [...known, part]);
      stored.push({ name: entry.name, shape: entry.shape, read: () => decode(entry, part) });
    }
  }
  return { stored, fileBytes };
}

/** Weights by the folders that their names lie in: the whole path, and its last step alone. */
class Folders {
  readonly #byPath = new Map<string, StoredWeight[]>();
  readonly #byLastStep = new Map<string, StoredWeight[]>();

  /** @param depth  how many steps of a name belong to the weight itself */
  constructor(stored: readonly StoredWeight[], depth: number) {
    const put = (map: Map<string, StoredWeight[]>, key: string, weight: StoredWeight) => {
      const list = map.get(key);
      if (list) list.push(weight);
      else map.set(key, [weight]);
    };
    for (const weight of stored) {
      const steps = weight.name.split('/').slice(0, -depth);
      put(this.#byPath, steps.join('/'), weight);
      put(this.#byLastStep, steps.at(-1) ?? '', weight);
    }
  }

  of(layer: PlannedLayer): StoredWeight[] | undefined {
    // What a layer wraps has its weights under the name of the wrapper.
    return (
      this.#byPath.get([...layer.path, layer.name].join('/')) ??
      this.#byLastStep.get(layer.name) ??
      layer.path
        .map((_, place) => this.#byPath.get(layer.path.slice(0, layer.path.length - place).join('/')))
        .find((found) => found !== undefined)
    );
  }
}

/** All weights somewhere below a layer, in the order of the file. */
function under(stored: readonly StoredWeight[], layer: PlannedLayer): StoredWeight[] {
  const whole = `${[...layer.path, layer.name].join('/')}/`;
  const below = stored.filter(({ name }) => name.startsWith(whole));
  if (below.length > 0) return below;
  const inside = stored.filter(({ name }) => name.split('/').slice(0, -1).includes(layer.name));
  const wrapper = layer.path.at(-1);
  // What a layer wraps has its weights under the name of the wrapper.
  return inside.length > 0 || wrapper === undefined
    ? inside
    : stored.filter(({ name }) => name.split('/').slice(0, -1).includes(wrapper));
}

/**
 * Finds the weights of a layer: those whose name is `layer/weight` with the names of all outer models before it, else
 * those whose last folder is the layer. Layers made of layers have names such as `attention/query/kernel`.
 */
function weightsByLayer(stored: readonly StoredWeight[]): (layer: PlannedLayer) => StoredWeight[] {
  const [plain, inParts] = [new Folders(stored, 1), new Folders(stored, 2)];
  return (layer) => {
    if (layer.specs.every(({ part }) => part === undefined)) return plain.of(layer) ?? [];
    const found = inParts.of(layer) ?? [];
    const named = layer.specs.flatMap(
      ({ name }) => found.find((weight) => weight.name.replace(/:\d+$/, '').endsWith(`/${name}`)) ?? [],
    );
    // Names of cells lie deeper (`both/forward_lstm/lstm_cell/kernel`), in the order of the layer.
    return named.length === layer.specs.length ? named : under(stored, layer);
  };
}

/** True for what the converter makes of a SavedModel: a graph of TensorFlow. */
function isGraph(json: unknown): boolean {
  return isObject(json) && json['format'] === 'graph-model';
}

/** What JSON is instead that is no layers-model. */
function notTfjs(parsed: unknown, cause: unknown): FeaturescopeError {
  if (shardList.safeParse(parsed).success) return failed('model/weight-shards', {});
  if (isGraph(parsed))
    return failed('model/foreign', { what: message('part/is-graph-model'), remedy: FROM_KERAS });
  const isTfjs = isObject(parsed) && 'modelTopology' in parsed && 'weightsManifest' in parsed;
  const problem = message('part/not-tfjs');
  if (isTfjs) return failed('model/bad-config', { problem, remedy: message('part/save-again') }, { cause });
  return failed('model/foreign', { ...(foreignJson(parsed) ?? OTHER_JSON) });
}

/**
 * Reads a tfjs layers-model: model.json with weight shards beside it, float32 or quantised (float16, uint8, uint16).
 * @throws FeaturescopeError model/bad-config, model/foreign, model/weight-shards, model/no-weights, model/damaged and what assembling throws
 */
export async function readTfjsModel(file: string, text: string): Promise<Network> {
  const parsed = parseModelJson(text);
  const json = modelJson.safeParse(parsed);
  if (!json.success || isGraph(parsed)) throw notTfjs(parsed, json.error);
  const { modelTopology, weightsManifest } = json.data;
  const { stored, fileBytes } = await storedWeights(file, weightsManifest);
  const { version, notes } = kerasVersionOf(modelTopology.keras_version, modelTopology.model_config);
  const blueprint = readBlueprint(modelTopology.model_config, version);
  const network = assembleNetwork(blueprint, version, (layers) => {
    checkWeightBytes(layers, fileBytes);
    const weightsOf = weightsByLayer(stored);
    return (layer): Weight[] => matchWeights(layer, weightsOf(layer));
  });
  return withNotes(network, notes);
}
