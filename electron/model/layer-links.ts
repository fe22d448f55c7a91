import { refKey, type Call, type Layer, type ListedLayer, type Network, type TensorRef } from './network';

/** Where one input of a layer comes from. */
export interface LayerLink {
  /** The layer that gives it, as it is listed. */
  readonly from: ListedLayer;
  /** Which of its results. */
  readonly output: number;
  /** What lies between and is no layer for Keras, such as the addition of `a + b`: the nearest first. */
  readonly through: readonly string[];
}

/** Index path of the model around a layer, with its stroke: `1/` for `1/164`, '' for the layers of the model itself. */
function scopeOf({ indexPath }: Pick<ListedLayer, 'indexPath'>): string {
  return indexPath.slice(0, indexPath.lastIndexOf('/') + 1);
}

/** Results that a call of a layer takes, in the order in which Keras names them; none for an input of the model. */
export function inputsOfCall(network: Pick<Network, 'calls'>, layer: Layer, call = 0): readonly TensorRef[] {
  if (layer.wrapped) {
    const isStart = ({ layer: made }: Call) =>
      made.functionName === 'MergeSteps' && made.wrapped === layer.wrapped;
    return network.calls.filter(isStart)[call]?.inputs ?? [];
  }
  if (layer.inner) {
    const [first] = layer.inner;
    if (!first) return [];
    if (first.className !== 'InputLayer') return inputsOfCall(network, first, call);
    const given = layer.inner.filter((inner) => inner.className === 'InputLayer');
    return given.flatMap((inner) => inner.outputs[call] ?? []);
  }
  const made = network.calls.find((one) => one.layer === layer && one.callIndex === call);
  return made?.inputs ?? [];
}

/**
 * Which layers give which their input: for each layer as it is listed, what comes into it, in Keras' order. What comes into a
 * model from outside is given there by its input layer; outside, what a model gives is given by the model.
 */
export class LayerLinks {
  readonly #givers = new Map<string, ListedLayer[]>();
  readonly #inputs = new Map<ListedLayer, readonly LayerLink[]>();
  readonly #outputs: ReadonlyMap<number, readonly ListedLayer[]>;

  constructor(
    private readonly network: Network,
    readonly layers: readonly ListedLayer[],
  ) {
    for (const listed of layers) {
      for (const ref of listed.layer.outputs[listed.call] ?? []) {
        const others = this.#givers.get(refKey(ref));
        if (others) others.push(listed);
        else this.#givers.set(refKey(ref), [listed]);
      }
    }
    this.#outputs = this.#listOutputs();
  }

  /** What comes into a layer; an entry for each input. */
  inputsOf(listed: ListedLayer): readonly LayerLink[] {
    let links = this.#inputs.get(listed);
    if (!links) this.#inputs.set(listed, (links = this.#linksInto(listed)));
    return links;
  }

  /** Layers of the same model that take what a layer gives, each once. */
  outputsOf(listed: ListedLayer): readonly ListedLayer[] {
    return this.#outputs.get(listed.place) ?? [];
  }

  /** True for what the whole model gives, or the model around the layer. */
  isOutput(listed: ListedLayer): boolean {
    const scope = scopeOf(listed);
    const around = this.layers.filter(({ indexPath, layer }) => layer.inner && isModelOf(indexPath, scope));
    const given =
      scope === '' ? this.network.outputs : around.flatMap(({ layer, call }) => layer.outputs[call] ?? []);
    const keys = new Set(given.map(refKey));
    return (listed.layer.outputs[listed.call] ?? []).some((ref) => keys.has(refKey(ref)));
  }

  #listOutputs(): Map<number, ListedLayer[]> {
    const outputs = new Map<number, ListedLayer[]>();
    for (const listed of this.layers) {
      const givers = new Set(this.inputsOf(listed).map(({ from }) => from));
      for (const from of givers) {
        if (scopeOf(from) !== scopeOf(listed)) continue;
        const others = outputs.get(from.place);
        if (others) others.push(listed);
        else outputs.set(from.place, [listed]);
      }
    }
    return outputs;
  }

  #linksInto(listed: ListedLayer): LayerLink[] {
    // The input layer of a model inside gives what it was given.
    const refs =
      listed.className === 'InputLayer'
        ? (listed.layer.outputs[listed.call] ?? [])
        : inputsOfCall(this.network, listed.layer, listed.call);
    return refs.flatMap((ref) => this.#linksOf(ref, listed));
  }

  /** Who gives a result to a layer; behind what is not listed, those that give to that, each once. */
  #linksOf(ref: TensorRef, taker: ListedLayer): LayerLink[] {
    const found: LayerLink[] = [];
    const seen = new Set<string>();
    const open: { ref: TensorRef; through: readonly string[] }[] = [{ ref, through: [] }];
    for (let next = open.shift(); next; next = open.shift()) {
      if (seen.has(refKey(next.ref))) continue;
      seen.add(refKey(next.ref));
      const from = this.#giverOf(next.ref, taker);
      if (from) {
        const key = refKey(next.ref);
        const output = from.layer.outputs[from.call]!.findIndex((one) => refKey(one) === key);
        if (!found.some((link) => link.from === from && link.output === output))
          found.push({ from, output, through: next.through });
        continue;
      }
      const { layer, inputs } = this.network.calls[next.ref.call]!;
      const isOwn = layer.name === taker.layer.name;
      const through = isOwn ? next.through : [...next.through, layer.functionName ?? layer.className];
      open.push(...inputs.map((input) => ({ ref: input, through })));
    }
    return found;
  }

  /** The layer beside the taker, or else around it, that gives a result. */
  #giverOf(ref: TensorRef, taker: ListedLayer): ListedLayer | undefined {
    const scope = scopeOf(taker);
    const around = (this.#givers.get(refKey(ref)) ?? []).filter(
      (giver) => giver !== taker && scope.startsWith(scopeOf(giver)),
    );
    // The input layer of the model that the taker is in is the nearest; called several times, that of the same call.
    const isOther = ({ call }: ListedLayer) => Number(call !== taker.call);
    return around.sort((a, b) => scopeOf(b).length - scopeOf(a).length || isOther(a) - isOther(b))[0];
  }
}

/** True if a model has this index path, at whichever of its calls, and these layers inside. */
function isModelOf(indexPath: string, scope: string): boolean {
  return `${indexPath.replace(/#\d+$/, '')}/` === scope;
}
