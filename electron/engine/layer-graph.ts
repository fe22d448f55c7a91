import { failed } from '../shared/errors';
import { message } from '../shared/messages/message';
import { sizeOf } from '../core/tensor';
import { refKey, shapeOf, type Call, type Layer, type Network, type TensorRef } from '../model/network';
import { layerFailure } from '../model/config/setting-reader';
import { canFold, foldedBias, foldedKernel, kernelName } from './fold';
import type { GraphBuilder, NodeName } from './graph-builder';
import { opOf } from './ops';
import { writeConvolution } from './ops/convolution';
import { asWhole } from './ops/stored-as';

/** Longer arrays are fed instead of written into the graph: graphs are made and loaded often. */
const LARGEST_CONSTANT = 64;

/** Calls that the wanted results depend on, in running order. */
export function neededCalls(network: Network, wanted: readonly TensorRef[]): number[] {
  const needed = new Set<number>();
  const stack = wanted.map((ref) => ref.call);
  while (stack.length > 0) {
    const call = stack.pop()!;
    if (needed.has(call)) continue;
    needed.add(call);
    stack.push(...network.calls[call]!.inputs.map((ref) => ref.call));
  }
  return [...needed].sort((a, b) => a - b);
}

/** Writes the layers that some results need into a graph, and knows the node of each result. */
export class LayerGraph {
  /** The picture, [batch, height, width, channels]. */
  readonly input: NodeName;
  readonly #nodes = new Map<string, NodeName>();
  readonly #layerIds = new Map<Layer, number>();
  /** Number of nodes in the graph when each layer had been written. */
  readonly #written: { readonly layer: Layer; readonly end: number }[] = [];

  constructor(
    private readonly graph: GraphBuilder,
    private readonly network: Network,
    wanted: readonly TensorRef[],
  ) {
    const [inputRef, ...others] = network.inputs;
    if (!inputRef || others.length > 0)
      throw failed(
        'engine/several-inputs',
        { count: network.inputs.length },
        { during: [message('doing/preparing', { model: network.name })] },
      );
    const shape = network.calls[inputRef.call]!.outputShapes[0]!;
    this.input = graph.feed(
      'float',
      shape.map((length, axis) => (axis === shape.length - 1 ? length : null)),
    );
    const { dtype } = network.calls[inputRef.call]!.layer.config;
    this.#nodes.set(refKey(inputRef), asWhole(graph, this.input, dtype) ?? this.input);
    this.#writeCalls(neededCalls(network, [inputRef, ...wanted]), new Set(wanted.map(refKey)));
  }

  /** Node of a wanted result. */
  node(ref: TensorRef): NodeName {
    return this.#nodes.get(refKey(ref))!;
  }

  /**
   * Node of a wanted result that may be fetched. TensorFlow refuses to fetch what is fed, and its graph optimizer fuses
   * a fetched bias or sigmoid away where an activation follows ("was not found in the Graph"); an Identity stays.
   */
  fetchable(ref: TensorRef): NodeName {
    return this.graph.float('Identity', [this.node(ref)]);
  }

  /** The layer that wrote a node. */
  layerOf(node: NodeName): Layer | undefined {
    const place = this.graph.placeOf(node);
    return this.#written.find(({ end }) => place < end)?.layer;
  }

  #writeCalls(needed: readonly number[], wanted: ReadonlySet<string>): void {
    const consumers = new Map<number, number>();
    for (const place of needed)
      for (const ref of this.network.calls[place]!.inputs)
        consumers.set(ref.call, (consumers.get(ref.call) ?? 0) + 1);
    // A convolution whose own result nobody else wants is computed together with its batch normalization.
    const foldedInto = new Map<number, Call>();
    for (const place of needed) {
      const call = this.network.calls[place]!;
      const source = call.inputs[0];
      if (!source || consumers.get(source.call) !== 1 || wanted.has(refKey(source))) continue;
      const before = this.network.calls[source.call]!;
      if (before.inputs.length > 0 && canFold(this.network, before, call)) foldedInto.set(source.call, call);
    }
    for (const place of needed) {
      const call = this.network.calls[place]!;
      if (call.inputs.length === 0 || foldedInto.has(place)) continue;
      const source = call.inputs[0]!.call;
      const outputs =
        foldedInto.get(source) === call
          ? this.#writeFolded(this.network.calls[source]!, call)
          : this.#writeCall(call);
      this.#written.push({ layer: call.layer, end: this.graph.nodes.length });
      outputs.forEach((node, output) => this.#nodes.set(refKey({ call: place, output }), node));
    }
  }

  #writeCall(call: Call): NodeName[] {
    const { layer } = call;
    const op = opOf(layer);
    if (!op) throw layerFailure('engine/unsupported-layer', layer, {});
    return op({
      graph: this.graph,
      layer,
      inputs: call.inputs.map((ref) => this.node(ref)),
      inputShapes: call.inputs.map((ref) => this.network.calls[ref.call]!.outputShapes[ref.output]!),
      args: call.args,
      outputShapes: call.outputShapes,
      constant: (name, shape, values) =>
        values.length <= LARGEST_CONSTANT
          ? this.graph.floats(values, shape)
          : this.graph.weight(`${this.#idOf(layer)}/${call.callIndex}/${name}`, shape, () =>
              Float32Array.from(values),
            ),
      weight: (name) => {
        const weight = layer.weights.find((candidate) => candidate.name === name);
        return weight && this.graph.weight(`${this.#idOf(layer)}/${name}`, weight.shape, () => weight.data);
      },
    });
  }

  #writeFolded(before: Call, after: Call): NodeName[] {
    const [convolution, norm] = [before.layer, after.layer];
    const key = `${this.#idOf(convolution)}+${this.#idOf(norm)}`;
    const kernel = convolution.weights.find((weight) => weight.name === kernelName(convolution))!;
    const channels = norm.weights.at(-1)!.shape;
    return [
      writeConvolution(
        this.graph,
        convolution,
        this.node(before.inputs[0]!),
        this.graph.weight(`${key}/kernel`, kernel.shape, () => foldedKernel(convolution, norm)),
        this.graph.weight(`${key}/bias`, [sizeOf(channels)], () => foldedBias(convolution, norm)),
        shapeOf(this.network, before.inputs[0]!),
      ),
    ];
  }

  /** A number for each layer that is the same in every graph of this network. */
  #idOf(layer: Layer): number {
    if (this.#layerIds.size === 0)
      for (const call of this.network.calls)
        if (!this.#layerIds.has(call.layer)) this.#layerIds.set(call.layer, this.#layerIds.size);
    return this.#layerIds.get(layer)!;
  }
}
