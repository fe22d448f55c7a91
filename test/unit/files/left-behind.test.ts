import { spawnSync } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { freeName } from '../../../electron/files/place';
import { lock } from '../../../electron/files/lock';
import { isGone, nameOfOwner, ownerInName, thisProcess, type Owner } from '../../../electron/files/owner';
import { removeLeftovers } from '../../../electron/files/leftovers';
import { temporaryIn } from '../../../electron/files/temporary';
import { makeAside, writeAside } from '../../../electron/files/write-aside';
import { writeNew } from '../../../electron/files/write-new';

let root: string;
beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), 'featurescope-test-'));
});
afterEach(() => {
  rmSync(root, { recursive: true });
});
const at = (name: string) => path.join(root, name);

/** A process that has ended. */
async function ended(): Promise<Owner> {
  const { pid } = spawnSync(process.execPath, ['--version']);
  return { ...(await thisProcess()), pid };
}

/** A process of this computer that runs, with another start than it has: its number was given to another one. */
async function reused(): Promise<Owner> {
  const own = await thisProcess();
  return { ...own, pid: process.ppid, start: own.start.replace(/^\d+/, '1') };
}

async function beforeLastStart(): Promise<Owner> {
  const own = await thisProcess();
  return { ...own, start: own.start.replace(/x.*/, 'x0000') };
}

async function elsewhere(): Promise<Owner> {
  return { ...(await ended()), host: '00000000' };
}

const leftover = (owner: Owner) => `.featurescope-${nameOfOwner(owner)}-${'a'.repeat(24)}.tmp`;

describe('a process', () => {
  it('is told by its name', async () => {
    const own = await thisProcess();
    expect(ownerInName(nameOfOwner(own))).toEqual(own);
    expect(ownerInName('1234')).toBeUndefined();
    expect(ownerInName(`${nameOfOwner(own)}/..`)).toBeUndefined();
  });

  it('is there, or gone, or not known of', async () => {
    expect(await isGone(await thisProcess())).toBe(false);
    expect(await isGone(await ended())).toBe(true);
    expect(await isGone(await beforeLastStart())).toBe(true);
    expect(await isGone(await elsewhere())).toBe(false);
  });

  it.runIf(process.platform === 'linux')('is not another one that has its number by now', async () => {
    expect(await isGone(await reused())).toBe(true);
  });
});

describe('what a killed process left behind', () => {
  it('is removed, what is in use or of others stays', async () => {
    const own = await thisProcess();
    const kept = [leftover(own), leftover(await elsewhere()), '.featurescope-notes.tmp', 'photo.png'];
    const gone = [leftover(await ended()), leftover(await beforeLastStart())];
    for (const name of [...kept, ...gone]) writeFileSync(at(name), 'x');
    await removeLeftovers(root);
    expect(readdirSync(root).sort()).toEqual(kept.sort());
  });

  it('is removed by the next that writes in the folder, folders too', async () => {
    const folder = leftover(await ended());
    await makeAside(at(folder), async (temporary) => writeNew(temporary, 'x'));
    await writeAside(at('new'), 'new');
    const other = mkdtempSync(path.join(os.tmpdir(), 'featurescope-test-'));
    try {
      writeFileSync(path.join(other, leftover(await ended())), 'x');
      await writeAside(path.join(other, 'new'), 'new');
      expect(readdirSync(other)).toEqual(['new']);
    } finally {
      rmSync(other, { recursive: true });
    }
  });
});

describe('a temporary name', () => {
  it('cannot be guessed, and nothing is written through a link that has it', async () => {
    const names = await Promise.all(Array.from({ length: 100 }, () => temporaryIn(root)));
    expect(new Set(names).size).toBe(100);
    for (const name of names) expect(path.basename(name)).toMatch(/-[0-9a-f]{24}\.tmp$/);
    writeFileSync(at('precious'), 'mine');
    symlinkSync('precious', names[0]!);
    await expect(writeNew(names[0]!, 'theirs')).rejects.toMatchObject({ code: 'EEXIST' });
    expect(readFileSync(at('precious'), 'utf8')).toBe('mine');
  });
});

describe('writing aside', () => {
  it('replaces a file, keeps a link, and leaves nothing if it fails', async () => {
    writeFileSync(at('real'), 'old');
    symlinkSync('real', at('link'));
    await writeAside(at('link'), 'new');
    expect(lstatSync(at('link')).isSymbolicLink()).toBe(true);
    expect(readFileSync(at('real'), 'utf8')).toBe('new');
    const failing = makeAside(at('real'), async (temporary) => {
      await writeNew(temporary, 'half');
      throw new Error('no more');
    });
    await expect(failing).rejects.toThrow('no more');
    expect(readFileSync(at('real'), 'utf8')).toBe('new');
    expect(readdirSync(root).sort()).toEqual(['link', 'real']);
  });

  it('takes the first free name', async () => {
    expect(await freeName(at('o'))).toBe(at('o'));
    writeFileSync(at('o'), '');
    symlinkSync('nowhere', at('o-2'));
    expect(await freeName(at('o'))).toBe(at('o-3'));
  });
});

describe('a lock', () => {
  it('is held once, and can be taken again when it was given back', async () => {
    const unlock = await lock(at('model'));
    expect(unlock).toBeDefined();
    expect(await lock(at('model'))).toBeUndefined();
    await unlock!();
    expect(existsSync(at('model.lock'))).toBe(false);
    const again = await lock(at('model'));
    expect(again).toBeDefined();
    await again!();
  });

  const gone: [string, () => Promise<Owner>][] = [
    ['that has ended', ended],
    ['before the last start of the system', beforeLastStart],
  ];
  if (process.platform === 'linux') gone.push(['whose number another one has by now', reused]);
  it.each(gone)('of a process %s does not count', async (_what, owner) => {
    writeFileSync(at('model.lock'), nameOfOwner(await owner()));
    const unlock = await lock(at('model'));
    expect(unlock).toBeDefined();
    await unlock!();
  });

  it('of an older version, or cut short, does not count', async () => {
    for (const text of [String(process.pid), '']) {
      writeFileSync(at('model.lock'), text);
      const unlock = await lock(at('model'));
      expect(unlock).toBeDefined();
      await unlock!();
    }
  });

  it('of another computer counts', async () => {
    writeFileSync(at('model.lock'), nameOfOwner(await elsewhere()));
    expect(await lock(at('model'))).toBeUndefined();
  });
});
