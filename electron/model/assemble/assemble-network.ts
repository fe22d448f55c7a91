import { isFeaturescopeError } from '../../shared/errors';
import { message } from '../../shared/messages/message';
import { inputShape } from '../blueprint/blueprint';
import { notesOnPrecision } from '../config/precision';
import type { ModelBlueprint } from '../config/types';
import type { Call, Layer, Network } from '../network';
import { badGraph } from '../config/setting-reader';
import { Calls } from './calls';
import { draftOf, listed, type DraftLayer, type PlannedLayer } from './draft';
import { notesOnSettings, notesOnStates, notesOnTraining } from './notes';
import { refusedLayers } from './refused-layers';
import { Unroller } from './unroll';
import { explainGlu, fillWeights, requireUse, type WeightSource } from './weights';

/** Runs work whose failures tell which layers of the model are refused. */
function listingRefused<Result>(
  unroller: Unroller,
  drafts: readonly DraftLayer[],
  work: () => Result,
): Result {
  try {
    return work();
  } catch (error) {
    if (!isFeaturescopeError(error) || !/^model\/(unsupported-|fixed-batch)/.test(error.code)) throw error;
    throw error.listing(refusedLayers(drafts, unroller.last, error));
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
  readWeights: (layers: readonly PlannedLayer[]) => WeightSource,
): Network {
  const takesPicture = model.layers.some(
    (layer) => layer.className === 'InputLayer' && inputShape(layer)?.length === 4,
  );
  const added = new Calls(takesPicture);
  const drafts = draftOf(model);
  const unroller = new Unroller(added);
  const outputs = listingRefused(unroller, drafts, () => unroller.unroll(model, drafts, null));
  const layers = listed(drafts);
  if (layers.length === 0) throw badGraph(message('part/no-layers'));
  requireUse(drafts);
  fillWeights(layers, explainGlu(drafts, readWeights(layers)));
  const calls: readonly Call[] = added.list;
  const inputs = calls.flatMap((call, place) =>
    call.inputs.length === 0 ? [{ call: place, output: 0 }] : [],
  );
  const wrapped = model.isWrapper === true ? layers.find((layer) => layer.inner) : undefined;
  const meant = model.layers.find((layer) => wrapped && layer.name === wrapped.name)?.inner ?? model;
  return {
    name: meant.name,
    className: meant.className,
    kerasVersion,
    notes: [
      ...notesOnPrecision(model),
      ...notesOnTraining(calls),
      ...notesOnStates(layers),
      ...notesOnSettings(layers),
    ],
    layers: (wrapped?.inner ?? layers) satisfies Layer[],
    calls,
    inputs,
    outputs,
  };
}
