import util from 'node:util';
import type * as Tfjs from '@tensorflow/tfjs-node';
import { FeaturescopeError, messageOf } from '../shared/errors';

/** How a fed tensor is named in the graph. */
interface FeedInfo {
  readonly name: string;
}

/** The methods of tfjs-node's backend that the engine uses. They are public in its code but not in its types. */
export interface GraphBackend {
  readonly binding: { readonly TF_Version: string };
  loadSavedModelMetaGraph(folder: string, tags: string): number;
  runSavedModel(
    id: number,
    inputs: readonly Tfjs.Tensor[],
    infos: readonly FeedInfo[],
    outputs: readonly string[],
  ): Tfjs.Tensor[];
  deleteSavedModel(id: number): void;
}

/** The native engine: tfjs and its graph backend. */
export interface TensorFlow {
  readonly tf: typeof Tfjs;
  readonly backend: GraphBackend;
  /** Version of the native library, e.g. "2.16.2". */
  readonly version: string;
}

/**
 * tfjs-node 4.22 calls util functions that Node 23 removed (`isNullOrUndefined`) or deprecated with a warning (`isArray`).
 * What would change our mind: a tfjs-node that does without them.
 */
function installShims(): void {
  const legacy = util as unknown as Record<string, unknown>;
  legacy['isNullOrUndefined'] ??= (value: unknown) => value == null;
  legacy['isArray'] = Array.isArray;
}

let loading: Promise<TensorFlow> | undefined;

async function load(): Promise<TensorFlow> {
  // Read by the native library when it is loaded: no banner and no CPU feature notices on stderr.
  process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '2';
  installShims();
  try {
    const module = await import('@tensorflow/tfjs-node');
    const tf = 'default' in module ? (module.default as typeof Tfjs) : module;
    const backend = tf.backend() as unknown as GraphBackend;
    return { tf, backend, version: backend.binding.TF_Version };
  } catch (error) {
    throw new FeaturescopeError(
      'engine/not-installed',
      `loading TensorFlow: its native part is missing or does not fit this machine (${messageOf(error).slice(0, 200)}); run "npm run setup".`,
      { cause: error },
    );
  }
}

/**
 * Loads the native engine, once per process.
 * @throws FeaturescopeError engine/not-installed
 */
export function loadTensorFlow(): Promise<TensorFlow> {
  loading ??= load();
  return loading;
}
