/** A stored array, not yet read. */
export interface StoredWeight {
  /** Name in the file, e.g. `conv2d_1/kernel:0`. */
  readonly name: string;
  readonly shape: readonly number[];
  read(): Float32Array;
}
