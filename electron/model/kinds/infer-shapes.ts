import { failed } from '../../shared/errors';
import { layerMention } from '../config/setting-reader';
import type { Network } from '../network';
import type { Shape } from '../shapes';
import { requireKind } from '.';

/**
 * Output shapes of every call for a given input shape: needed where the model leaves its size open, or to know sizes before running.
 * @param input  shape with the batch axis, for the model's single input
 * @throws FeaturescopeError model/bad-graph, model/input-too-small if a layer would get no pixel
 */
export function inferShapes(network: Network, input: Shape): Shape[][] {
  const shapes: Shape[][] = [];
  for (const call of network.calls) {
    const { layer } = call;
    const given = call.inputs.map((ref) => shapes[ref.call]![ref.output]!);
    const outputs = given.length === 0 ? [input] : requireKind(layer).outputs(layer, given, call.args);
    if (outputs.some((shape) => shape.slice(1).some((length) => length !== null && length < 1)))
      throw failed('model/input-too-small', {
        size: input.slice(1).join(' x '),
        layer: layerMention(layer),
      });
    shapes.push(outputs);
  }
  return shapes;
}
