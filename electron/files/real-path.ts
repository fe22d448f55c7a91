import type { Stats } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { answered } from './answered';

/** What stands for bytes of a name that are no UTF-8. */
const REPLACEMENT = '\ufffd';

/** True for a path in which bytes of a name may have been lost, since they are no UTF-8. */
export function hasLostBytes(file: string): boolean {
  return file.includes(REPLACEMENT);
}

/**
 * All paths, by their bytes, that read like this one, in which bytes were lost: those of the folders above it may be lost too.
 * @throws the system's error if a folder cannot be read
 */
export async function pathsLike(file: string): Promise<Buffer[]> {
  const whole = path.resolve(file);
  const { root } = path.parse(whole);
  let found: Buffer[] = [Buffer.from(root)];
  for (const name of whole.slice(root.length).split(path.sep)) {
    const below = await Promise.all(found.map((folder) => namesLike(name, folder)));
    found = found.flatMap((folder, place) => below[place]!.map((bytes) => joined(folder, bytes)));
  }
  return found;
}

async function namesLike(name: string, folder: Buffer): Promise<Buffer[]> {
  if (!hasLostBytes(name)) return [Buffer.from(name)];
  const names = await answered(() => readdir(folder, { encoding: 'buffer' }));
  return names.filter((bytes) => bytes.toString('utf8') === name);
}

function joined(folder: Buffer, name: Buffer): Buffer {
  const end = Buffer.from(path.sep);
  return folder.subarray(-1).equals(end) ? Buffer.concat([folder, name]) : Buffer.concat([folder, end, name]);
}

/**
 * The path of a file by its bytes, where a name in it is no UTF-8 and came as text: the only one that reads like that. Otherwise
 * the path as it is.
 * @throws the system's error if a folder cannot be read
 */
export async function realPath(file: string): Promise<string | Buffer> {
  if (!hasLostBytes(file)) return file;
  const found = await pathsLike(file);
  return found.length === 1 ? found[0]! : file;
}

/**
 * What the system knows of a file, a link followed.
 * @throws the system's error
 */
export async function factsOf(file: string): Promise<Stats> {
  const found = await realPath(file);
  return answered(() => stat(found));
}
