import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { answered } from './answered';

/** What stands for bytes of a name that are no UTF-8. */
const REPLACEMENT = '\ufffd';

/** True for a path in which bytes of a name may have been lost, since they are no UTF-8. */
export function hasLostBytes(file: string): boolean {
  return file.includes(REPLACEMENT);
}

/**
 * The path of a file by its bytes, where its name is no UTF-8 and came as text: the one file of its folder whose name reads like
 * that. Otherwise the path as it is.
 * @throws the system's error if the folder cannot be read
 */
export async function realPath(file: string): Promise<string | Buffer> {
  const name = path.basename(file);
  if (!hasLostBytes(name)) return file;
  const folder = path.dirname(file);
  const names = await answered(() => readdir(folder, { encoding: 'buffer' }));
  const found = names.filter((bytes) => bytes.toString('utf8') === name);
  return found.length === 1 ? Buffer.concat([Buffer.from(`${folder}${path.sep}`), found[0]!]) : file;
}
