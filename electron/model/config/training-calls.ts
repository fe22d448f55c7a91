import type { Argument, CallArguments, LayerSetting } from './types';

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

/**
 * The arguments of a plain layer with `training` as it really is: true, or left out.
 * @param steps  how many follow each other in the batch for each picture, null where that is open, undefined where none do
 */
export function withTraining(
  layer: LayerSetting,
  args: CallArguments,
  isTraining: boolean,
  steps: number | null | undefined,
): CallArguments {
  if (layer.functionName !== undefined) return args;
  const { training: _, ...named } = args.named;
  return {
    ...args,
    named: isTraining ? { ...named, training: true, ...(steps !== undefined && { steps }) } : named,
  };
}

/** True for batch normalization that takes mean and variance of the picture itself instead of the stored ones. */
export function usesOwnStatistics(layer: LayerSetting, args: CallArguments): boolean {
  const isFrozen = layer.config['trainable'] === false;
  return layer.className === 'BatchNormalization' && args.named['training'] === true && !isFrozen;
}
