import { statfs } from 'node:fs/promises';
import path from 'node:path';
import { failed } from '../shared/errors';
import type { Message } from '../shared/messages/message';
import { found } from './place';

/** Bytes that this user may still write to the disk of a file that need not exist yet; Infinity where no system tells. */
export async function freeSpaceFor(file: string): Promise<number> {
  let folder = path.dirname(path.resolve(file));
  while (!(await found(folder)) && folder !== path.dirname(folder)) folder = path.dirname(folder);
  return statfs(folder).then(
    ({ bavail, bsize }) => bavail * bsize,
    () => Infinity,
  );
}

/**
 * Refuses to write what the disk cannot hold, before any of it is computed.
 * @param file   or a folder
 * @param bytes  that will be written there
 * @param doing  what the failure says of it
 * @throws FeaturescopeError output/no-space
 */
export async function requireSpace(file: string, bytes: number, doing: Message): Promise<void> {
  const free = await freeSpaceFor(file);
  if (bytes <= free) return;
  throw failed(
    'output/no-space',
    { megabytes: inMegabytes(bytes), free: Math.floor(free / 1e6) }, // never as many as are needed
    { during: [doing] },
  );
}

/** Whole megabytes, rounded up. */
export function inMegabytes(bytes: number): number {
  return Math.ceil(bytes / 1e6);
}
