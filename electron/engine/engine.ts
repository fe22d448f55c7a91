import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { problemOf } from '../files/system-error';
import { mapNumbers } from '../shared/map-statistics';
import { failed, messageOf, tellDuring, type FeaturescopeError } from '../shared/errors';
import { graphFolderPrefix } from '../shared/names';
import { message } from '../shared/messages/message';
import type { Tensor } from '../core/tensor';
import type { Network, TensorRef } from '../model/network';
import type { Shape } from '../model/shapes';
import { checkInput, checkRequest, shapesFor } from './checks';
import type { Feed } from './graph-builder';
import { neededCalls } from './layer-graph';
import {
  type ByteMaps,
  type Finiteness,
  type MapStatistics,
  type PassRequest,
  type PassResult,
  statisticsIn,
} from './pass';
import { makePlan, planKey, type Plan } from './plan';
import { loadTensorFlow, type NativeTensor, type TensorFlow } from './tensorflow';

/** Loaded graphs that are kept. Each costs about 10 MB where it spans a deep network, a new one 10 ms and a slower first run. */
const KEPT_PLANS = 8;

interface LoadedPlan extends Plan {
  readonly id: number;
}

/**
 * Runs a network natively: any set of results from one pass over a TensorFlow graph that holds no weights.
 * One engine per model; not for use by two callers at the same time (the native call blocks its thread anyway).
 */
export class Engine {
  readonly #plans = new Map<string, LoadedPlan>();
  readonly #weights = new Map<string, NativeTensor>();
  #lastShapes: { readonly input: string; readonly shapes: Shape[][] } | undefined;

  private constructor(
    readonly network: Network,
    private readonly native: TensorFlow,
  ) {}

  /**
   * @throws FeaturescopeError engine/not-installed
   */
  static create(network: Network): Engine {
    return new Engine(network, loadTensorFlow());
  }

  /** Version of the native library, e.g. "2.16.2". */
  get version(): string {
    return this.native.version;
  }

  /** Number of native tensors that exist in this process: unchanged after every run once all weights are in use. */
  get tensorCount(): number {
    return this.native.tensorCount;
  }

