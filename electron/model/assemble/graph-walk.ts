import { message } from '../../shared/messages/message';
import type { CallBlueprint, LayerBlueprint, ModelBlueprint, NamedRef } from '../config/types';
import { refuseWrapping } from '../kinds/wrapping';
import type { TensorRef } from '../network';
import { badGraph } from '../config/setting-reader';
import type { DraftLayer } from './draft';

interface Entry {
  readonly layer: LayerBlueprint;
  readonly draft: DraftLayer;
  /** Number of calls that the layer had before: of a shared inner model that is unrolled again. */
  readonly callsBefore: number;
}

/** What a walk does at the nodes of a graph. */
interface Visitor {
  /** @param position  of the input among those of the model */
  addInput(draft: DraftLayer, layer: LayerBlueprint, position: number): TensorRef;
  /** Adds a call of the layer, which puts its results behind those in `draft.outputs`. */
  addUse(draft: DraftLayer, layer: LayerBlueprint, inputs: readonly TensorRef[], call: CallBlueprint): void;
}

/** Walks through all calls of a functional model, each after those that it needs. */
export class GraphWalk {
  readonly #entries: ReadonlyMap<string, Entry>;
  /** Calls whose inputs are being looked for. */
  readonly #open = new Set<string>();

  constructor(
    private readonly model: ModelBlueprint,
    layers: readonly DraftLayer[],
    private readonly visitor: Visitor,
  ) {
    this.#entries = new Map(
      model.layers.map((layer, place) => {
        const draft = layers[place]!;
        return [layer.name, { layer, draft, callsBefore: draft.outputs.length }];
      }),
    );
  }

  /**
   * @returns the outputs of the model
   * @throws FeaturescopeError model/bad-graph and what the visitor throws
   */
  run(): TensorRef[] {
    for (const { layer } of this.#entries.values()) {
      const callCount = layer.className === 'InputLayer' ? 1 : layer.calls.length;
      for (let call = 0; call < callCount; call++) this.#resolve({ layer: layer.name, call, output: 0 });
    }
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
    // Earlier calls first, so that calls keep Keras' numbers.
    const earlier: NamedRef[] = ref.call > 0 ? [{ layer: ref.layer, call: ref.call - 1, output: 0 }] : [];
    const missing = [...earlier, ...call.inputs].filter((input) => !this.#resultOf(input));
    const key = `${ref.layer}#${ref.call}`;
    if (missing.length > 0) {
      if (this.#open.has(key)) throw badGraph(message('part/feeds-itself'), draft);
      this.#open.add(key);
      return missing.reverse();
    }
    this.#open.delete(key);
    for (const input of call.inputs) refuseWrapping(this.#entryOf(input).layer, input.dtype);
    const inputs = call.inputs.map((input) => this.#resultOf(input)!);
    this.visitor.addUse(draft, layer, inputs, call);
    return [];
  }
}
