import type { LayerBlueprint, ModelBlueprint } from './blueprint';

/** True for the layers that `multi_gpu_model` puts round a model: slices of the batch, and their joining. */
function isPlumbing(layer: LayerBlueprint): boolean {
  if (layer.className === 'InputLayer') return true;
  // The batch is cut by code, which is not run: all of it goes through the one model.
  if (layer.className === 'Lambda') return /^lambda(_\d+)?$/.test(layer.name);
  return layer.className === 'Concatenate' && layer.config['axis'] === 0;
}

/**
 * Takes off the wrapper of `keras.utils.multi_gpu_model`, which cuts the batch into parts, gives each to the same model on
 * another GPU and joins the results: the model inside is the one that was meant.
 * @returns the model itself where it is no such wrapper
 */
export function unwrapParallel(model: ModelBlueprint): ModelBlueprint {
  const inside = model.layers.filter((layer) => !isPlumbing(layer));
  const [only] = inside;
  const inputs = model.layers.filter((layer) => layer.className === 'InputLayer');
  const isWrapper =
    model.className === 'Functional' &&
    inside.length === 1 &&
    only!.inner !== undefined &&
    only!.calls.length > 1 &&
    model.layers.some((layer) => layer.className === 'Lambda') &&
    only!.calls.every((call) => call.inputs.length === inputs.length);
  if (!isWrapper) return model;
  const refs = inputs.map(({ name }) => ({ layer: name, call: 0, output: 0 }));
  const outputCount = Math.max(1, only!.inner!.outputs.length);
  const call = {
    inputs: refs,
    args: { positional: refs.map((_, place) => ({ is: 'input' as const, place })), named: {} },
  };
  return {
    ...model,
    isWrapper: true,
    layers: [...inputs, { ...only!, calls: [call] }],
    inputs: refs,
    outputs: Array.from({ length: outputCount }, (_, output) => ({ layer: only!.name, call: 0, output })),
  };
}
