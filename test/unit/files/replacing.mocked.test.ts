import type fsPromises from 'node:fs/promises';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FileSet } from '../../../electron/files/file-set';

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
