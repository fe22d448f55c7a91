/** Why a map is 0 or constant, as far as weights and the layers before it tell; `by`: why that is so, where it is known. */
export type Cause = {
  [Kind in CauseKind]: {
    readonly kind: Kind;
    readonly values: CauseValues[Kind];
    readonly by: Cause | null;
  };
}[CauseKind];

/** The numbers that a cause speaks of; `layer` is its index path and name. */
export interface CauseValues {
  /** The one channel from which it is made is 0 everywhere. */
  'dead-input': { readonly layer: string; readonly channel: number };
  /** The one channel from which it is made has one value everywhere. */
  'constant-input': { readonly layer: string; readonly channel: number };
  /** Everything that goes into a layer with weights is 0. */
  'dead-inputs': { readonly layer: string };
  /** It is made from one channel of several layers, and that is 0 everywhere in all of them; `layer` joins them. */
  'dead-channels': { readonly layer: string; readonly channel: number; readonly layers: readonly string[] };
  /** All weights of its kernel are 0, so that the bias is left. */
  'zero-kernel': { readonly layer: string; readonly bias: number };
  /** The weights of its kernel, `weight` at most, are so small that its values lie within `span`, whatever picture goes in. */
  'small-kernel': { readonly layer: string; readonly weight: number; readonly span: number };
  /** The bias leaves no value above 0: they reach `largest` at most, and would reach `without`, which is above 0, without it. */
  bias: {
    readonly layer: string;
    readonly bias: number;
    readonly largest: number;
    readonly without: number;
  };
  /** The batch normalization, x * factor + shift, gives `largest` at most, which is not above 0. */
  norm: {
    readonly layer: string;
    readonly factor: number;
    readonly shift: number;
    readonly largest: number;
  };
  /** The factor of the batch normalization is so small that its shift alone is left. */
  'zero-factor': { readonly layer: string; readonly factor: number; readonly shift: number };
  /**
   * Before the batch normalization its values are `before` apart, as those of other maps; times the factor that is `after`, which
   * is next to nothing beside `span`, the range of the layer.
   */
  'small-factor': {
    readonly layer: string;
    readonly factor: number;
    readonly before: number;
    readonly after: number;
    readonly span: number;
  };
  /** Before the activation, values reach `largest` at most, which is not above 0. */
  'below-zero': { readonly layer: string; readonly largest: number };
}
export type CauseKind = keyof CauseValues;

export const CAUSE_KINDS = [
  ...['dead-input', 'constant-input', 'dead-inputs', 'dead-channels', 'zero-kernel', 'small-kernel'],
  ...['bias', 'norm', 'zero-factor', 'small-factor', 'below-zero'],
] as const satisfies readonly CauseKind[];
