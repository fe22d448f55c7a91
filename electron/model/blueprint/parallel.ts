import { isObject } from '../config/call-arguments';
import type { LayerBlueprint, ModelBlueprint, NamedRef } from '../config/types';

function isSame(a: NamedRef | undefined, b: NamedRef | undefined): boolean {
  return a?.layer === b?.layer && a?.call === b?.call && a?.output === b?.output;
}

function areSame(a: readonly NamedRef[], b: readonly NamedRef[]): boolean {
  return a.length === b.length && a.every((ref, place) => isSame(ref, b[place]));
}

/** Python code as Keras 2 saves it: `[marshalled code in base64, defaults, closure]`. Its names lie in it as they are. */
function codeOf(layer: LayerBlueprint): string | undefined {
  const saved = layer.config['function'];
  if (layer.config['function_type'] !== 'lambda' || !Array.isArray(saved)) return undefined;
  const [code, defaults, closure] = saved as readonly unknown[];
  const isAlone = defaults == null && closure == null;
  return isAlone && typeof code === 'string' ? Buffer.from(code, 'base64').toString('latin1') : undefined;
}

/**
 * True for the layer that cuts part `part` of `parts` out of the batch, which is `get_slice(data, i, parts)` of
 * `multi_gpu_model`. Its code is not run; it has to ask for the shape, without which no batch can be cut.
 */
function cuts(layer: LayerBlueprint | undefined, part: number, parts: number, input: NamedRef): boolean {
  if (layer?.className !== 'Lambda' || layer.calls.length !== 1) return false;
  const given = layer.config['arguments'];
  const code = codeOf(layer);
  return (
    isObject(given) &&
    Object.keys(given).length === 2 &&
    given['i'] === part &&
    given['parts'] === parts &&
    code !== undefined &&
    ['data', 'parts', 'shape'].every((name) => code.includes(name)) &&
    areSame(layer.calls[0]!.inputs, [input])
  );
}

/** True for the layer that puts one output of all calls together again, along the batch. */
function joins(layer: LayerBlueprint | undefined, results: readonly NamedRef[]): boolean {
  return (
    layer?.className === 'Concatenate' &&
    layer.config['axis'] === 0 &&
    layer.calls.length === 1 &&
    areSame(layer.calls[0]!.inputs, results)
  );
}

/** The model inside, where the model around it is exactly what `multi_gpu_model` makes, without a layer more. */
function modelInside(model: ModelBlueprint): LayerBlueprint | undefined {
  const [inside, ...others] = model.layers.filter((layer) => layer.inner !== undefined);
  if (model.className !== 'Functional' || !inside || others.length > 0) return undefined;
  const byName = new Map(model.layers.map((layer) => [layer.name, layer]));
  const parts = inside.calls.length;
  const { inputs, outputs } = model;
  const isCut = inside.calls.every(
    (call, part) =>
      call.inputs.length === inputs.length &&
      call.inputs.every((ref, place) => cuts(byName.get(ref.layer), part, parts, inputs[place]!)),
  );
  const isJoined = outputs.every((ref, output) =>
    joins(
      byName.get(ref.layer),
      inside.calls.map((_, call) => ({ layer: inside.name, call, output })),
    ),
  );
  const areInputs = inputs.every(({ layer }) => byName.get(layer)?.className === 'InputLayer');
  const count = inputs.length + parts * inputs.length + 1 + outputs.length;
  const isExact = parts > 1 && outputs.length > 0 && model.layers.length === count;
  return isExact && areInputs && isCut && isJoined ? inside : undefined;
}

/**
 * Takes off the wrapper of `keras.utils.multi_gpu_model`, which cuts the batch into parts, gives each to the same model on
 * another GPU and joins the results: the model inside is the one that was meant.
 * @returns the model itself where it is no such wrapper
 */
export function unwrapParallel(model: ModelBlueprint): ModelBlueprint {
  const inside = modelInside(model);
  if (!inside) return model;
  const call = {
    inputs: model.inputs,
    args: {
      positional: model.inputs.map((_, place) => ({ is: 'input' as const, place })),
      named: {},
    },
  };
  return {
    ...model,
    isWrapper: true,
    layers: [
      ...model.layers.filter((layer) => layer.className === 'InputLayer'),
      { ...inside, calls: [call] },
    ],
    outputs: model.outputs.map((_, output) => ({ layer: inside.name, call: 0, output })),
  };
}
