import { failed, messageOf, tellDuring } from '../shared/errors';
import { message } from '../shared/messages/message';
import type { Feed, NodeName, WeightFeed } from './graph-builder';
import { loadGraph } from './load-graph';
import type { NativeTensor, TensorFlow } from './tensorflow';

/** Loaded graphs that are kept. Each costs about 10 MB where it spans a deep network, a new one 10 ms and a slower first run. */
const KEPT_PLANS = 8;

/** A written graph, the weights that it is fed, and what is fetched from it. */
export interface GraphPlan {
  readonly savedModel: Uint8Array;
  readonly weights: readonly WeightFeed[];
  /** Names of nodes with the number of the output: without it the addon misreads the name. */
  readonly fetches: readonly string[];
}

/** Values for one feed of a graph. */
export interface Fed {
  readonly feed: Feed;
  readonly tensor: NativeTensor;
}

export type Loaded<Plan> = Plan & { readonly id: number };

/** The graphs of one network that are loaded, and its weights in native memory. */
export class NativePlans {
  readonly #plans = new Map<string, Loaded<GraphPlan>>();
  readonly #weights = new Map<string, NativeTensor>();

  /** @param model  the network's name, for failures */
  constructor(
    private readonly native: TensorFlow,
    private readonly model: string,
  ) {}

  has(key: string): boolean {
    return this.#plans.has(key);
  }

  /**
   * The loaded graph of a key; the least recently used one makes room for a new one.
   * @param make  writes it; equal keys mean equal graphs
   */
  get<Plan extends GraphPlan>(key: string, make: () => Plan): Loaded<Plan> {
    const plan = (this.#plans.get(key) as Loaded<Plan> | undefined) ?? this.#load(make());
    this.#plans.delete(key);
    this.#plans.set(key, plan);
    if (this.#plans.size > KEPT_PLANS) {
      const [oldest] = this.#plans.keys();
      this.native.deleteGraph(this.#plans.get(oldest!)!.id);
      this.#plans.delete(oldest!);
    }
    return plan;
  }

  /** Brings the weights of a graph into native memory. */
  bringWeights({ weights }: GraphPlan): void {
    for (const feed of weights) this.#weightTensor(feed);
  }

  /**
   * Runs a loaded graph.
   * @returns one tensor for each fetch; the caller disposes them
   * @throws FeaturescopeError engine/failed
   */
  run(plan: Loaded<GraphPlan>, fed: readonly Fed[]): NativeTensor[] {
    const tensors = [
      ...fed.map(({ tensor }) => tensor),
      ...plan.weights.map((feed) => this.#weightTensor(feed)),
    ];
    const nodes: NodeName[] = [...fed.map(({ feed }) => feed.node), ...plan.weights.map(({ node }) => node)];
    const names = nodes.map((name) => `${name}:0`);
    try {
      return this.native.run(plan.id, tensors, names, plan.fetches);
    } catch (error) {
      const problem = message('part/pass-failed', { why: messageOf(error).slice(0, 200) });
      const during = [message('doing/running', { model: this.model })];
      throw failed('engine/failed', { problem }, { cause: error, during });
    }
  }

  dispose(): void {
    for (const plan of this.#plans.values()) this.native.deleteGraph(plan.id);
    for (const tensor of this.#weights.values()) tensor.dispose();
    this.#plans.clear();
    this.#weights.clear();
  }

  #weightTensor(feed: WeightFeed): NativeTensor {
    const known = this.#weights.get(feed.key);
    if (known) return known;
    const tensor = this.native.tensor(feed.compute(), feed.shape);
    this.#weights.set(feed.key, tensor);
    return tensor;
  }

  #load<Plan extends GraphPlan>(plan: Plan): Loaded<Plan> {
    const preparing = message('doing/preparing', { model: this.model });
    return { ...plan, id: tellDuring(preparing, () => loadGraph(this.native, plan.savedModel)) };
  }
}
