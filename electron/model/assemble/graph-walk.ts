import { message } from '../../shared/messages/message';
import type { CallBlueprint, LayerBlueprint, ModelBlueprint, NamedRef } from '../config/types';
import { refuseWrapping } from '../kinds/wrapping';
import type { TensorRef } from '../network';
import { badGraph } from '../config/setting-reader';
import type { DraftLayer } from './draft';
import { runningOrder, takesMasksOff } from './running-order';

interface Entry {
  readonly layer: LayerBlueprint;
  readonly draft: DraftLayer;
  /** Number of calls that the layer has in earlier uses of the model. */
  readonly callsBefore: number;
}

/** What a walk does at the nodes of a graph. */
interface Visitor {
  /** @param position  of the input among those of the model */
  addInput(draft: DraftLayer, layer: LayerBlueprint, position: number): TensorRef;
  /** Adds a call of the layer, which puts its results into `draft.outputs[callIndex]`. */
  addUse(
    draft: DraftLayer,
    layer: LayerBlueprint,
    inputs: readonly TensorRef[],
    call: CallBlueprint,
    callIndex: number,
  ): void;
}

/** Walks through all calls of a functional model in the order in which Keras runs them. */
export class GraphWalk {
  readonly #entries: ReadonlyMap<string, Entry>;
  /** Calls whose inputs are being looked for. */
  readonly #open = new Set<string>();

  /** @param use  number of this use of the model, where it is used as a layer */
  constructor(
    private readonly model: ModelBlueprint,
    layers: readonly DraftLayer[],
    use: number,
    private readonly visitor: Visitor,
  ) {
    this.#entries = new Map(
      model.layers.map((layer, place) => {
        const callsBefore = use * (layer.className === 'InputLayer' ? 1 : layer.calls.length);
        return [layer.name, { layer, draft: layers[place]!, callsBefore }];
      }),
    );
  }

  /**
   * @returns the outputs of the model
   * @throws FeaturescopeError model/bad-graph and what the visitor throws
   */
  run(): TensorRef[] {
    const layers = [...this.#entries.values()].map(({ layer }) => layer);
    for (const { className, name } of layers)
      if (className === 'InputLayer') this.#resolve({ layer: name, call: 0, output: 0 });
    // Elsewhere the order changes nothing, and in that of the file it is the first layer that is named where several are refused.
    if (takesMasksOff(this.model)) runningOrder(this.model).forEach((ref) => this.#resolve(ref));
    for (const { name, calls } of layers)
      calls.forEach((_, call) => this.#resolve({ layer: name, call, output: 0 }));
    return this.model.outputs.map((ref) => this.#resolve(ref));
  }

  #entryOf(ref: NamedRef): Entry {
    const entry = this.#entries.get(ref.layer);
    if (!entry) throw badGraph(message('part/no-such-layer', { layer: ref.layer }));
    return entry;
  }

  /** The results of a call, undefined where it was not added yet. */
  #resultsOf(ref: NamedRef): readonly TensorRef[] | undefined {
    const entry = this.#entries.get(ref.layer);
    return entry?.draft.outputs[entry.callsBefore + ref.call];
  }

  #resultOf(ref: NamedRef): TensorRef | undefined {
    const results = this.#resultsOf(ref);
    if (results && !results[ref.output])
      throw badGraph(message('part/no-such-output', { output: ref.output, layer: ref.layer }));
    return results?.[ref.output];
  }

  /** Deep models nest thousands of links, so the walk keeps its own stack instead of recursing. */
  #resolve(target: NamedRef): TensorRef {
    const stack: NamedRef[] = [target];
    while (stack.length > 0) {
      const ref = stack.at(-1)!;
      if (this.#resultsOf(ref)) stack.pop();
      else stack.push(...this.#visit(ref));
    }
    return this.#resultOf(target)!;
  }

  /** Adds a call, or tells what must be added before it, the first last. */
  #visit(ref: NamedRef): NamedRef[] {
    const { layer, draft, callsBefore } = this.#entryOf(ref);
    if (layer.className === 'InputLayer') {
      if (ref.call !== 0) throw badGraph(message('part/no-such-call', { call: ref.call, count: 1 }), draft);
      const position = this.model.inputs.findIndex((input) => input.layer === ref.layer);
      draft.outputs[callsBefore] = [this.visitor.addInput(draft, layer, position)];
      return [];
    }
    const call = layer.calls[ref.call];
    if (!call)
      throw badGraph(message('part/no-such-call', { call: ref.call, count: layer.calls.length }), draft);
    const missing = call.inputs.filter((input) => !this.#resultOf(input));
    const key = `${ref.layer}#${ref.call}`;
    if (missing.length > 0) {
      if (this.#open.has(key)) throw badGraph(message('part/feeds-itself'), draft);
      this.#open.add(key);
      return missing.reverse();
    }
    this.#open.delete(key);
    for (const input of call.inputs) refuseWrapping(this.#entryOf(input).layer, input.dtype);
    const inputs = call.inputs.map((input) => this.#resultOf(input)!);
    this.visitor.addUse(draft, layer, inputs, call, callsBefore + ref.call);
    return [];
  }
}
