import { FeaturescopeError } from '../shared/errors';
import { sizeOf } from '../core/tensor';
import { inputShape, type LayerBlueprint, type ModelBlueprint, type NamedRef } from './blueprint';
import { requireKind } from './kinds';
import type { Call, Layer, LayerSetting, Network, Shape, TensorRef, Weight, WeightSpec } from './network';
import { layerLabel } from './setting-reader';

/** A layer whose place, inputs and weight shapes are known, before its weights are read. */
export interface PlannedLayer extends LayerSetting {
  readonly index: number;
  readonly path: readonly string[];
  readonly specs: readonly WeightSpec[];
  readonly inner?: readonly PlannedLayer[];
}

interface DraftLayer extends PlannedLayer {
  specs: readonly WeightSpec[];
  weights: readonly Weight[];
  parameterCount: number;
  outputs: TensorRef[][];
  inner?: DraftLayer[];
}

type DraftCall = Omit<Call, 'layer'> & { layer: DraftLayer };

function badGraph(what: string): FeaturescopeError {
  return new FeaturescopeError('model/bad-graph', `${what}; the file is damaged.`);
}

function missingOutput({ layer, output }: NamedRef): FeaturescopeError {
  return badGraph(`a link names output ${output} of layer ${layer}, which it does not have`);
}

/** No real model has as many. Models used as layers several times, one in the other, multiply without end in a small file. */
const MOST_CALLS = 100_000;

class Assembler {
  readonly calls: DraftCall[] = [];

  /** Drafts of all layers of a model, inner models included. */
  draft(model: ModelBlueprint, path: readonly string[]): DraftLayer[] {
    const shown = model.layers.filter(
      (layer) => model.className !== 'Sequential' || layer.className !== 'InputLayer',
    );
    return shown.map((layer, index) => ({
      name: layer.name,
      className: layer.className,
      config: layer.config,
      kerasMajor: layer.kerasMajor,
      index,
      path,
      specs: [],
      weights: [],
      parameterCount: 0,
      outputs: [],
      ...(layer.inner && { inner: this.draft(layer.inner, [...path, layer.name]) }),
    }));
  }

  addCall(layer: DraftLayer, inputs: readonly TensorRef[], outputShapes: readonly Shape[]): TensorRef[] {
    if (this.calls.length >= MOST_CALLS)
      throw new FeaturescopeError(
        'model/too-large',
        `the models inside the model use their layers more than ${MOST_CALLS.toLocaleString('en')} times; the file is damaged or hostile.`,
      );
    const call = this.calls.push({ layer, callIndex: layer.outputs.length, inputs, outputShapes }) - 1;
    return outputShapes.map((_, output) => ({ call, output }));
  }

  addInput(layer: DraftLayer, shape: Shape | null): TensorRef {
    if (!shape)
      throw new FeaturescopeError(
        'model/no-input-shape',
        `${layerLabel(layer)}: the file does not say which input shape the model was built for; build it with an input shape and save it again.`,
      );
    return this.addCall(layer, [], [shape])[0]!;
  }

  /** Adds one use of a layer. */
  callLayer(layer: DraftLayer, blueprint: LayerBlueprint, inputs: readonly TensorRef[]): void {
    if (layer.inner && blueprint.inner) {
      layer.outputs.push(this.unroll(blueprint.inner, layer.inner, inputs));
      return;
    }
    const kind = requireKind(layer);
    const shapes = inputs.map((ref) => this.calls[ref.call]!.outputShapes[ref.output]!);
    if (layer.outputs.length === 0) layer.specs = kind.weights(layer, shapes);
    layer.outputs.push(this.addCall(layer, inputs, kind.outputs(layer, shapes)));
  }

  /** Adds the calls of a model; `given` are its inputs where it is used as a layer. */
  unroll(model: ModelBlueprint, layers: DraftLayer[], given: readonly TensorRef[] | null): TensorRef[] {
    return model.className === 'Sequential'
      ? this.unrollChain(model, layers, given)
      : this.unrollGraph(model, layers, given);
  }

  private unrollChain(
    model: ModelBlueprint,
    layers: DraftLayer[],
    given: readonly TensorRef[] | null,
  ): TensorRef[] {
    const blueprints = model.layers.filter((layer) => layer.className !== 'InputLayer');
    let current: readonly TensorRef[] = given ?? [
      this.addInput(implicitInput(model), sequentialShape(model)),
    ];
    layers.forEach((layer, place) => {
      this.callLayer(layer, blueprints[place]!, current);
      current = layer.outputs.at(-1)!;
    });
    return [...current];
  }

