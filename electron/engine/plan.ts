import { type Network, type TensorRef, shapeOf } from '../model/network';
import type { Shape } from '../model/shapes';
import { GraphBuilder, type Feed, type NodeName, type WeightFeed } from './graph-builder';
import { encodeSavedModel } from './graph-proto';
import { LayerGraph } from './layer-graph';
import type { PassRequest } from './pass';
import { writeByteMaps, writeFiniteness, writeMeanHypercolumn } from './reductions';

/** A graph for one kind of pass: what is fed and what is fetched. */
export interface Plan {
  readonly savedModel: Uint8Array;
  readonly weights: readonly WeightFeed[];
  readonly input: Feed;
  /** Channel lists of the maps that ask for some channels only, in the order of the request. */
  readonly channelFeeds: readonly Feed[];
  /** Limits of the scope `fixed`. */
  readonly rangeFeeds: readonly Feed[];
  /**
   * Nodes to fetch: activations, three for each maps request, results of which statistics are wanted, hypercolumns, two for each
   * finiteness.
   */
  readonly fetches: readonly NodeName[];
}

/** All results that a request needs. */
export function wantedRefs(request: PassRequest): TensorRef[] {
  return [
    ...(request.activations ?? []),
    ...(request.maps ?? []).map((maps) => maps.ref),
    ...(request.statistics ?? []),
    ...(request.hypercolumns ?? []).flat(),
    ...(request.finiteness ?? []),
  ];
}

/** Equal for requests that the same graph serves; channels and limits are fed and so may differ. */
export function planKey(request: PassRequest): string {
  const refs = (list: readonly TensorRef[] = []) => list.map((ref) => `${ref.call}:${ref.output}`).join();
  const maps = (request.maps ?? []).map(({ ref, channels }) => `${refs([ref])}${channels ? 'some' : 'all'}`);
  const sets = (request.hypercolumns ?? []).map((set) => `[${refs(set)}]`);
  return [
    refs(request.activations),
    maps.join(),
    maps.length > 0 ? (request.mapScope ?? 'map') : '',
    refs(request.statistics),
    sets.join(),
    refs(request.finiteness),
  ].join('|');
}

/** Writes the graph for a request: only the layers that its results depend on. */
export function makePlan(network: Network, request: PassRequest): Plan {
  const graph = new GraphBuilder();
  const layers = new LayerGraph(graph, network, wantedRefs(request));
  const shape = (ref: TensorRef): Shape => shapeOf(network, ref);
  const fetches = (request.activations ?? []).map((ref) => layers.fetchable(ref));
  const range: readonly [NodeName, NodeName] | undefined =
    request.mapScope === 'fixed' && request.maps
      ? [graph.feed('float', [1]), graph.feed('float', [1])]
      : undefined;
  const channelNodes: NodeName[] = [];
  for (const { ref, channels } of request.maps ?? []) {
    const list = channels && graph.feed('int32', [null]);
    if (list) channelNodes.push(list);
    const nodes = writeByteMaps(graph, layers.node(ref), shape(ref), list, range);
    fetches.push(nodes.indices, nodes.min, nodes.max);
  }
  fetches.push(...(request.statistics ?? []).map((ref) => layers.fetchable(ref)));
  const size = request.hypercolumns?.length ? graph.spatialSize(layers.input) : '';
  for (const set of request.hypercolumns ?? []) {
    const parts = set.map((ref) => ({ node: layers.node(ref), shape: shape(ref) }));
    fetches.push(writeMeanHypercolumn(graph, parts, size));
  }
  for (const ref of request.finiteness ?? [])
    fetches.push(...writeFiniteness(graph, layers.node(ref), shape(ref)));
  const feedOf = (node: NodeName): Feed => graph.feeds.find((feed) => feed.node === node)!;
  return {
    savedModel: encodeSavedModel(graph.nodes),
    weights: graph.weights,
    input: feedOf(layers.input),
    channelFeeds: channelNodes.map(feedOf),
    rangeFeeds: (range ?? []).map(feedOf),
    // Always with the output number: without it the addon misreads the name.
    fetches: fetches.map((node) => `${node}:0`),
  };
}
