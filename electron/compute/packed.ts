/**
 * The same numbers in a buffer of just their size: cloning a view ships the whole buffer behind it. Copies only views.
 */
export function packed(numbers: Float32Array): Float32Array<ArrayBuffer>;
export function packed(numbers: Uint8Array): Uint8Array<ArrayBuffer>;
export function packed(numbers: Float32Array | Uint8Array): Float32Array | Uint8Array {
  const { buffer } = numbers;
  const isPacked = buffer instanceof ArrayBuffer && buffer.byteLength === numbers.byteLength;
  return isPacked ? numbers : numbers.slice();
}