  private unrollGraph(
    model: ModelBlueprint,
    layers: DraftLayer[],
    given: readonly TensorRef[] | null,
  ): TensorRef[] {
    const blueprints = new Map(
      model.layers.map((layer, place) => [layer.name, { layer, draft: layers[place]! }]),
    );
    const firstCall = new Map(layers.map((layer) => [layer.name, layer.outputs.length]));
    const open = new Set<string>();
    // Deep models nest thousands of links, so the walk keeps its own stack instead of recursing.
    const resolve = (target: NamedRef): TensorRef => {
      const stack: NamedRef[] = [target];
      while (stack.length > 0) {
        const ref = stack.at(-1)!;
        const entry = blueprints.get(ref.layer);
        if (!entry) throw badGraph(`a link names layer ${ref.layer}, which the model does not have`);
        const { layer, draft } = entry;
        const place = firstCall.get(ref.layer)! + ref.call;
        const key = `${ref.layer}#${ref.call}`;
        if (draft.outputs[place]) {
          stack.pop();
          continue;
        }
        if (layer.className === 'InputLayer') {
          if (ref.call !== 0) throw badGraph(`a link names call ${ref.call} of ${layerLabel(layer)}`);
          const position = model.inputs.findIndex((input) => input.layer === ref.layer);
          if (given && !given[position]) throw badGraph(`${layerLabel(layer)} gets no input`);
          draft.outputs[place] = [given ? given[position]! : this.addInput(draft, inputShape(layer))];
          continue;
        }
        const inputs = layer.calls[ref.call];
        if (!inputs)
          throw badGraph(
            `a link names call ${ref.call} of ${layerLabel(layer)}, which is called ${layer.calls.length} times`,
          );
        // Earlier calls first, so that calls keep Keras' numbers.
        const earlier: NamedRef[] = ref.call > 0 ? [{ layer: ref.layer, call: ref.call - 1, output: 0 }] : [];
        const missing = [...earlier, ...inputs].filter((input) => !this.peek(blueprints, firstCall, input));
        for (const input of missing)
          if (this.peek(blueprints, firstCall, { ...input, output: 0 })) throw missingOutput(input);
        if (missing.length === 0) {
          open.delete(key);
          this.callLayer(
            draft,
            layer,
            inputs.map((input) => this.peek(blueprints, firstCall, input)!),
          );
          continue;
        }
        if (open.has(key)) throw badGraph(`${layerLabel(layer)} feeds itself`);
        open.add(key);
        stack.push(...missing.reverse());
      }
      const found = this.peek(blueprints, firstCall, target);
      if (!found) throw missingOutput(target);
      return found;
    };
    for (const layer of model.layers) {
      const callCount = layer.className === 'InputLayer' ? 1 : layer.calls.length;
      for (let call = 0; call < callCount; call++) resolve({ layer: layer.name, call, output: 0 });
    }
    return model.outputs.map(resolve);
  }

  private peek(
    blueprints: ReadonlyMap<string, { draft: DraftLayer }>,
    firstCall: ReadonlyMap<string, number>,
    ref: NamedRef,
  ): TensorRef | undefined {
    const place = (firstCall.get(ref.layer) ?? 0) + ref.call;
    return blueprints.get(ref.layer)?.draft.outputs[place]?.[ref.output];
  }
}

/** A Sequential model has no input layer in `model.layers`, but its graph needs a start. */
function implicitInput(model: ModelBlueprint): DraftLayer {
  const name = model.layers.find((layer) => layer.className === 'InputLayer')?.name ?? `${model.name}_input`;
  const setting = { name, className: 'InputLayer', config: {}, kerasMajor: 3, index: -1, path: [] };
  return { ...setting, specs: [], weights: [], parameterCount: 0, outputs: [] };
}

function sequentialShape(model: ModelBlueprint): Shape | null {
  const inner = model.layers[0]?.inner;
  if (model.sequentialInput || !inner) return model.sequentialInput;
  if (inner.className === 'Sequential') return sequentialShape(inner);
  const first = inner.layers.find((layer) => layer.name === inner.inputs[0]?.layer);
  return first ? inputShape(first) : null;
}

/** Keras writes no layer that the model does not use. */
function requireUse(layers: readonly DraftLayer[]): void {
  for (const layer of layers) {
    if (layer.outputs.length === 0) throw badGraph(`${layerLabel(layer)} is never used`);
    if (layer.inner) requireUse(layer.inner);
  }
}

function fillWeights(
  layers: readonly DraftLayer[],
  weightsFor: (layer: PlannedLayer) => readonly Weight[],
): void {
  for (const layer of layers) {
    if (layer.inner) fillWeights(layer.inner, weightsFor);
    layer.weights = layer.specs.length > 0 ? weightsFor(layer) : [];
    layer.parameterCount = layer.inner
      ? layer.inner.reduce((sum, inner) => sum + inner.parameterCount, 0)
      : layer.specs.reduce((sum, spec) => sum + sizeOf(spec.shape), 0);
  }
}

/**
 * Joins a blueprint and its weights to a network: links resolved, inner models unrolled, shapes inferred and checked.
 * @param readWeights  gets all layers with the shapes they need (none allocated yet) and returns the source of weights
 * @throws FeaturescopeError model/unsupported-layer, model/bad-graph, model/bad-setting, and what `readWeights` throws
 */
export function assembleNetwork(
  model: ModelBlueprint,
  kerasVersion: string,
  readWeights: (layers: readonly PlannedLayer[]) => (layer: PlannedLayer) => readonly Weight[],
): Network {
  const assembler = new Assembler();
  const layers = assembler.draft(model, []);
  const outputs = assembler.unroll(model, layers, null);
  if (layers.length === 0) throw badGraph('the model has no layers');
  requireUse(layers);
  fillWeights(layers, readWeights(layers));
  const calls: readonly Call[] = assembler.calls;
  const inputs = calls.flatMap((call, place) =>
    call.inputs.length === 0 ? [{ call: place, output: 0 }] : [],
  );
  return {
    name: model.name,
    className: model.className,
    kerasVersion,
    layers: layers satisfies Layer[],
    calls,
    inputs,
    outputs,
  };
}

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
    const outputs = given.length === 0 ? [input] : requireKind(layer).outputs(layer, given);
    if (outputs.some((shape) => shape.slice(1).some((length) => length !== null && length < 1)))
      throw new FeaturescopeError(
        'model/input-too-small',
        `an input of ${input.slice(1).join(' x ')} is too small for the model: ${layerLabel(layer)} would get no pixel; use a larger size.`,
      );
    shapes.push(outputs);
  }
  return shapes;
}