  /**
   * Runs one pass.
   * @param input  float32 [batch, height, width, channels], already preprocessed
   * @throws FeaturescopeError engine/bad-input, engine/not-finite, engine/bad-request, model/input-too-small, engine/failed
   */
  run(request: PassRequest, input: Tensor): PassResult {
    const running = message('doing/running', { model: this.network.name });
    const shapes = tellDuring(running, () => {
      checkInput(this.network, input);
      return this.#requestedShapes(request, input.shape);
    });
    const plan = this.#planFor(request);
    const own: NativeTensor[] = [];
    const feedFloats = (feed: Feed, data: Float32Array, shape: readonly number[]) => {
      own.push(this.native.tensor(data, shape));
      return { feed, tensor: own.at(-1)! };
    };
    const feeds = [feedFloats(plan.input, input.data, input.shape)];
    const lists = (request.maps ?? []).flatMap((maps) => (maps.channels ? [maps.channels] : []));
    plan.channelFeeds.forEach((feed, place) => {
      own.push(this.native.tensor(Int32Array.from(lists[place]!), [lists[place]!.length]));
      feeds.push({ feed, tensor: own.at(-1)! });
    });
    plan.rangeFeeds.forEach((feed, place) => {
      feeds.push(feedFloats(feed, Float32Array.of(request.fixedRange![place]!), [1]));
    });
    const tensors = [
      ...feeds.map(({ tensor }) => tensor),
      ...plan.weights.map((feed) => this.#weightTensor(feed)),
    ];
    const names = [...feeds.map(({ feed }) => feed.node), ...plan.weights.map((feed) => feed.node)];
    try {
      const started = performance.now();
      const outputs = this.#callNative(plan, tensors, names);
      const elapsedMs = performance.now() - started;
      own.push(...outputs);
      return { ...decode(request, shapes, outputs), elapsedMs };
    } finally {
      for (const tensor of own) tensor.dispose();
    }
  }

  /**
   * Builds and loads the graph of a request and brings its weights into native memory, so that only the pass is left.
   * @param shape  of the input, [batch, height, width, channels]
   * @returns true if the graph is new: its first run is a slow one
   * @throws FeaturescopeError engine/bad-request, model/input-too-small, engine/failed
   */
  prepare(request: PassRequest, shape: readonly number[]): boolean {
    const running = message('doing/running', { model: this.network.name });
    tellDuring(running, () => this.#requestedShapes(request, shape));
    const isNew = !this.#plans.has(planKey(request));
    for (const feed of this.#planFor(request).weights) this.#weightTensor(feed);
    return isNew;
  }

  /** All results that some results depend on, themselves included, in running order. */
  refsBehind(results: readonly TensorRef[]): TensorRef[] {
    return neededCalls(this.network, results).flatMap((call) =>
      this.network.calls[call]!.outputShapes.map((_, output) => ({ call, output })),
    );
  }

  /** Frees graphs and weights. The engine cannot be used afterwards. */
  dispose(): void {
    for (const plan of this.#plans.values()) this.native.deleteGraph(plan.id);
    for (const tensor of this.#weights.values()) tensor.dispose();
    this.#plans.clear();
    this.#weights.clear();
  }

  /** Shapes for an input shape, after checking what is asked for. */
  #requestedShapes(request: PassRequest, input: readonly number[]): Shape[][] {
    const shapes = this.#shapesOf(input);
    checkRequest(this.network, request, shapes);
    return shapes;
  }

  /** Shapes for an input shape; picture after picture has the same. */
  #shapesOf(input: readonly number[]): Shape[][] {
    const key = input.join();
    if (this.#lastShapes?.input !== key)
      this.#lastShapes = { input: key, shapes: shapesFor(this.network, input) };
    return this.#lastShapes.shapes;
  }

  #callNative(plan: LoadedPlan, tensors: NativeTensor[], names: readonly string[]): NativeTensor[] {
    const feeds = names.map((name) => `${name}:0`);
    try {
      return this.native.run(plan.id, tensors, feeds, plan.fetches);
    } catch (error) {
      const problem = message('part/pass-failed', { why: messageOf(error).slice(0, 200) });
      const during = [message('doing/running', { model: this.network.name })];
      throw failed('engine/failed', { problem }, { cause: error, during });
    }
  }

  #weightTensor(feed: Plan['weights'][number]): NativeTensor {
    const known = this.#weights.get(feed.key);
    if (known) return known;
    const tensor = this.native.tensor(feed.compute(), feed.shape);
    this.#weights.set(feed.key, tensor);
    return tensor;
  }

  /** The loaded graph for a request; the least recently used one makes room. */
  #planFor(request: PassRequest): LoadedPlan {
    const key = planKey(request);
    const known = this.#plans.get(key);
    const plan = known ?? this.#loadPlan(makePlan(this.network, request));
    this.#plans.delete(key);
    this.#plans.set(key, plan);
    if (this.#plans.size > KEPT_PLANS) {
      const [oldest] = this.#plans.keys();
      this.native.deleteGraph(this.#plans.get(oldest!)!.id);
      this.#plans.delete(oldest!);
    }
    return plan;
  }

  #loadPlan(plan: Plan): LoadedPlan {
    // The native loader takes a folder; it has read everything when it returns.
    const during = [message('doing/preparing', { model: this.network.name })];
    const folder = tellDuring(during[0]!, () => graphFolder(plan));
    try {
      return { ...plan, id: this.native.loadGraph(folder) };
    } catch (error) {
      const problem = message('part/graph-refused', { why: messageOf(error).slice(0, 200) });
      throw failed('engine/failed', { problem }, { cause: error, during });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
}

/** A new temporary folder with the graph. */
function graphFolder({ savedModel }: Plan): string {
  let folder: string | undefined;
  try {
    folder = mkdtempSync(path.join(os.tmpdir(), graphFolderPrefix(process.pid)));
    writeFileSync(path.join(folder, 'saved_model.pb'), savedModel);
    return folder;
  } catch (error) {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
    throw temporaryFolderError(error);
  }
}

/** Why the graph could not be put into the temporary folder. */
function temporaryFolderError(error: unknown): FeaturescopeError {
  const folder = os.tmpdir();
  return problemOf(error) === 'disk-full'
    ? failed('engine/temporary-folder-full', { folder }, { cause: error })
    : failed('engine/temporary-folder', { folder, why: messageOf(error) }, { cause: error });
}

function decode(
  request: PassRequest,
  shapes: readonly Shape[][],
  outputs: readonly NativeTensor[],
): Omit<PassResult, 'elapsedMs'> {
  let place = 0;
  const next = () => outputs[place++]!;
  const size = (ref: TensorRef) => {
    const shape = shapes[ref.call]![ref.output]! as number[];
    const isMap = shape.length === 4;
    return {
      batch: shape[0]!,
      height: isMap ? shape[1]! : 1,
      width: isMap ? shape[2]! : 1,
      channels: shape.at(-1)!,
    };
  };
  const activations = (request.activations ?? []).map((): Tensor => {
    const tensor = next();
    return { data: tensor.floats(), shape: tensor.shape };
  });
  const maps = (request.maps ?? []).map(({ ref, channels: list }): ByteMaps => {
    const { batch, height, width, channels: all } = size(ref);
    const channels = list?.length ?? all;
    const packed = next().integers();
    const indices = new Uint8Array(packed.buffer, packed.byteOffset, batch * channels * height * width);
    return {
      height,
      width,
      channels,
      indices,
      min: perMap(next().floats(), batch, channels),
      max: perMap(next().floats(), batch, channels),
    };
  });
  const statistics = (request.statistics ?? []).map((ref): MapStatistics => {
    const { height, width, channels } = size(ref);
    const rows = next().floats();
    const ids = statisticsIn(request);
    const length = rows.length / ids.length;
    const numbers = mapNumbers(ids, (_, row) => rows.slice(row * length, (row + 1) * length));
    return { height, width, channels, ...numbers };
  });
  const hypercolumns = (request.hypercolumns ?? []).map((): Tensor => {
    const tensor = next();
    return { data: tensor.floats(), shape: tensor.shape.slice(0, 3) };
  });
  const finiteness = (request.finiteness ?? []).map((): Finiteness => ({
    hasNan: next().floats()[0] !== 0,
    hasInfinite: next().floats()[0] !== 0,
  }));
  return { activations, maps, statistics, hypercolumns, finiteness };
}

/** Limits come one per map, or one in all (scope `fixed`); the answer has one per map. */
function perMap(limits: Float32Array, batch: number, channels: number): Float32Array {
  return limits.length === 1 ? new Float32Array(batch * channels).fill(limits[0]!) : limits;
}
