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
import { OutputFiles } from '../../../electron/analysis/output-files';
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

function refusal(work: () => unknown): { code: string; message: string } {
  try {
    work();
  } catch (error) {
    if (error instanceof FeaturescopeError) return { code: error.code, message: error.message };
    throw error;
  }
  throw new Error('it was not refused');
}

describe('OutputFiles.commit', () => {
  it('makes the files appear, with their folders, in the order of adding', () => {
    const files = new OutputFiles(false);
    files.add(at('a', 'b', '2.txt'), 'two');
    files.add(at('1.txt'), new Uint8Array([49]));
    expect(existsSync(at('1.txt'))).toBe(false);
    expect(files.commit()).toEqual([at('a', 'b', '2.txt'), at('1.txt')]);
    expect(everything()).toEqual(['1.txt', 'a', 'a/b', 'a/b/2.txt']);
    expect([textOf('a', 'b', '2.txt'), textOf('1.txt')]).toEqual(['two', '1']);
  });

  it('replaces files where that is allowed', () => {
    writeFileSync(at('old.txt'), 'old');
    const files = new OutputFiles(true);
    files.add(at('old.txt'), 'new');
    expect(textOf('old.txt')).toBe('old');
    files.commit();
    expect(textOf('old.txt')).toBe('new');
    expect(everything()).toEqual(['old.txt']);
  });

  it('undoes everything if one file cannot get its name', () => {
    writeFileSync(at('old.txt'), 'old');
    const files = new OutputFiles(true);
    files.add(at('old.txt'), 'new');
    files.add(at('new.txt'), 'new');
    files.add(at('blocked'), 'new');
    mkdirSync(at('blocked'));
    const { code, message } = refusal(() => files.commit());
    expect(code).toBe('output/unwritable');
    expect(message).toContain(`writing ${at('blocked')}: there is a folder of this name`);
    expect(textOf('old.txt')).toBe('old');
    expect(existsSync(at('new.txt'))).toBe(false);
    files.rollback();
    expect(everything()).toEqual(['blocked', 'old.txt']);
  });

  it('keeps a file that another program made in the meantime', () => {
    const files = new OutputFiles(false);
    files.add(at('late.txt'), 'ours');
    writeFileSync(at('late.txt'), 'theirs');
    expect(refusal(() => files.commit()).code).toBe('output/exists');
    files.rollback();
    expect(textOf('late.txt')).toBe('theirs');
    expect(everything()).toEqual(['late.txt']);
  });

  it('may be followed by other files', () => {
    const files = new OutputFiles(false);
    files.add(at('a', '1'), '1');
    files.commit();
    files.add(at('a', '2'), '2');
    files.rollback();
    expect(everything()).toEqual(['a', 'a/1']);
  });

  it('replaces what a link leads to and keeps the link', () => {
    mkdirSync(at('real'));
    writeFileSync(at('real', 'file'), 'old');
    symlinkSync('real/file', at('link'));
    const files = new OutputFiles(true);
    files.add(at('link'), 'new');
    files.commit();
    expect(lstatSync(at('link')).isSymbolicLink()).toBe(true);
    expect(textOf('real', 'file')).toBe('new');
    expect(everything()).toEqual(['link', 'real', 'real/file']);
  });

  it('does not write into other names of a file that it replaces', () => {
    writeFileSync(at('one'), 'old');
    linkSync(at('one'), at('other'));
    const files = new OutputFiles(true);
    files.add(at('one'), 'new');
    files.commit();
    expect([textOf('one'), textOf('other')]).toEqual(['new', 'old']);
  });
});

