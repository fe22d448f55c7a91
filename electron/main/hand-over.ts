import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

/**
 * A list of files on its way from one start to another, as a file in the user's data folder. The message that Electron
 * passes between two starts cannot carry it: Electron 33 loses some lengths of lists, and a message above 32 KB, command
 * line included, ends the app that receives it with a memory fault.
 */
const list = z.object({ paths: z.array(z.string().min(1)).max(100_000) });
const id = z.uuid();

const MOST_BYTES = 32 * 1024 ** 2;
/** A start that has not taken its list after this time has ended. */
const LEFT_BEHIND_MS = 10 * 60_000;
const NAME = /^open-[-0-9a-f]{36}\.json$/;

/** Names the list of a process that was started with fewer words than it was given. */
export const HANDED_OVER_SWITCH = 'featurescope-files';

const fileOf = (folder: string, name: string): string => path.join(folder, `open-${name}.json`);

/**
 * Writes a list of paths into a new file.
 * @returns what names it
 */
export function writeHandOver(folder: string, paths: readonly string[]): string {
  const name = randomUUID();
  const text = JSON.stringify({ paths });
  // A new file for sure: nobody can have put another one, or a link, in its place.
  fs.writeFileSync(fileOf(folder, name), text, { flag: 'wx', mode: 0o600 });
  return name;
}

/**
 * Reads a list; at once, so that what several starts ask for comes in their order.
 * @param name  whatever another process said
 * @returns null where there is none, or none of ours
 */
export function readHandOver(folder: string, name: unknown): string[] | null {
  const known = id.safeParse(name);
  if (!known.success) return null;
  let file: number | null = null;
  try {
    // No link, and no pipe that never ends: Windows has neither flag.
    const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = fs.constants;
    file = fs.openSync(fileOf(folder, known.data), O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
    const stats = fs.fstatSync(file);
    if (!stats.isFile() || stats.size > MOST_BYTES) return null;
    const read = list.safeParse(JSON.parse(fs.readFileSync(file, 'utf8')));
    return read.success ? read.data.paths : null;
  } catch {
    return null;
  } finally {
    if (file !== null) fs.closeSync(file);
  }
}

export function removeHandOver(folder: string, name: string): void {
  if (id.safeParse(name).success) fs.rmSync(fileOf(folder, name), { force: true });
}

/** Removes the lists of starts that ended before theirs was taken. */
export async function sweepHandOvers(folder: string, nowMs = Date.now()): Promise<void> {
  const names = await fs.promises.readdir(folder).catch(() => []);
  for (const name of names.filter((one) => NAME.test(one))) {
    const file = path.join(folder, name);
    const stats = await fs.promises.lstat(file).catch(() => null);
    if (stats !== null && nowMs - stats.mtimeMs > LEFT_BEHIND_MS)
      await fs.promises.rm(file, { force: true }).catch(() => undefined);
  }
}
