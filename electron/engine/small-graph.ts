import { failed, messageOf } from '../shared/errors';
import { message } from '../shared/messages/message';
import { GraphBuilder, type NodeName } from './graph-builder';
import { encodeSavedModel } from './graph-proto';
import { loadGraph } from './load-graph';
import { inRuns } from './runs';
import type { NativeTensor, TensorFlow } from './tensorflow';

/** What a small graph is fed and what is fetched from it. */
export interface SmallGraphNodes {
  readonly feeds: readonly NodeName[];
  readonly fetches: readonly NodeName[];
}

/** What a small graph does for one layer. */
export interface GraphPart {
  /** Equal for equal graphs. */
  readonly key: string;
  write(graph: GraphBuilder): SmallGraphNodes;
  /** One for each feed. */
  readonly tensors: readonly NativeTensor[];
  /** How many values it goes through. */
  readonly values: number;
}

/**
 * Graphs that belong to no model: of open sizes, loaded once and run on the results of any layer. TensorFlow prepares a graph at
 * its first run, and takes the longer the larger it is, so what is counted of each of 300 layers is one small graph that runs 300
 * times, not a part of the model's graph that is written 300 times.
 */
export class SmallGraphs {
  readonly #loaded = new Map<string, { readonly id: number } & SmallGraphNodes>();

  constructor(readonly native: TensorFlow) {}

  /**
   * Runs a graph.
   * @param key      equal for equal graphs
   * @param write    writes it
   * @param tensors  one for each feed
   * @returns one for each fetch; the caller disposes them
   * @throws FeaturescopeError engine/failed
   */
  run(
    key: string,
    write: (graph: GraphBuilder) => SmallGraphNodes,
    tensors: readonly NativeTensor[],
  ): NativeTensor[] {
    const { id, feeds, fetches } = this.#loaded.get(key) ?? this.#load(key, write);
    try {
      const names = feeds.map((node) => `${node}:0`);
      return this.native.run(
        id,
        tensors,
        names,
        fetches.map((node) => `${node}:0`),
      );
    } catch (error) {
      const problem = message('part/pass-failed', { why: messageOf(error).slice(0, 200) });
      throw failed('engine/failed', { problem }, { cause: error });
    }
  }

  /**
   * Runs the same for several layers; those with equal graphs go through one run, beside each other.
   * @returns for each part one for each fetch; the caller disposes them
   * @throws FeaturescopeError engine/failed
   */
  runEach(parts: readonly GraphPart[]): NativeTensor[][] {
    const found = new Map<GraphPart, NativeTensor[]>();
    try {
      for (const run of inRuns(parts)) {
        const write = (graph: GraphBuilder): SmallGraphNodes => {
          const written = run.map((part) => part.write(graph));
          return {
            feeds: written.flatMap(({ feeds }) => feeds),
            fetches: written.flatMap(({ fetches }) => fetches),
          };
        };
        const tensors = run.flatMap((part) => part.tensors);
        const outputs = this.run(`${run.length} x ${run[0]!.key}`, write, tensors);
        const each = outputs.length / run.length;
        run.forEach((part, at) => found.set(part, outputs.slice(at * each, (at + 1) * each)));
      }
    } catch (error) {
      for (const tensor of [...found.values()].flat()) tensor.dispose();
      throw error;
    }
    return parts.map((part) => found.get(part)!);
  }

  dispose(): void {
    for (const { id } of this.#loaded.values()) this.native.deleteGraph(id);
    this.#loaded.clear();
  }

  #load(key: string, write: (graph: GraphBuilder) => SmallGraphNodes) {
    const graph = new GraphBuilder();
    const nodes = write(graph);
    const loaded = { ...nodes, id: loadGraph(this.native, encodeSavedModel(graph.nodes)) };
    this.#loaded.set(key, loaded);
    return loaded;
  }
}
