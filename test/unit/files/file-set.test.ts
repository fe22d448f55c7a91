import {
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FileSet } from '../../../electron/files/file-set';
import { FeaturescopeError } from '../../../electron/shared/errors';

let root: string;
beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), 'featurescope-test-'));
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

const at = (...parts: string[]) => path.join(root, ...parts);
const textOf = (...parts: string[]) => readFileSync(at(...parts), 'utf8');
/** Everything below the folder. */
const everything = () => readdirSync(root, { recursive: true, encoding: 'utf8' }).sort();

async function refusal(work: Promise<unknown>): Promise<{ code: string; message: string }> {
  try {
    await work;
  } catch (error) {
    if (error instanceof FeaturescopeError) return { code: error.code, message: error.message };
    throw error;
  }
  throw new Error('it was not refused');
}

describe('FileSet.commit', () => {
  it('makes the files appear, with their folders, in the order of adding', async () => {
    const files = new FileSet(false);
    await files.add(at('a', 'b', '2.txt'), 'two');
    await files.add(at('1.txt'), new Uint8Array([49]));
    expect(existsSync(at('1.txt'))).toBe(false);
    expect(await files.commit()).toEqual([at('a', 'b', '2.txt'), at('1.txt')]);
    expect(everything()).toEqual(['1.txt', 'a', 'a/b', 'a/b/2.txt']);
    expect([textOf('a', 'b', '2.txt'), textOf('1.txt')]).toEqual(['two', '1']);
  });

  it('replaces files where that is allowed', async () => {
    writeFileSync(at('old.txt'), 'old');
    const files = new FileSet(true);
    await files.add(at('old.txt'), 'new');
    expect(textOf('old.txt')).toBe('old');
    await files.commit();
    expect(textOf('old.txt')).toBe('new');
    expect(everything()).toEqual(['old.txt']);
  });

  it('undoes everything if one file cannot get its name', async () => {
    writeFileSync(at('old.txt'), 'old');
    const files = new FileSet(true);
    await files.add(at('old.txt'), 'new');
    await files.add(at('new.txt'), 'new');
    await files.add(at('blocked'), 'new');
    mkdirSync(at('blocked'));
    const { code, message } = await refusal(files.commit());
    expect(code).toBe('output/unwritable');
    expect(message).toContain(`writing ${at('blocked')}: there is a folder of this name`);
    expect(textOf('old.txt')).toBe('old');
    expect(existsSync(at('new.txt'))).toBe(false);
    await files.rollback();
    expect(everything()).toEqual(['blocked', 'old.txt']);
  });

  it('keeps a file that another program made in the meantime', async () => {
    const files = new FileSet(false);
    await files.add(at('late.txt'), 'ours');
    writeFileSync(at('late.txt'), 'theirs');
    expect((await refusal(files.commit())).code).toBe('output/exists');
    await files.rollback();
    expect(textOf('late.txt')).toBe('theirs');
    expect(everything()).toEqual(['late.txt']);
  });

  it('may be followed by other files', async () => {
    const files = new FileSet(false);
    await files.add(at('a', '1'), '1');
    await files.commit();
    await files.add(at('a', '2'), '2');
    await files.rollback();
    expect(everything()).toEqual(['a', 'a/1']);
  });

  it('replaces what a link leads to and keeps the link', async () => {
    mkdirSync(at('real'));
    writeFileSync(at('real', 'file'), 'old');
    symlinkSync('real/file', at('link'));
    const files = new FileSet(true);
    await files.add(at('link'), 'new');
    await files.commit();
    expect(lstatSync(at('link')).isSymbolicLink()).toBe(true);
    expect(textOf('real', 'file')).toBe('new');
    expect(everything()).toEqual(['link', 'real', 'real/file']);
  });

  it('does not write into other names of a file that it replaces', async () => {
    writeFileSync(at('one'), 'old');
    linkSync(at('one'), at('other'));
    const files = new FileSet(true);
    await files.add(at('one'), 'new');
    await files.commit();
    expect([textOf('one'), textOf('other')]).toEqual(['new', 'old']);
  });
});

describe('FileSet.rollback', () => {
  it('leaves nothing, folders that were made on the way included', async () => {
    mkdirSync(at('there'));
    const files = new FileSet(false);
    await files.add(at('there', 'x', 'y', '1'), '1');
    await files.add(at('there', 'x', 'z', '2'), '2');
    await files.add(at('there', '3'), '3');
    await files.rollback();
    expect(everything()).toEqual(['there']);
  });

  it('keeps a folder in which something else is by now', async () => {
    const files = new FileSet(false);
    await files.add(at('a', 'b', '1'), '1');
    await files.add(at('c', 'd', '2'), '2');
    writeFileSync(at('c', 'theirs'), '');
    await files.rollback();
    expect(everything()).toEqual(['c', 'c/theirs']);
  });

  it('leaves nothing of a file whose path is too long in the middle', async () => {
    const files = new FileSet(false);
    const { code, message } = await refusal(files.add(at('a', 'b', 'n'.repeat(300), 'file'), ''));
    expect(code).toBe('output/unwritable');
    expect(message).toContain('the name is too long');
    await files.rollback();
    expect(everything()).toEqual([]);
  });

  it('may be called twice, and after a commit without harm', async () => {
    const files = new FileSet(false);
    await files.add(at('a', '1'), '1');
    await files.commit();
    await files.rollback();
    await files.rollback();
    expect(everything()).toEqual(['a', 'a/1']);
  });
});

