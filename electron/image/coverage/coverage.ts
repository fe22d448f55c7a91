/** What the compressed data of a picture hold, found without decoding its pixels. Decoders fill in what is missing, in silence. */
export interface Coverage {
  /** Share of the picture for which there are data, 0 to 1. */
  readonly share: number;
  /** The data cannot be what an encoder wrote: they end early, go on after the end or break a rule of the format. */
  readonly isDamaged: boolean;
  /** What is missing is transparent or black as the decoder gives it, so that it is left white. */
  readonly isRestEmpty?: boolean;
  /** Rows from the top for which there are data, where they follow each other. */
  readonly wholeRows?: number;
}

/** Nothing is known to be wrong. */
export const WHOLE: Coverage = { share: 1, isDamaged: false };
