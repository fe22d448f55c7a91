import type { LayerSetting } from '../config/types';

/** Values that an activation cannot leave. */
export interface ActivationLimits {
  /** Each of them; zero is not among them where a share of zeros says the same. */
  readonly limits: readonly number[];
  /** True where the limit itself is reached; a curve only comes near it. */
  readonly isReached: boolean;
}

const CURVES: Readonly<Record<string, readonly number[]>> = {
  sigmoid: [0, 1],
  tanh: [-1, 1],
  softsign: [-1, 1],
};
const CLIPPED: Readonly<Record<string, readonly number[]>> = {
  relu6: [6],
  hard_sigmoid: [0, 1],
  hard_tanh: [-1, 1],
  sparse_sigmoid: [0, 1],
};

/**
 * The limits of the activation that gives a layer's result, undefined where it has none.
 * @param layer  an activation layer, or one with an activation of its own such as Conv2D
 */
export function activationLimits({
  className,
  operation,
  config,
}: LayerSetting): ActivationLimits | undefined {
  if (className === 'ReLU') {
    const limit = config['max_value'];
    return typeof limit === 'number' && limit > 0 ? { limits: [limit], isReached: true } : undefined;
  }
  const name = activationName(operation ?? className, config['activation']);
  const [clipped, curve] = [CLIPPED[name], CURVES[name]];
  if (clipped) return { limits: clipped, isReached: true };
  return curve && { limits: curve, isReached: false };
}

/** Keras' name of the activation: of the setting, or of a layer or function that is one by itself (`Relu6`, `Sigmoid`). */
function activationName(className: string, setting: unknown): string {
  const given =
    typeof setting === 'object' && setting !== null && 'config' in setting
      ? setting.config
      : (setting ?? className);
  if (typeof given !== 'string') return '';
  return given.replace(/([a-z])([A-Z])/g, '$1_$2').toLowerCase();
}
