import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { nameOfOwner, ownerInName, thisProcess, type Owner } from './owner';

/** What is unfinished, and notes of sets of files that are on their way to their names (journal.ts). */
export type TemporaryKind = 'tmp' | 'commit';

/** The name tells whose it is, so that it can be removed when that process is gone, and cannot be guessed. */
const NAME = /^\.featurescope-([0-9a-f]+-\d+-\w+)-[0-9a-f]{24}\.(tmp|commit)$/;

/** A name for something unfinished in a folder. Create it exclusively (`wx`). */
export async function temporaryIn(folder: string, kind: TemporaryKind = 'tmp'): Promise<string> {
  const owner = nameOfOwner(await thisProcess());
  return path.join(folder, `.featurescope-${owner}-${randomBytes(12).toString('hex')}.${kind}`);
}

/** Whose a file is and of which kind, by its name; undefined if it has none of these names. */
export function temporaryOf(
  name: string,
): { readonly owner: Owner; readonly kind: TemporaryKind } | undefined {
  const [, told = '', kind] = NAME.exec(name) ?? [];
  const owner = ownerInName(told);
  return owner && { owner, kind: kind as TemporaryKind };
}
