import { constants } from 'node:fs';
import { lstat, mkdir, open, readFile, rm, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { writeNew } from '../../files/write-new';

const origin = z.object({
  url: z.string(),
  /** ETag or date of the file that the first bytes are of; '' where the server gave none. */
  validator: z.string(),
});

/** Where the bytes of an unfinished download are from. */
export type PartOrigin = z.infer<typeof origin>;

/** A download that is not complete: its bytes so far, and beside them where they are from. */
export class PartFile {
  readonly file: string;
  readonly #note: string;

  constructor(target: string) {
    this.file = `${target}.part`;
    this.#note = `${target}.part.json`;
  }

  async bytes(): Promise<number> {
    return lstat(this.file).then(
      (facts) => (facts.isFile() ? facts.size : 0),
      () => 0,
    );
  }

  /** Where the bytes are from; undefined where that is not known. */
  async origin(): Promise<PartOrigin | undefined> {
    try {
      return origin.parse(JSON.parse(await readFile(this.#note, 'utf8')));
    } catch {
      return undefined;
    }
  }

  /** Opens the file for writing behind the first `keep` bytes. */
  async openAt(keep: number, from: PartOrigin): Promise<FileHandle> {
    await mkdir(path.dirname(this.file), { recursive: true });
    await rm(this.#note, { force: true });
    await writeNew(this.#note, JSON.stringify(from));
    // A name that can be guessed may be a link that somebody else has put there.
    if (keep > 0) return open(this.file, constants.O_RDWR | (constants.O_NOFOLLOW ?? 0));
    await rm(this.file, { force: true });
    return open(this.file, 'wx');
  }

  async remove(): Promise<void> {
    await rm(this.file, { force: true });
    await rm(this.#note, { force: true });
  }

  /** Removes the note alone, once the bytes have their final name. */
  async removeNote(): Promise<void> {
    await rm(this.#note, { force: true });
  }
}