describe('OutputFiles.rollback', () => {
  it('leaves nothing, folders that were made on the way included', () => {
    mkdirSync(at('there'));
    const files = new OutputFiles(false);
    files.add(at('there', 'x', 'y', '1'), '1');
    files.add(at('there', 'x', 'z', '2'), '2');
    files.add(at('there', '3'), '3');
    files.rollback();
    expect(everything()).toEqual(['there']);
  });

  it('keeps a folder in which something else is by now', () => {
    const files = new OutputFiles(false);
    files.add(at('a', 'b', '1'), '1');
    files.add(at('c', 'd', '2'), '2');
    writeFileSync(at('c', 'theirs'), '');
    files.rollback();
    expect(everything()).toEqual(['c', 'c/theirs']);
  });

  it('leaves nothing of a file whose path is too long in the middle', () => {
    const files = new OutputFiles(false);
    const { code, message } = refusal(() => files.add(at('a', 'b', 'n'.repeat(300), 'file'), ''));
    expect(code).toBe('output/unwritable');
    expect(message).toContain('the name is too long');
    files.rollback();
    expect(everything()).toEqual([]);
  });

  it('may be called twice, and after a commit without harm', () => {
    const files = new OutputFiles(false);
    files.add(at('a', '1'), '1');
    files.commit();
    files.rollback();
    files.rollback();
    expect(everything()).toEqual(['a', 'a/1']);
  });
});

describe('OutputFiles.add', () => {
  it('takes the longest name that a disk allows', () => {
    const name = 'n'.repeat(255);
    const files = new OutputFiles(false);
    files.add(at(name), '');
    files.commit();
    expect(everything()).toEqual([name]);
  });

  it('keeps the temporary files of several apart', () => {
    const [first, second] = [new OutputFiles(false), new OutputFiles(false)];
    first.add(at('1'), 'first');
    second.add(at('2'), 'second');
    first.rollback();
    second.commit();
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
  ])('refuses %s and changes nothing', (_, prepare, target, code, words) => {
    prepare();
    const before = everything();
    const files = new OutputFiles(false);
    const found = refusal(() => files.add(at(target), 'new'));
    expect(found.code).toBe(code);
    expect(found.message).toContain(`writing ${at(target)}: `);
    expect(found.message).toContain(words);
    files.rollback();
    expect(everything()).toEqual(before);
  });

  it('refuses a folder, a device and a link to nowhere even where it may overwrite', () => {
    mkdirSync(at('folder'));
    symlinkSync('nowhere', at('link'));
    for (const target of [at('folder'), '/dev/null', at('link')])
      expect(refusal(() => new OutputFiles(true).add(target, '')).code).toBe('output/unwritable');
    expect(lstatSync('/dev/null').isCharacterDevice()).toBe(true);
  });

  it.skipIf(process.platform !== 'linux')('ends where no folder can be made, however often one tries', () => {
    expect(refusal(() => new OutputFiles(false).add('/proc/featurescope/a.txt', 'a'))).toEqual({
      code: 'output/unwritable',
      message: 'writing /proc/featurescope/a.txt: no folder can be made there; choose another place or name.',
    });
  });

  it('refuses two results of one name, however it is written', () => {
    symlinkSync('.', at('here'));
    writeFileSync(at('old'), '');
    const files = new OutputFiles(true);
    files.add(at('a'), '1');
    files.add(at('old'), '1');
    for (const target of [at('a'), `${root}/./b/../a`, at('here', 'old')]) {
      const { code, message } = refusal(() => files.add(target, '2'));
      expect(code).toBe('output/same-name');
      expect(message).toContain('two results would get this name');
    }
    files.rollback();
  });
});

describe('OutputFiles.reserve', () => {
  it.each([
    ['a file in the path', 'old/new'],
    ['a file further up in the path', 'old/a/b/c'],
    ['a name that is too long', 'n'.repeat(256)],
  ])('refuses %s before any work is done', (_, target) => {
    writeFileSync(at('old'), 'old');
    expect(refusal(() => new OutputFiles(true).reserve(at(target))).code).toBe('output/unwritable');
    expect(everything()).toEqual(['old']);
  });

  it('passes a free name and an existing file that may be overwritten', () => {
    writeFileSync(at('old'), 'old');
    expect(() => new OutputFiles(false).reserve(at('free', 'name'))).not.toThrow();
    expect(() => new OutputFiles(true).reserve(at('old'))).not.toThrow();
    expect(textOf('old')).toBe('old');
    expect(everything()).toEqual(['old']);
  });
});
