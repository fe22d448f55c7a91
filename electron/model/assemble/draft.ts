import type { Argument, CallArguments, LayerBlueprint, LayerSetting, ModelBlueprint } from '../config/types';
import type { TensorRef, Weight, WeightSpec } from '../network';

/** A layer whose place, inputs and weight shapes are known, before its weights are read. */
export interface PlannedLayer extends LayerSetting {
  readonly index: number;
  readonly path: readonly string[];
  readonly specs: readonly WeightSpec[];
  /** True for a layer that other models may have too: its weights are written for one of them alone. */
  readonly isShared?: true;
  readonly inner?: readonly PlannedLayer[];
  /** The layer that this one applies to every step. */
  readonly wrapped?: PlannedLayer;
}

/** A layer that calls and weights are being added to. */
export interface DraftLayer extends PlannedLayer {
  specs: readonly WeightSpec[];
  weights: readonly Weight[];
  parameterCount: number;
  outputs: TensorRef[][];
  inner?: DraftLayer[];
  wrapped?: DraftLayer;
  /** All layers of an inner model, those included that Keras does not list. */
  innerAll?: DraftLayer[];
}

/** Index of a layer that is not in `model.layers`. */
const HIDDEN = -1;

/** The layers that Keras lists. */
export function listed(layers: readonly DraftLayer[]): DraftLayer[] {
  return layers.filter((layer) => layer.index !== HIDDEN);
}

/** Drafts of all layers of a model, inner models included. */
export function draftOf(model: ModelBlueprint, path: readonly string[] = []): DraftLayer[] {
  const shown = model.layers.filter(
    (layer) => model.className !== 'Sequential' || layer.className !== 'InputLayer',
  );
  let count = 0;
  return shown.map((layer) =>
    layerDraft(layer, layer.isHidden ? HIDDEN : count++, path, model.isWrapper === true),
  );
}

function layerDraft(
  layer: LayerBlueprint,
  index: number,
  path: readonly string[],
  isTransparent = false,
): DraftLayer {
  const pathInside = isTransparent ? path : [...path, layer.name];
  const innerAll = layer.inner && draftOf(layer.inner, pathInside);
  const each = layer.className === 'TimeDistributed' ? layer.inside?.['layer'] : undefined;
  return {
    name: layer.name,
    className: layer.className,
    config: layer.config,
    kerasMajor: layer.kerasMajor,
    ...(layer.functionName !== undefined && { functionName: layer.functionName }),
    ...(layer.isShared && { isShared: true }),
    ...(layer.inside && { inside: layer.inside }),
    index,
    path,
    specs: [],
    weights: [],
    parameterCount: 0,
    outputs: [],
    ...(innerAll && { innerAll, inner: listed(innerAll) }),
    ...(each && { wrapped: layerDraft(each, HIDDEN, pathInside) }),
  };
}

/** Layers that a layer holds and whose weights are stored as its own. */
export function heldLayers(layer: PlannedLayer): readonly PlannedLayer[] | undefined {
  return layer.inner ?? (layer.wrapped && [layer.wrapped]);
}

/** A Sequential model has no input layer in `model.layers`, but its graph needs a start. */
export function implicitInput(model: ModelBlueprint): DraftLayer {
  const input = model.layers.find((layer) => layer.className === 'InputLayer');
  const name = input?.name ?? `${model.name}_input`;
  const { dtype } = input?.config ?? {};
  const config = dtype === undefined ? {} : { dtype };
  const setting = { name, className: 'InputLayer', config, kerasMajor: 3, index: HIDDEN, path: [] };
  return { ...setting, specs: [], weights: [], parameterCount: 0, outputs: [] };
}

/** Arguments of a call that gets results of others and nothing else. */
export function inputsAlone(count: number): CallArguments {
  const inputs = Array.from({ length: count }, (_, place): Argument => ({ is: 'input', place }));
  return { positional: count === 1 ? inputs : [inputs], named: {} };
}
