import { message } from '../../shared/messages/message';
import type { LayerSetting } from '../config/types';
import type { Shape } from '../shapes';
import { activation, layerFailure, unsupportedSetting, type Activation } from '../config/setting-reader';
import type { ValueRelation } from './traits';

/** Values that an activation cannot leave. */
export interface ActivationLimits {
  /** Each of them; zero is not among them where a share of zeros says the same. */
  readonly limits: readonly number[];
  /** True where the limit itself is reached; a curve only comes near it. */
  readonly isReached: boolean;
}

/** All that is known of an activation but its computation. */
export interface ActivationKind {
  readonly values: ValueRelation | ((config: Activation['config']) => ValueRelation);
  readonly limits?: ActivationLimits | ((config: Activation['config']) => ActivationLimits | undefined);
  /** It gives 0 for all that is not above 0, and for nothing else. */
  readonly cutsBelowZero?: true | ((config: Activation['config']) => boolean);
  /** What results are the probabilities of: one of the classes along an axis, or each of its own. */
  readonly gives?: 'softmax' | 'sigmoid';
}

const cut = (...limits: number[]): ActivationLimits => ({ limits, isReached: true });
const near = (...limits: number[]): ActivationLimits => ({ limits, isReached: false });

const slopeOf = ({ negative_slope: slope, alpha }: Activation['config']) => slope ?? alpha ?? 0;
const rectifier: ActivationKind = {
  values: (config) => (slopeOf(config) === 0 ? 'never-negative' : 'of-sign'),
  cutsBelowZero: (config) => slopeOf(config) === 0 && (config['threshold'] ?? 0) === 0,
  limits: ({ max_value: limit }) => (typeof limit === 'number' && limit > 0 ? cut(limit) : undefined),
};
const distribution: ActivationKind = { values: 'never-negative', gives: 'softmax' };
const logarithm: ActivationKind = { values: 'any' };
const ofSign: ActivationKind = { values: 'of-sign' };
const neverNegative: ActivationKind = { values: 'never-negative' };

/** Every activation that can be computed, by Keras' name, or its class where it is a layer; the compute half has the same. */
export const ACTIVATIONS: Readonly<Record<string, ActivationKind>> = {
  linear: { values: 'same' },
  relu: { values: 'never-negative', cutsBelowZero: true },
  relu6: { values: 'never-negative', cutsBelowZero: true, limits: cut(6) },
  elu: ofSign,
  selu: ofSign,
  celu: ofSign,
  softplus: neverNegative,
  softsign: { values: 'of-sign', limits: near(-1, 1) },
  tanh: { values: 'of-sign', limits: near(-1, 1) },
  sigmoid: { values: 'never-negative', limits: near(0, 1), gives: 'sigmoid' },
  hard_sigmoid: { values: 'never-negative', limits: cut(0, 1) },
  exponential: neverNegative,
  silu: ofSign,
  swish: ofSign,
  mish: ofSign,
  gelu: ofSign,
  hard_silu: ofSign,
  hard_swish: ofSign,
  leaky_relu: ofSign,
  hard_tanh: { values: 'of-sign', limits: cut(-1, 1) },
  hard_shrink: ofSign,
  soft_shrink: ofSign,
  tanh_shrink: ofSign,
  squareplus: neverNegative,
  sparse_plus: neverNegative,
  sparse_sigmoid: { values: 'never-negative', limits: cut(0, 1) },
  log_sigmoid: logarithm,
  threshold: { values: 'any' },
  softmax: distribution,
  softmax_v2: distribution,
  log_softmax: logarithm,
  log_softmax_v2: logarithm,
  sparsemax: distribution,
  glu: { values: 'any' },
  ReLU: rectifier,
  LeakyReLU: ofSign,
  ELU: ofSign,
  Softmax: distribution,
  Mish: ofSign,
};

function entryOf(name: string): ActivationKind | undefined {
  return Object.hasOwn(ACTIVATIONS, name) ? ACTIVATIONS[name] : undefined;
}

/** Relation of an activation's results to what goes in. */
export function valuesBehind({ name, config }: Activation): ValueRelation {
  const { values = 'any' } = entryOf(name) ?? {};
  return typeof values === 'function' ? values(config) : values;
}

/** True for an activation that gives 0 for all that is not above 0, and for nothing else. */
export function cutsBelowZero({ name, config }: Activation): boolean {
  const { cutsBelowZero: cuts = false } = entryOf(name) ?? {};
  return typeof cuts === 'function' ? cuts(config) : cuts;
}

/** The limits of an activation, undefined where it has none. */
export function limitsOf({ name, config }: Activation): ActivationLimits | undefined {
  const limits = entryOf(name)?.limits;
  return typeof limits === 'function' ? limits(config) : limits;
}

/** What an activation's results are the probabilities of; undefined where they are none. */
export function probabilitiesOf({ name }: Activation): ActivationKind['gives'] {
  return entryOf(name)?.gives;
}

/**
 * Refuses a layer with an activation of its author's own.
 * @throws FeaturescopeError model/unsupported-setting
 */
export function requireActivation(layer: LayerSetting): void {
  const { name } = activation(layer);
  if (entryOf(name)) return;
  throw layerFailure('model/unsupported-setting', layer, {
    problem: message('part/unknown-activation', { activation: name }),
    remedy: message('part/replace-activation'),
  });
}

/**
 * Shape behind the activation of a layer: its own, but for a gated linear unit, which takes one half of the channels as a
 * gate for the other. Keras leaves that out of its shapes, so it builds layers behind it for twice the channels and then
 * refuses to run them; what has no weights of that size (an average, a sum) runs.
 * @throws FeaturescopeError model/unsupported-setting
 */
export function activated(layer: LayerSetting, shape: Shape): Shape {
  requireActivation(layer);
  if (activation(layer).name !== 'glu') return shape;
  const channels = shape.at(-1);
  if (channels == null || channels % 2 !== 0)
    throw unsupportedSetting(
      layer,
      channels == null ? message('part/glu-open') : message('part/glu-odd', { channels }),
    );
  return [...shape.slice(0, -1), channels / 2];
}
