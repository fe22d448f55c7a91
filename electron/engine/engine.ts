import { tellDuring } from '../shared/errors';
import { message } from '../shared/messages/message';
import type { Tensor } from '../core/tensor';
import { lastActivation } from '../model/kinds';
import { limitsOf } from '../model/kinds/activations';
import type { Layer, Network, TensorRef } from '../model/network';
import type { Shape } from '../model/shapes';
import { checkInput, checkRequest, checkWeights, shapesFor } from './checks';
import { decode } from './decode';
import type { Feed } from './graph-builder';
import { decodeGradients, type Gradients } from './gradients/decode';
import { gradientKey, makeGradientPlan, type GradientRequest } from './gradients/plan';
import { neededCalls } from './layer-graph';
import type { PassRequest, PassResult } from './pass';
import { bytesOf } from './layer-bytes';
import { statisticsOf } from './layer-statistics';
import { NativePlans, type Loaded } from './native-plans';
import { PictureGrey } from './picture-grey';
import { activatedValue } from './one-value';
import { makePlan, planKey, type Plan } from './plan';
import { SmallGraphs } from './small-graph';
import { loadTensorFlow, type NativeTensor, type TensorFlow } from './tensorflow';

/**
 * Runs a network natively: any set of results from one pass over a TensorFlow graph that holds no weights.
 * One engine per model; not for use by two callers at the same time (the native call blocks its thread anyway).
 */
export class Engine {
  readonly #plans: NativePlans;
  readonly #graphs: SmallGraphs;
  #lastShapes: { readonly input: string; readonly shapes: Shape[][] } | undefined;

  private constructor(
    readonly network: Network,
    private readonly native: TensorFlow,
  ) {
    this.#graphs = new SmallGraphs(native);
    this.#plans = new NativePlans(native, network.name);
  }

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
    plan.rangeFeeds.forEach((feed, place) => {
      feeds.push(feedFloats(feed, Float32Array.of(request.fixedRange![place]!), [1]));
    });
    try {
      const started = performance.now();
      const outputs = this.#plans.run(plan, feeds);
      own.push(...outputs);
      const results = tellDuring(running, () => this.#decode(request, shapes, outputs, feeds[0]!.tensor));
      return { ...results, elapsedMs: performance.now() - started };
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
    this.#plans.bringWeights(this.#planFor(request));
    return isNew;
  }

  /**
   * Differentiates a weighted sum of the values of a result, e.g. of the logits of all classes, by other results.
   * @param input    float32 [batch, height, width, channels], already preprocessed
   * @param weights  of the sum, in the shape of the result, batch included: each picture has a sum of its own
   * @throws FeaturescopeError engine/bad-input, engine/not-finite, engine/bad-request, engine/no-gradient,
   *                           model/input-too-small, engine/failed
   */
  differentiate(request: GradientRequest, input: Tensor, weights: Tensor): Gradients {
    const running = message('doing/running', { model: this.network.name });
    tellDuring(running, () => {
      checkInput(this.network, input);
      const { of, by, importance = [] } = request;
      const shapes = this.#requestedShapes({ activations: [of, ...by, ...importance] }, input.shape);
      checkWeights(shapes[of.call]![of.output]!, weights);
    });
    const plan = this.#plans.get(gradientKey(request), () => makeGradientPlan(this.network, request));
    const feed = (feed: Feed, { data, shape }: Tensor) => ({ feed, tensor: this.native.tensor(data, shape) });
    const fed = [feed(plan.input, input), feed(plan.weightsOfSum, weights)];
    const own = fed.map(({ tensor }) => tensor);
    try {
      const started = performance.now();
      const outputs = this.#plans.run(plan, fed);
      own.push(...outputs);
      const gradients = decodeGradients(request, plan, outputs);
      return { ...gradients, elapsedMs: performance.now() - started };
    } finally {
      for (const tensor of own) tensor.dispose();
    }
  }

  /** All results that some results depend on, themselves included, in running order. */
  refsBehind(results: readonly TensorRef[]): TensorRef[] {
    return neededCalls(this.network, results).flatMap((call) =>
      this.network.calls[call]!.outputShapes.map((_, output) => ({ call, output })),
    );
  }

  /** What the activation of a layer makes of a number. */
  activate(layer: Layer, value: number): number {
    return activatedValue(this.#graphs, layer, value);
  }

  /** Frees graphs and weights. The engine cannot be used afterwards. */
  dispose(): void {
    this.#plans.dispose();
    this.#graphs.dispose();
  }

  /** What a pass gave. Statistics and bytes of some maps are made natively too, so that no layer's numbers are copied out for them. */
  #decode(
    request: PassRequest,
    shapes: readonly Shape[][],
    outputs: readonly NativeTensor[],
    picture: NativeTensor,
  ): Omit<PassResult, 'elapsedMs'> {
    const grey = new PictureGrey(this.#graphs, picture);
    try {
      const limits = request.mapScope === 'fixed' ? request.fixedRange : undefined;
      return decode(request, shapes, outputs, {
        bytes: (wanted) => bytesOf(this.#graphs, wanted, limits),
        statistics: (layers) => {
          const counted = layers.map(({ ref, result }) => {
            const activation = lastActivation(this.network.calls[ref.call]!.layer);
            return { result, limits: activation && limitsOf(activation) };
          });
          return statisticsOf(this.#graphs, counted, grey, request);
        },
      });
    } finally {
      grey.dispose();
    }
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

  #planFor(request: PassRequest): Loaded<Plan> {
    return this.#plans.get(planKey(request), () => makePlan(this.network, request));
  }
}
