import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { failed, messageOf, type FeaturescopeError } from '../shared/errors';
import { message } from '../shared/messages/message';

/** What tfjs-node's native addon tells of a result. */
interface OutputInfo {
  readonly id: number;
  readonly shape: readonly number[];
}

/** The functions of the addon that a graph needs (tfjs-node 4.22, binding/tfjs_binding.cc). */
interface Addon {
  readonly TF_Version: string;
  readonly TF_FLOAT: number;
  readonly TF_INT32: number;
  createTensor(shape: readonly number[], dtype: number, values: Float32Array | Int32Array): number;
  deleteTensor(id: number): void;
  tensorDataSync(id: number): Float32Array | Int32Array | Uint8Array;
  loadSavedModel(folder: string, tags: string): number;
  deleteSavedModel(id: number): void;
  runSavedModel(id: number, inputs: readonly number[], inputNames: string, outputNames: string): OutputInfo[];
}

/** A tensor in native memory. It lives until `dispose` is called; a second call does nothing. */
export interface NativeTensor {
  readonly id: number;
  readonly shape: readonly number[];
  /** Copies the values out: float32, or int32 for results of integer operations. */
  floats(): Float32Array;
  integers(): Int32Array;
  dispose(): void;
}

/** tfjs-node's native addon: graphs of TensorFlow and the tensors that go in and come out. */
export class TensorFlow {
  #live = 0;

  constructor(private readonly addon: Addon) {}

  /** Version of the native library, e.g. "2.16.2". */
  get version(): string {
    return this.addon.TF_Version;
  }

  /** Number of native tensors that were not disposed. */
  get tensorCount(): number {
    return this.#live;
  }

  /** Gives values to native memory. The addon checks that their number fits the shape, nothing more. */
  tensor(values: Float32Array | Int32Array, shape: readonly number[]): NativeTensor {
    const dtype = values instanceof Float32Array ? this.addon.TF_FLOAT : this.addon.TF_INT32;
    return this.#own(this.addon.createTensor(shape, dtype, values), shape);
  }

  /** Loads the graph in `saved_model.pb` of a folder, which may be deleted afterwards. */
  loadGraph(folder: string): number {
    return this.addon.loadSavedModel(folder, 'serve');
  }

  deleteGraph(id: number): void {
    this.addon.deleteSavedModel(id);
  }

  /** Runs a loaded graph. Names are `node:output`; every fed shape must have been checked before. */
  run(
    graph: number,
    feeds: readonly NativeTensor[],
    feedNames: readonly string[],
    fetches: readonly string[],
  ): NativeTensor[] {
    const ids = feeds.map((tensor) => tensor.id);
    const outputs = this.addon.runSavedModel(graph, ids, feedNames.join(','), fetches.join(','));
    return outputs.map(({ id, shape }) => this.#own(id, shape));
  }

  #own(id: number, shape: readonly number[]): NativeTensor {
    this.#live++;
    let isLive = true;
    return {
      id,
      shape,
      floats: () => this.addon.tensorDataSync(id) as Float32Array,
      integers: () => this.addon.tensorDataSync(id) as Int32Array,
      dispose: () => {
        if (!isLive) return;
        isLive = false;
        this.#live--;
        this.addon.deleteTensor(id);
      },
    };
  }
}

/** Where tfjs-node keeps its addon: the folder of the highest N-API version that both know. */
function addonFile(require: NodeJS.Require): string {
  const packageFile = require.resolve('@tensorflow/tfjs-node/package.json');
  const { binary } = require(packageFile) as { binary: { napi_versions: number[] } };
  const known = binary.napi_versions.filter((version) => version <= Number(process.versions.napi));
  return path.join(path.dirname(packageFile), `lib/napi-v${Math.max(...known)}/tfjs_binding.node`);
}

/** True below a copy of the sources, which can set itself up; a package has no set-up. */
function isSourceTree(folder: string): boolean {
  if (existsSync(path.join(folder, 'build/setup.mjs'))) return true;
  const above = path.dirname(folder);
  return above !== folder && isSourceTree(above);
}

/**
 * Why there is no native library, and what helps.
 * @param folder  where the program lies
 */
export function notInstalledError(cause: unknown, folder: string): FeaturescopeError {
  const remedy = message(isSourceTree(folder) ? 'part/set-up' : 'part/reinstall-package');
  return failed('engine/not-installed', { why: messageOf(cause).slice(0, 200), remedy }, { cause });
}

function load(): TensorFlow {
  // Read by the native library when it is loaded: no banner and no CPU feature notices on stderr.
  process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '2';
  const require = createRequire(import.meta.url);
  try {
    return new TensorFlow(require(addonFile(require)) as Addon);
  } catch (error) {
    throw notInstalledError(error, import.meta.dirname);
  }
}

let loaded: TensorFlow | undefined;

/**
 * Loads the native engine, once per process: tfjs-node's addon without tfjs around it. Whole graphs need none of the
 * JavaScript of tfjs, which takes three times as long to load and has functions that newer Node versions lack.
 * @throws FeaturescopeError engine/not-installed
 */
export function loadTensorFlow(): TensorFlow {
  loaded ??= load();
  return loaded;
}
