import { isUnit } from '../model/filters/chain';
import type { Layer } from '../model/network';
import type { GraphBuilder } from './graph-builder';
import { opOf } from './ops';
import { writeActivation } from './ops/activations';
import type { SmallGraphNodes, SmallGraphs } from './small-graph';

const ONE = [1, 1, 1, 1];

/**
 * What the activation of a layer makes of a number, by the formulas that the whole network is computed with.
 * @param layer  of weights with an activation of its own, or a layer that is one
 */
export function activatedValue(graphs: SmallGraphs, layer: Layer, value: number): number {
  const { className, config, kerasMajor } = layer;
  const { name: _name, ...settings } = config;
  const input = graphs.native.tensor(Float32Array.of(value), ONE);
  const own = [input];
  try {
    const key = `activation ${JSON.stringify([className, settings, kerasMajor])}`;
    own.push(...graphs.run(key, (graph) => writeOne(graph, layer), [input]));
    return own[1]!.floats()[0]!;
  } finally {
    for (const tensor of own) tensor.dispose();
  }
}

function writeOne(graph: GraphBuilder, layer: Layer): SmallGraphNodes {
  const x = graph.feed('float', ONE);
  const node = isUnit(layer)
    ? writeActivation(graph, layer, x, ONE)
    : opOf(layer)!({
        ...{ graph, layer, inputs: [x], inputShapes: [ONE], outputShapes: [ONE] },
        args: { positional: [], named: {} },
        weight: () => undefined,
        constant: (_constant, shape, values) => graph.floats(values, shape),
      })[0]!;
  return { feeds: [x], fetches: [graph.float('Identity', [node])] };
}
