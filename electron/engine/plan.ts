import { type Network, type TensorRef, refKey, shapeOf } from '../model/network';
import type { Shape } from '../model/shapes';
import { GraphBuilder, type Feed, type NodeName } from './graph-builder';
import { encodeSavedModel } from './graph-proto';
import { LayerGraph } from './layer-graph';
import type { GraphPlan } from './native-plans';
import type { MapsRequest, PassRequest } from './pass';
import { writeByteMaps, writeFiniteness, writeMeanHypercolumn } from './reductions';

/** A graph for one kind of pass: what is fed and what is fetched. */
export interface Plan extends GraphPlan {
  readonly input: Feed;
  /** Limits of the scope `fixed`. */
  readonly rangeFeeds: readonly Feed[];
  /**
   * Nodes to fetch: activations, three for each request of all maps, the results of `resultsIn`, hypercolumns, two for each
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
    ...(request.beside ?? []),
    ...(request.hypercolumns ?? []).flat(),
    ...(request.finiteness ?? []),
  ];
}

/** Requests for all maps of a layer, which the graph itself makes bytes of. */
export function wholeMaps({ maps = [] }: PassRequest): readonly MapsRequest[] {
  return maps.filter(({ channels }) => channels === undefined);
}

/** The results on which small graphs run, for statistics and for maps of some channels; each once, in the network's order. */
export function resultsIn({ maps = [], statistics = [], beside = [] }: PassRequest): TensorRef[] {
  const some = maps.filter(({ channels }) => channels !== undefined).map(({ ref }) => ref);
  const results = new Map([...some, ...statistics, ...beside].map((ref) => [refKey(ref), ref]));
  return [...results.values()].sort((a, b) => a.call - b.call || a.output - b.output);
}

/** Equal for requests that the same graph serves; channels and limits are fed and so may differ. */
export function planKey(request: PassRequest): string {
  const refs = (list: readonly TensorRef[] = []) => list.map(refKey).join();
  const maps = wholeMaps(request).map(({ ref }) => ref);
  const sets = (request.hypercolumns ?? []).map((set) => `[${refs(set)}]`);
  return [
    refs(request.activations),
    refs(maps),
    maps.length > 0 ? (request.mapScope ?? 'map') : '',
    refs(resultsIn(request)),
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
  const whole = wholeMaps(request);
  const range: readonly [NodeName, NodeName] | undefined =
    request.mapScope === 'fixed' && whole.length > 0
      ? [graph.feed('float', [1]), graph.feed('float', [1])]
      : undefined;
  for (const { ref } of whole) {
    const nodes = writeByteMaps(graph, layers.node(ref), shape(ref), range);
    fetches.push(nodes.indices, nodes.min, nodes.max);
  }
  fetches.push(...resultsIn(request).map((ref) => layers.fetchable(ref)));
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
    rangeFeeds: (range ?? []).map(feedOf),
    fetches: fetches.map((node) => `${node}:0`),
  };
}
