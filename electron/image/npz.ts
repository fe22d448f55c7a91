import { zipSync } from 'fflate';
import { writeNpy } from '../core/npy';
import type { Tensor } from '../core/tensor';

/** The first moment a zip file can hold; a fixed one keeps equal tensors equal files. */
const ZIP_EPOCH = new Date(1980, 0, 1);

/**
 * The bytes of a NumPy .npz file: an uncompressed zip of .npy files, as np.savez writes it; `np.load(file)[name]` reads it.
 * @param entries  names (unique, without `.npy`) and float32 tensors, stored in this order
 * @throws RangeError if a name occurs twice or a shape does not fit its data
 */
export function writeNpz(entries: readonly (readonly [name: string, tensor: Tensor])[]): Uint8Array {
  const files: Record<string, Uint8Array> = {};
  for (const [name, { data, shape }] of entries) {
    const file = `${name}.npy`;
    if (Object.hasOwn(files, file)) throw new RangeError(`The name ${name} occurs twice.`);
    files[file] = writeNpy(data, shape);
  }
  return zipSync(files, { level: 0, mtime: ZIP_EPOCH });
}
