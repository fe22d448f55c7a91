import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';

/** A file's hash as publishers state it. */
export interface StatedHash {
  readonly sha256?: string | undefined;
  /** Some publishers give MD5 only. */
  readonly md5?: string | undefined;
}

/**
 * True if the file has the stated hash; SHA-256 goes before MD5.
 * @param onBytes  called with the number of bytes read so far; may throw to stop
 * @throws what reading throws
 */
export async function hasHash(
  file: string,
  stated: StatedHash,
  onBytes?: (bytes: number) => void,
): Promise<boolean> {
  const [algorithm, wanted] = stated.sha256 ? ['sha256', stated.sha256] : ['md5', stated.md5];
  const hash = createHash(algorithm!);
  let bytes = 0;
  for await (const chunk of createReadStream(file, { highWaterMark: 1024 ** 2 })) {
    hash.update(chunk as Uint8Array);
    bytes += (chunk as Uint8Array).length;
    onBytes?.(bytes);
  }
  return hash.digest('hex') === wanted?.toLowerCase();
}
