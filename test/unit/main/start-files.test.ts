import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { isTooLong, startWords } from '../../../electron/main/start-files';

const folder = path.resolve('/photos');
const inFolder = (name: string): string => path.join(folder, name);

describe('words of a start', () => {
  it('are files, there or not, relative to the folder of the start, in development and installed', () => {
    const words = ['a b#%.png', inFolder('图 🐈.png'), 'missing.png'];
    const files = words.map((word) => path.resolve(folder, word));
    expect(startWords(['electron', '--no-sandbox', '.', ...words], folder, true)).toEqual({
      options: ['--no-sandbox', '.'],
      files,
    });
    expect(startWords(['featurescope', ...words, '--flag', ''], folder, false)).toEqual({
      options: ['--flag'],
      files,
    });
    expect(startWords(['electron', '.'], folder, true)).toEqual({ options: ['.'], files: [] });
    expect(startWords(['featurescope'], folder, false)).toEqual({ options: [], files: [] });
  });

  it('are the same again without their options', () => {
    const { options } = startWords(['electron', '.', '--no-sandbox', '.', 'a.png'], folder, true);
    expect(startWords(['electron', ...options, 'b.png'], folder, true).files).toEqual([inFolder('b.png')]);
  });

  it('are files whatever they look like behind --', () => {
    expect(startWords(['featurescope', 'a.png', '--', '-dash.png', '--no-sandbox'], folder, false)).toEqual({
      options: [],
      files: ['a.png', '-dash.png', '--no-sandbox'].map(inFolder),
    });
  });

  it('may be addresses of files, or names that only look like one', () => {
    const file = inFolder('图 🐈.png');
    const address = pathToFileURL(file).href;
    expect(address).toContain('%20');
    const filesOf = (word: string): string[] => startWords(['featurescope', word], folder, false).files;
    expect(filesOf(address)).toEqual([file]);
    expect(filesOf('file:a')).toEqual([inFolder('file:a')]);
    expect(filesOf('file://%zz')).toEqual([path.resolve(folder, 'file://%zz')]);
  });

  it('are counted in bytes before they go to the app that is open', () => {
    expect(isTooLong(['featurescope', 'a'.repeat(16_000)], '/')).toBe(false);
    expect(isTooLong(['featurescope', '图'.repeat(5_500)], '/')).toBe(true);
    expect(isTooLong(['featurescope', 'a'.repeat(14_000)], `/${'b'.repeat(4_000)}`)).toBe(true);
  });
});
