import type { Layer } from '../../model/network';
import type { GraphBuilder, NodeName } from '../graph-builder';
import { FLAT, RULES, whyNoRule, type WhyNoRule } from './rules';

/** What is differentiated: the sum of all values of a result, each times its weight. */
export interface WeightedSum {
  readonly of: NodeName;
  /** In the shape of the result. */
  readonly weights: NodeName;
}

/** Called with an operation that cannot be differentiated; it throws. */
export type OnRefused = (op: string, why: WhyNoRule, layer: Layer | undefined) => never;

const keyOf = (name: NodeName) => (name.includes(':') ? name : `${name}:0`);

/** Which of the first `count` operations depend on some results, without those that change with nothing. */
function dependingOn(graph: GraphBuilder, results: readonly NodeName[], count: number): boolean[] {
  const depends = new Array<boolean>(count).fill(false);
  for (const name of results) depends[graph.placeOf(name)] = true;
  // Only in loops do operations stand before what goes into them.
  for (let hasChanged = true; hasChanged;) {
    hasChanged = false;
    graph.nodes.slice(0, count).forEach(({ op, input }, place) => {
      if (depends[place] || FLAT.has(op) || !input.some((one) => depends[graph.placeOf(one)])) return;
      depends[place] = true;
      hasChanged = true;
    });
  }
  return depends;
}

/**
 * Adds nodes for the gradients of a weighted sum by some results: reverse mode, from the sum back through every operation between.
 * @param layerOf  the layer that wrote an operation
 * @returns one node for each of `by`, of its shape; undefined where the sum does not depend on it, or only in steps
 * Source: Griewank and Walther, Evaluating Derivatives, 2008; the rules are TensorFlow's.
 */
export function writeGradients(
  graph: GraphBuilder,
  sum: WeightedSum,
  by: readonly NodeName[],
  layerOf: (node: NodeName) => Layer | undefined,
  refuse: OnRefused,
): (NodeName | undefined)[] {
  const last = graph.placeOf(sum.of);
  const depends = dependingOn(graph, by, last + 1);
  const found = new Map<string, NodeName[]>();
  const collect = (name: NodeName, gradient: NodeName) => {
    const key = keyOf(name);
    found.set(key, [...(found.get(key) ?? []), gradient]);
  };
  const total = (name: NodeName): NodeName | undefined => {
    const parts = found.get(keyOf(name));
    if (parts === undefined) return undefined;
    const [first, ...others] = parts;
    const added = others.reduce((all, part) => graph.float('AddV2', [all, part]), first!);
    found.set(keyOf(name), [added]);
    return added;
  };
  const isWanted = (input: NodeName) => depends[graph.placeOf(input)] === true;
  collect(sum.of, sum.weights);
  for (let place = last; place >= 0; place--) {
    const node = graph.nodes[place]!;
    const { op, input, name } = node;
    const outputs = outputCount(node);
    const gradients = Array.from({ length: outputs }, (_, output) => total(`${name}:${output}`));
    if (gradients.every((gradient) => gradient === undefined)) continue;
    if (FLAT.has(op) || !input.some(isWanted)) continue;
    const layer = layerOf(name);
    const why = whyNoRule(node);
    if (why !== undefined) refuse(op, why, layer);
    const wants = (index: number) => isWanted(input[index]!);
    const gradient = gradients[0] ?? gradients.find((one) => one !== undefined)!;
    const step = { graph, node, inputs: input, output: name, gradient, gradients, layer, wants };
    RULES[op]!(step).forEach((given, index) => {
      if (given !== undefined && wants(index)) collect(input[index]!, given);
    });
  }
  return by.map(total);
}

/** How many results of an operation others may use. */
function outputCount({ op, attr }: GraphBuilder['nodes'][number]): number {
  const count = op === 'Split' ? attr['num_split'] : op === 'Unpack' ? attr['num'] : undefined;
  return count && 'i' in count ? count.i : 1;
}
