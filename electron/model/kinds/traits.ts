import type { LayerSetting } from '../config/types';

/** What the numbers of a result have to do with those that go in. */
export type ValueRelation =
  /** The same numbers, in another order or shape at most. */
  | 'same'
  /** Some of them, zeros beside them, numbers between them: cut, padded, resized. */
  | 'of-range'
  /** Means of them. */
  | 'means'
  /** Other numbers, below zero only where one of those that go in is. */
  | 'of-sign'
  | 'never-negative'
  | 'any';

/**
 * What a layer does with the masks that come along with its input, which say of each step whether it counts
 * (assemble/masks.ts). Without a rule a mask ends at the layer.
 */
export type MaskRule =
  | 'passes'
  | 'passes-in-keras-3'
  | 'made-by-masking'
  | 'made-by-embedding'
  /** Of several inputs, elementwise. */
  | 'joins'
  /** The same; in Keras 3 what does not count is left out of the result itself. */
  | 'joins-what-counts'
  | 'concatenates'
  /** Steps that do not count are left out of a mean. */
  | 'averages'
  | 'softmax'
  | 'recurrent'
  | 'attention'
  | 'heads';

const OF_SIGN: readonly ValueRelation[] = ['same', 'of-range', 'means', 'of-sign'];

/** True where results are below zero only if something that goes in is. */
export function keepsSign(relation: ValueRelation): boolean {
  return OF_SIGN.includes(relation);
}

/** True where black and white of a picture stay what they are. */
export function keepsRange(relation: ValueRelation): boolean {
  return relation === 'same' || relation === 'of-range';
}

/** What is known of a layer class or function without computing anything. */
export interface Traits {
  /** Relation of results to inputs, before the activation where there is one. */
  readonly values: ValueRelation;
  /** The activation that gives the result: of the setting `activation`, or a fixed one with the layer's own settings. */
  readonly activation?: 'setting' | { readonly is: string };
  readonly masks?: MaskRule;
  /** Each channel of its results is made by a filter of its own: a convolution. */
  readonly hasFilters?: true;
  /** Several results become one: where the branches of a network meet. */
  readonly joins?: true;
  /** Results may leave the range of small whole numbers even where all that goes in is within. */
  readonly widens?: true;
  /** Nothing is computed when a trained model is used. */
  readonly isIdentity?: true;
  /** True if random numbers are drawn where a layer runs as in training. */
  readonly isRandom?: (layer: LayerSetting) => boolean;
  /** Other names under which files know it: of older versions of Keras, and of its own aliases. */
  readonly aliases?: readonly string[];
}
