import { sortedKeys } from '../config/call-arguments';
import { placesIn } from '../config/operand';
import type { CallBlueprint, LayerSetting, ModelBlueprint, NamedRef } from '../config/types';

/** A call, or an input layer, and the calls that it depends on, one for each tensor that goes into it. */
interface Node {
  readonly ref: NamedRef;
  readonly parents: readonly Node[];
}

/** What goes into a call in the order in which Keras flattens arguments: dictionaries by their keys. */
function linksOf({ inputs, args, inputKeys }: CallBlueprint): readonly NamedRef[] {
  if (inputKeys) return [...inputKeys].sort().map((key) => inputs[inputKeys.indexOf(key)]!);
  const named = sortedKeys(args.named).map((name) => args.named[name]!);
  return [...args.positional, ...named].flatMap(placesIn).map((place) => inputs[place]!);
}

/** The calls that outputs depend on, each behind those that go into it, as a search into the depth finishes them. */
function finished(model: ModelBlueprint): Node[] {
  const layers = new Map(model.layers.map((layer) => [layer.name, layer]));
  const seen = new Map<string, Node>();
  const order: Node[] = [];
  const enter = (ref: NamedRef): { node: Node; parents: Node[]; links: readonly NamedRef[] } => {
    const parents: Node[] = [];
    const node = { ref: { layer: ref.layer, call: ref.call, output: 0 }, parents };
    seen.set(keyOf(ref), node);
    const call = layers.get(ref.layer)?.calls[ref.call];
    return { node, parents, links: call ? linksOf(call) : [] };
  };
  for (const output of model.outputs) {
    if (seen.has(keyOf(output))) continue;
    // Deep models nest thousands of links, so the search keeps its own stack.
    const stack = [enter(output)];
    while (stack.length > 0) {
      const { node, parents, links } = stack.at(-1)!;
      const link = links[parents.length];
      if (!link) {
        order.push(node);
        stack.pop();
        continue;
      }
      const known = seen.get(keyOf(link));
      if (known) parents.push(known);
      else stack.push(enter(link));
    }
  }
  return order;
}

const keyOf = ({ layer, call }: NamedRef): string => JSON.stringify([layer, call]);

/** True for a layer that takes the masks off the tensors that it is given, so that others do not see them. */
export function takesMaskOff({ className, kerasMajor }: LayerSetting): boolean {
  return kerasMajor >= 3 && className === 'MultiHeadAttention';
}

/** True for a model in which the order of calls matters. */
export function takesMasksOff(model: ModelBlueprint): boolean {
  return model.layers.some((layer) => takesMaskOff(layer) || (layer.inner && takesMasksOff(layer.inner)));
}

/**
 * The order in which Keras runs the calls of a functional model: those farthest from the outputs first. It matters where one
 * call takes the mask off a tensor that another one gets, too. Calls that no output depends on, which Keras does not run, and
 * calls of a graph that feeds itself may be missing or in any order.
 * Source: `map_graph` and `Function._run_through_graph` of keras 3.15.1; tf_keras 2.16.0 has the same.
 */
export function runningOrder(model: ModelBlueprint): NamedRef[] {
  const depths = new Map<Node, number>();
  const ofLayers = new Map<string, number>();
  for (const node of finished(model).reverse()) {
    // All calls of a layer are at least as deep as the deepest that was met before.
    const depth = Math.max(depths.get(node) ?? 0, ofLayers.get(node.ref.layer) ?? 0);
    ofLayers.set(node.ref.layer, depth);
    depths.set(node, depth);
    for (const parent of node.parents) depths.set(parent, Math.max(depth + 1, depths.get(parent) ?? 0));
  }
  // Sorting is stable: within a depth they stay in the order in which they were met first.
  return [...depths].sort(([, a], [, b]) => b - a).map(([{ ref }]) => ref);
}
