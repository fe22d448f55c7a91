import { failed } from '../../shared/errors';
import { layerMention } from '../config/setting-reader';
import type { LayerSetting, Size } from '../config/types';
import type { Call, Network } from '../network';
import type { Shape } from '../shapes';
import { requireKind } from '.';
import { sizesOf } from './functions';

/** A call whose shapes can be inferred. */
type Inferable = Pick<Call, 'inputs' | 'args'> & { readonly layer: LayerSetting };

/** Shapes of calls, one after the other, each behind its inputs. */
export class ShapeRun {
  readonly shapes: Shape[][] = [];
  readonly #sizes: (Size | undefined)[][] = [];

  /** Output shapes of a call that is not added. */
  outputsOf({ layer, inputs, args }: Inferable): Shape[] {
    const known = this.#sizesAt(inputs);
    return requireKind(layer).outputs(
      layer,
      this.#shapesAt(inputs),
      args.sizes ? { ...args, sizes: known } : args,
    );
  }

  /** @param outputs  its output shapes */
  add({ layer, inputs, args }: Inferable, outputs: readonly Shape[]): void {
    this.shapes.push([...outputs]);
    this.#sizes.push(sizesOf(layer, args, this.#shapesAt(inputs), this.#sizesAt(inputs)));
  }

  #shapesAt(inputs: Call['inputs']): Shape[] {
    return inputs.map((ref) => this.shapes[ref.call]![ref.output]!);
  }

  #sizesAt(inputs: Call['inputs']): (Size | undefined)[] {
    return inputs.map((ref) => this.#sizes[ref.call]![ref.output]);
  }
}

/**
 * Output shapes of every call for a given input shape: needed where the model leaves its size open, or to know sizes before running.
 * @param input  shape with the batch axis, for the model's single input
 * @throws FeaturescopeError model/bad-graph, model/input-too-small if a layer would get no pixel
 */
export function inferShapes(network: Network, input: Shape): Shape[][] {
  const run = new ShapeRun();
  for (const call of network.calls) {
    const outputs = call.inputs.length === 0 ? [input] : run.outputsOf(call);
    if (outputs.some((shape) => shape.slice(1).some((length) => length !== null && length < 1)))
      throw failed('model/input-too-small', {
        size: input.slice(1).join(' x '),
        layer: layerMention(call.layer),
      });
    run.add(call, outputs);
  }
  return run.shapes;
}
