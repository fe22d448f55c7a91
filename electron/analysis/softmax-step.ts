import type { SoftmaxName } from '../model/filters/chain';

/** What a softmax makes of the number of one channel. */
export interface SoftmaxStep {
  readonly kind: 'softmax';
  readonly name: SoftmaxName;
  /** What goes in: one number for each channel of the place. */
  readonly logits: Float64Array;
  readonly channel: number;
  /** Of the logits; it is taken away from each, so that no power overflows. */
  readonly largest: number;
  /** Sum of exp(logit - largest) over all channels. */
  readonly total: number;
  /** exp(logit - largest) / total; of log_softmax its logarithm. */
  readonly after: number;
}

/** A softmax over the channels of a place, as it is computed: with the largest number taken away first, in double precision. */
export function softmaxStep(name: SoftmaxName, logits: Float64Array, channel: number): SoftmaxStep {
  const largest = logits.reduce((most, logit) => Math.max(most, logit), -Infinity);
  const total = logits.reduce((sum, logit) => sum + Math.exp(logit - largest), 0);
  const lowered = logits[channel]! - largest;
  const after = name === 'softmax' ? Math.exp(lowered) / total : lowered - Math.log(total);
  return { kind: 'softmax', name, logits, channel, largest, total, after };
}
