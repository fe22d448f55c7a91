/** Why a map is 0 or constant, as far as weights and the layers before it tell. */
export type Cause =
  /** The one channel from which it is made is 0 everywhere. */
  | { readonly kind: 'dead-input'; readonly values: CauseValues['dead-input']; readonly by: Cause | null }
  /** The one channel from which it is made has one value everywhere. */
  | {
      readonly kind: 'constant-input';
      readonly values: CauseValues['constant-input'];
      readonly by: Cause | null;
    }
  | {
      [Kind in Exclude<CauseKind, 'dead-input' | 'constant-input'>]: {
        readonly kind: Kind;
        readonly values: CauseValues[Kind];
        readonly by: null;
      };
    }[Exclude<CauseKind, 'dead-input' | 'constant-input'>];

/** The numbers that a cause speaks of; `layer` is its index path and name. */
export interface CauseValues {
  'dead-input': { readonly layer: string; readonly channel: number };
  'constant-input': { readonly layer: string; readonly channel: number };
  /** Everything that goes into a layer with weights is 0. */
  'dead-inputs': { readonly layer: string };
  /** All weights of its kernel are 0, so that the bias is left. */
  'zero-kernel': { readonly layer: string; readonly bias: number };
  /** The bias pushes every value below 0; without it they would reach `without`, which is above 0. */
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
  /** Before the activation, values reach `largest` at most, which is not above 0. */
  'below-zero': { readonly layer: string; readonly largest: number };
}
export type CauseKind = keyof CauseValues;
