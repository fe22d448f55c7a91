import { failed } from '../../shared/errors';
import { message, type Message } from '../../shared/messages/message';
import { layerMention } from '../../model/config/setting-reader';
import { refKey, shapeOf, type Network, type TensorRef } from '../../model/network';
import { GraphBuilder, type Feed, type NodeName } from '../graph-builder';
import { encodeSavedModel } from '../graph-proto';
import { LayerGraph } from '../layer-graph';
import type { GraphPlan } from '../native-plans';
import { mapAxes } from '../reductions';
import { writeGradients, type OnRefused } from './backward';
import { writeLogits } from './logits';
import type { WhyNoRule } from './rules';

/** Gradients of one weighted sum of the values of a result. */
export interface GradientRequest {
  /** The result whose values are added up. */
  readonly of: TensorRef;
  /** True: what it is before a final softmax or sigmoid is added up. */
  readonly beforeActivation?: boolean;
  /** Results by which the sum is differentiated; the network's input among them for pixels. */
  readonly by: readonly TensorRef[];
  /** True: with the values of the results `by`. */
  readonly withActivations?: boolean;
  /** Results of which only the sum of activation times gradient over each map is wanted. */
  readonly importance?: readonly TensorRef[];
}

/** A graph for gradients. */
export interface GradientPlan extends GraphPlan {
  readonly input: Feed;
  readonly weightsOfSum: Feed;
  /** For each of `by` and then of `importance`: whether the sum depends on it. */
  readonly leads: readonly boolean[];
}

/** Equal for requests that the same graph serves; weights of the sum are fed and so may differ. */
export function gradientKey({
  of,
  beforeActivation,
  by,
  withActivations,
  importance = [],
}: GradientRequest): string {
  const refs = (list: readonly TensorRef[]) => list.map(refKey).join();
  return `gradient|${refKey(of)}|${!!beforeActivation}|${refs(by)}|${!!withActivations}|${refs(importance)}`;
}

function reason(operation: string, why: WhyNoRule): Message {
  return why === 'loop' || why === 'patches'
    ? message(`part/no-gradient-${why}`)
    : message(`part/no-gradient-${why}`, { operation });
}

const refuse: OnRefused = (op, why, layer) => {
  throw failed('engine/no-gradient', { layer: layerMention(layer!), why: reason(op, why) });
};

/**
 * Writes the graph for gradients. It fetches what is added up, then activations, gradients and sums of those that lead to it.
 * @throws FeaturescopeError engine/no-gradient
 */
export function makeGradientPlan(network: Network, request: GradientRequest): GradientPlan {
  const { of, by, importance = [] } = request;
  const wanted = [...by, ...importance];
  const graph = new GraphBuilder(true);
  const layers = new LayerGraph(graph, network, [of, ...wanted]);
  const output = layers.node(of);
  const summed = request.beforeActivation ? writeLogits(graph, output) : output;
  const weights = graph.feed(
    'float',
    shapeOf(network, of).map(() => null),
  );
  const gradients = writeGradients(
    graph,
    { of: summed, weights },
    wanted.map((ref) => layers.node(ref)),
    (node) => layers.layerOf(node),
    refuse,
  );
  // TensorFlow's optimizer may fuse a fetched node away; an Identity stays.
  const fetchable = (node: NodeName) => graph.float('Identity', [node]);
  const fetches = [fetchable(summed)];
  if (request.withActivations) fetches.push(...by.map((ref) => layers.fetchable(ref)));
  gradients.forEach((gradient, place) => {
    if (gradient === undefined) return;
    const ref = wanted[place]!;
    fetches.push(
      place < by.length
        ? fetchable(gradient)
        : graph.reduce(
            'Sum',
            graph.float('Mul', [layers.node(ref), gradient]),
            mapAxes(shapeOf(network, ref)),
            false,
          ),
    );
  });
  const feedOf = (node: NodeName): Feed => graph.feeds.find((feed) => feed.node === node)!;
  return {
    savedModel: encodeSavedModel(graph.nodes),
    weights: graph.weights,
    input: feedOf(layers.input),
    weightsOfSum: feedOf(weights),
    fetches: fetches.map((node) => `${node}:0`),
    leads: gradients.map((gradient) => gradient !== undefined),
  };
}