describe('FileSet.add', () => {
  it('takes the longest name that a disk allows', async () => {
    const name = 'n'.repeat(255);
    const files = new FileSet(false);
    await files.add(at(name), '');
    await files.commit();
    expect(everything()).toEqual([name]);
  });

  it('keeps the temporary files of several apart', async () => {
    const [first, second] = [new FileSet(false), new FileSet(false)];
    await first.add(at('1'), 'first');
    await second.add(at('2'), 'second');
    await first.rollback();
    await second.commit();
    expect(everything()).toEqual(['2']);
    expect(textOf('2')).toBe('second');
  });

  it.each([
    [
      'an existing file',
      () => writeFileSync(at('x'), 'old'),
      'x',
      'output/exists',
      'the file exists and is kept; add --force',
    ],
    [
      'a folder in its place',
      () => mkdirSync(at('x')),
      'x',
      'output/unwritable',
      'there is a folder of this name',
    ],
    [
      'a file in its path',
      () => writeFileSync(at('x'), 'old'),
      'x/y/z',
      'output/unwritable',
      'a part of the path is a file',
    ],
    [
      'a link to nowhere',
      () => symlinkSync('nowhere', at('x')),
      'x',
      'output/unwritable',
      'a link to a file that does not exist',
    ],
    [
      'a link to itself',
      () => symlinkSync('x', at('x')),
      'x/y',
      'output/unwritable',
      'a link in the path leads to itself',
    ],
    [
      'a name that is too long',
      () => undefined,
      'n'.repeat(256),
      'output/unwritable',
      'the name is too long',
    ],
  ])('refuses %s and changes nothing', async (_, prepare, target, code, words) => {
    prepare();
    const before = everything();
    const files = new FileSet(false);
    const found = await refusal(files.add(at(target), 'new'));
    expect(found.code).toBe(code);
    expect(found.message).toContain(`writing ${at(target)}: `);
    expect(found.message).toContain(words);
    await files.rollback();
    expect(everything()).toEqual(before);
  });

  it('refuses a folder, a device and a link to nowhere even where it may overwrite', async () => {
    mkdirSync(at('folder'));
    symlinkSync('nowhere', at('link'));
    for (const target of [at('folder'), '/dev/null', at('link')])
      expect((await refusal(new FileSet(true).add(target, ''))).code).toBe('output/unwritable');
    expect(lstatSync('/dev/null').isCharacterDevice()).toBe(true);
  });

  it.skipIf(process.platform !== 'linux')(
    'ends where no folder can be made, however often one tries',
    async () => {
      expect(await refusal(new FileSet(false).add('/proc/featurescope/a.txt', 'a'))).toEqual({
        code: 'output/unwritable',
        message:
          'writing /proc/featurescope/a.txt: no folder can be made there; choose another place or name.',
      });
    },
  );

  it('refuses two results of one name, however it is written', async () => {
    symlinkSync('.', at('here'));
    writeFileSync(at('old'), '');
    const files = new FileSet(true);
    await files.add(at('a'), '1');
    await files.add(at('old'), '1');
    for (const target of [at('a'), `${root}/./b/../a`, at('here', 'old')]) {
      const { code, message } = await refusal(files.add(target, '2'));
      expect(code).toBe('output/same-name');
      expect(message).toContain('two results would get this name');
    }
    await files.rollback();
  });
});

describe('FileSet.reserve', () => {
  it.each([
    ['a file in the path', 'old/new'],
    ['a file further up in the path', 'old/a/b/c'],
    ['a name that is too long', 'n'.repeat(256)],
  ])('refuses %s before any work is done', async (_, target) => {
    writeFileSync(at('old'), 'old');
    expect((await refusal(new FileSet(true).reserve(at(target)))).code).toBe('output/unwritable');
    expect(everything()).toEqual(['old']);
  });

  it('passes a free name and an existing file that may be overwritten', async () => {
    writeFileSync(at('old'), 'old');
    await new FileSet(false).reserve(at('free', 'name'));
    await new FileSet(true).reserve(at('old'));
    expect(textOf('old')).toBe('old');
    expect(everything()).toEqual(['old']);
  });
});
