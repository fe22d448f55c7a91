import type fsPromises from 'node:fs/promises';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FileSet } from '../../../electron/files/file-set';
import { removeLeftovers } from '../../../electron/files/leftovers';

/** Called before and after every change that is made to the disk, where a power cut could come. */
let atEveryMoment: () => void = () => undefined;
/** Fails the n-th renaming. */
let failingRename = Infinity;
/** A disk that knows no second names, such as FAT. */
let hasLinks = true;

vi.mock('node:fs/promises', async (importOriginal) => {
  const original = await importOriginal<typeof fsPromises>();
  const watched =
    <Args extends unknown[], Result>(work: (...args: Args) => Promise<Result>) =>
    async (...args: Args): Promise<Result> => {
      atEveryMoment();
      try {
        return await work(...args);
      } finally {
        atEveryMoment();
      }
    };
  return {
    ...original,
    rename: watched(async (from: string, to: string) => {
      if (failingRename-- === 0) throw Object.assign(new Error('EIO'), { code: 'EIO', errno: -5 });
      return original.rename(from, to);
    }),
    link: watched(async (from: string, to: string) => {
      if (!hasLinks) throw Object.assign(new Error('EPERM'), { code: 'EPERM', errno: -1 });
      return original.link(from, to);
    }),
    rm: watched(original.rm as (...args: unknown[]) => Promise<void>),
    copyFile: watched(original.copyFile as (...args: unknown[]) => Promise<void>),
  };
});

let root: string;
beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), 'featurescope-test-'));
});
afterEach(() => {
  atEveryMoment = () => undefined;
  failingRename = Infinity;
  hasLinks = true;
  rmSync(root, { recursive: true });
});

const names = ['1', '2', '3'];
const contents = () => names.map((name) => readFileSync(path.join(root, name), 'utf8'));

async function replaceAll(): Promise<void> {
  for (const name of names) writeFileSync(path.join(root, name), `old ${name}`);
  const files = new FileSet(true);
  for (const name of names) await files.add(path.join(root, name), `new ${name}`);
  try {
    await files.commit();
  } finally {
    await files.rollback();
  }
}

describe.each([true, false])('files that are replaced, where second names are possible: %s', (links) => {
  it('are at every moment the old one or the new one, each whole', async () => {
    hasLinks = links;
    let moments = 0;
    atEveryMoment = () => {
      moments++;
      names.forEach((name, i) => expect([`old ${name}`, `new ${name}`]).toContain(contents()[i]));
    };
    await replaceAll();
    expect(moments).toBeGreaterThan(6);
    expect(contents()).toEqual(['new 1', 'new 2', 'new 3']);
    expect(readdirSync(root).sort()).toEqual(names);
  });

  it('are all the old ones again if one cannot be replaced', async () => {
    hasLinks = links;
    failingRename = 2;
    await expect(replaceAll()).rejects.toMatchObject({ code: 'output/unwritable' });
    expect(contents()).toEqual(['old 1', 'old 2', 'old 3']);
    expect(readdirSync(root).sort()).toEqual(names);
  });
});

describe('a process that is killed while it gives files their names', () => {
  const folders = ['a', 'b'];
  const places = folders.flatMap((folder) => names.map((name) => path.join(folder, name)));
  const contentsOf = (top: string) => places.map((place) => readOrMissing(path.join(top, place)));
  const all = (word: string) => places.map((place) => `${word} ${place}`);

  /** What a power cut could leave: copies of everything, one of each moment. */
  async function momentsOf(write: () => Promise<void>): Promise<string[]> {
    const copies: string[] = [];
    atEveryMoment = () => {
      const copy = path.join(root, `moment-${copies.length}`);
      for (const folder of folders) {
        mkdirSync(path.join(copy, folder), { recursive: true });
        for (const name of readdirSync(path.join(root, 'now', folder)))
          copyFileSync(path.join(root, 'now', folder, name), path.join(copy, folder, name));
      }
      copies.push(copy);
    };
    await write();
    atEveryMoment = () => undefined;
    return copies;
  }

  const writeAll = async (mayOverwrite: boolean) => {
    const files = new FileSet(mayOverwrite);
    for (const place of places) await files.add(path.join(root, 'now', place), `new ${place}`);
    await files.commit();
  };

  it.each(folders)(
    'leaves what the next makes all old or all new, though it looks into folder %s first',
    async (first) => {
      for (const folder of folders) mkdirSync(path.join(root, 'now', folder), { recursive: true });
      for (const place of places) writeFileSync(path.join(root, 'now', place), `old ${place}`);
      const moments = await momentsOf(() => writeAll(true));
      let mixed = 0;
      let completed = 0;
      for (const moment of moments) {
        const before = new Set(contentsOf(moment).map((content) => content.slice(0, 3)));
        if (before.size > 1) mixed++;
        for (const folder of [first, ...folders])
          await removeLeftovers(path.join(moment, folder), () => Promise.resolve(true));
        const after = contentsOf(moment);
        expect([all('old'), all('new')]).toContainEqual(after);
        if (before.size > 1 && after[0] === `new ${places[0]}`) completed++;
        for (const folder of folders) expect(readdirSync(path.join(moment, folder)).sort()).toEqual(names);
      }
      // Otherwise nothing was tried.
      expect(mixed).toBeGreaterThan(6);
      expect(completed).toBe(mixed);
    },
  );

  it('leaves of new files all or none, and what another program has made meanwhile stays', async () => {
    for (const folder of folders) mkdirSync(path.join(root, 'now', folder), { recursive: true });
    const moments = await momentsOf(() => writeAll(false));
    let partly = 0;
    for (const moment of moments) {
      const isPartly =
        contentsOf(moment).includes(MISSING) && !contentsOf(moment).every((one) => one === MISSING);
      const last = path.join(moment, places.at(-1)!);
      if (isPartly && readOrMissing(last) === MISSING) {
        partly++;
        writeFileSync(last, 'another program');
      }
      for (const folder of folders)
        await removeLeftovers(path.join(moment, folder), () => Promise.resolve(true));
      const after = contentsOf(moment);
      const expected = all('new').with(-1, readOrMissing(last));
      expect([all('new').fill(MISSING), expected]).toContainEqual(after);
      if (isPartly) expect(after[0]).toBe(`new ${places[0]}`);
    }
    expect(partly).toBeGreaterThan(2);
  });

  it('has nothing done by a note that is not its own', async () => {
    mkdirSync(path.join(root, 'now'));
    const file = path.join(root, 'precious');
    writeFileSync(file, 'mine');
    const note = path.join(root, 'now', `.featurescope-00000000-1-1x0000-${'a'.repeat(24)}.commit`);
    const entry = { temporary: 'theirs', place: '../precious', replaces: true };
    writeFileSync(path.join(root, 'now', 'theirs'), 'theirs');
    writeFileSync(note, JSON.stringify({ entries: [entry] }));
    await removeLeftovers(path.join(root, 'now'), () => Promise.resolve(true));
    writeFileSync(note, '{');
    await removeLeftovers(path.join(root, 'now'), () => Promise.resolve(true));
    expect(readFileSync(file, 'utf8')).toBe('mine');
    expect(readdirSync(path.join(root, 'now'))).toEqual(['theirs']);
  });
});

const MISSING = 'missing';

function readOrMissing(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return MISSING;
  }
}
