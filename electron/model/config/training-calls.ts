import { message, type Value } from '../../shared/messages/message';
import { noteOf, type Note } from '../../shared/note';
import type { Argument, CallArguments, LayerSetting } from './types';
import type { Call, Layer } from '../network';

/**
 * Whether a call runs as in training. Keras 2 keeps to `training=True` at prediction, and a model called so hands it on to
 * those of its layers whose own calls say nothing. Keras 3 overrides it at prediction everywhere.
 * @param inherited  of the model around it
 */
export function runsInTraining(layer: LayerSetting, args: CallArguments, inherited: boolean): boolean {
  if (layer.kerasMajor >= 3) return false;
  const own: Argument | undefined = args.named['training'];
  return own === undefined || own === null
    ? inherited
    : own === true || (typeof own === 'number' && own !== 0);
}

/** The arguments of a plain layer with `training` as it really is: true, or left out. */
export function withTraining(layer: LayerSetting, args: CallArguments, isTraining: boolean): CallArguments {
  if (layer.operation !== undefined) return args;
  const { training: _, ...named } = args.named;
  return { ...args, named: isTraining ? { ...named, training: true } : named };
}

/** True for batch normalization that takes mean and variance of the picture itself instead of the stored ones. */
export function usesOwnStatistics(layer: LayerSetting, args: CallArguments): boolean {
  const isFrozen = layer.config['trainable'] === false;
  return layer.className === 'BatchNormalization' && args.named['training'] === true && !isFrozen;
}

const RANDOM =
  /^(Random|(Spatial|Alpha|Gaussian)?Dropout|GaussianNoise$|StochasticDepth$|RandAugment$|AugMix$|MixUp$|CutMix$)/;

/** True for a layer that draws random numbers where it runs as in training. */
function isRandom({ className, config, operation }: LayerSetting): boolean {
  if (operation !== undefined) return false;
  const share = className.includes('Attention')
    ? (config['dropout'] ?? 0)
    : (config['rate'] ?? config['stddev']);
  return share !== 0 && (RANDOM.test(className) || className.includes('Attention'));
}

const LISTED = 3;

/** The first of them and how many more there are. */
function listOf(layers: readonly Layer[]): Value {
  const names = [...new Set(layers.map(({ path, name }) => [...path, name].join('/')))];
  const more = names.length - LISTED;
  return more > 0 ? message('part/names-and-more', { names: names.slice(0, LISTED), more }) : names;
}

/** What should be said of calls that run as in training. */
export function notesOnTraining(calls: readonly Call[]): Note[] {
  const inTraining = calls.filter(
    ({ args, layer }) => layer.operation === undefined && args.named['training'] === true,
  );
  const random = inTraining.map(({ layer }) => layer).filter(isRandom);
  const normalizing = inTraining
    .filter(({ layer, args }) => usesOwnStatistics(layer, args))
    .map(({ layer }) => layer);
  const notes: Note[] = [];
  if (random.length > 0) notes.push(noteOf('random-layers', { layers: listOf(random) }));
  if (normalizing.length > 0) notes.push(noteOf('own-statistics', { layers: listOf(normalizing) }));
  return notes;
}
