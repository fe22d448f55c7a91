import type { Argument, CallArguments } from './call-arguments';
import type { Call, Layer, LayerSetting, NetworkNote } from './network';

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

/** `a, b, c and 2 more`. */
function listOf(layers: readonly Layer[]): string {
  const names = [...new Set(layers.map(({ path, name }) => [...path, name].join('/')))];
  const more = names.length - LISTED;
  return more > 0 ? `${names.slice(0, LISTED).join(', ')} and ${more} more` : names.join(', ');
}

/** What should be said of calls that run as in training. */
export function notesOnTraining(calls: readonly Call[]): NetworkNote[] {
  const inTraining = calls.filter(
    ({ args, layer }) => layer.operation === undefined && args.named['training'] === true,
  );
  const random = inTraining.map(({ layer }) => layer).filter(isRandom);
  const normalizing = inTraining
    .filter(({ layer, args }) => usesOwnStatistics(layer, args))
    .map(({ layer }) => layer);
  const notes: NetworkNote[] = [];
  if (random.length > 0)
    notes.push({
      code: 'random-layers',
      message: `the model calls ${listOf(random)} with training=True, so in Keras every prediction draws random numbers there; here these layers are computed without chance, as where training=True is not given`,
      values: { layers: listOf(random) },
    });
  if (normalizing.length > 0)
    notes.push({
      code: 'own-statistics',
      message: `the model calls ${listOf(normalizing)} with training=True, so the mean and variance of the picture itself are used there instead of the stored ones, as Keras 2 does when it predicts one picture at a time`,
      values: { layers: listOf(normalizing) },
    });
  return notes;
}
