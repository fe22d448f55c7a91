import { failed, messageOf } from '../shared/errors';
import { message } from '../shared/messages/message';
import { GraphBuilder, type NodeName } from './graph-builder';
import { encodeSavedModel } from './graph-proto';
import { loadGraph } from './load-graph';
import type { NativeTensor, TensorFlow } from './tensorflow';

/** What a small graph is fed and what is fetched from it. */
export interface SmallGraphNodes {
  readonly feeds: readonly NodeName[];
  readonly fetches: readonly NodeName[];
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
