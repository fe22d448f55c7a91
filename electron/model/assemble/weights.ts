import { isFeaturescopeError } from '../../shared/errors';
import { message } from '../../shared/messages/message';
import { sizeOf } from '../../core/tensor';
import { badGraph, layerFailure } from '../config/setting-reader';
import type { Weight } from '../network';
import type { DraftLayer, PlannedLayer } from './draft';

/** Reads the weights of a layer. */
export type WeightSource = (layer: PlannedLayer) => readonly Weight[];

/** Keras writes no layer that the model does not use. */
export function requireUse(layers: readonly DraftLayer[]): void {
  for (const layer of layers) {
    if (layer.outputs.length === 0) throw badGraph(message('part/never-used'), layer);
    if (layer.innerAll) requireUse(layer.innerAll);
  }
}

/** Reads the weights of all layers and counts them. */
export function fillWeights(layers: readonly DraftLayer[], weightsFor: WeightSource): void {
  for (const layer of layers) {
    const held = layer.inner ?? (layer.wrapped && [layer.wrapped]);
    if (held) fillWeights(held, weightsFor);
    // Asked for layers without weights too: a file that holds some for one belongs to another model.
    layer.weights = held ? [] : weightsFor(layer);
    layer.parameterCount = held
      ? held.reduce((sum, inner) => sum + inner.parameterCount, 0)
      : layer.specs.reduce((sum, spec) => sum + (spec.storedCount ?? sizeOf(spec.shape)), 0);
  }
}

/** Says why weights do not fit behind a gated linear unit: it halves the channels, which Keras does not count. */
export function explainGlu(drafts: readonly DraftLayer[], weightsFor: WeightSource): WeightSource {
  const all = (layers: readonly DraftLayer[]): DraftLayer[] =>
    layers.flatMap((layer) => (layer.innerAll ? all(layer.innerAll) : [layer]));
  const halving = all(drafts).find((layer) => layer.config['activation'] === 'glu');
  if (!halving) return weightsFor;
  return (layer) => {
    try {
      return weightsFor(layer);
    } catch (error) {
      if (!isFeaturescopeError(error) || error.code !== 'model/wrong-shape') throw error;
      throw layerFailure('model/unsupported-setting', halving, {
        problem: message('part/behind-glu', { layer: layer.name }),
        remedy: message('part/build-without'),
      });
    }
  };
}
