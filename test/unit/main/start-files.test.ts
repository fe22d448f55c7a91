import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeEach, expect, it } from 'vitest';
import { safeName } from '../../../electron/main/safe-name';
import { filesOnCommandLine } from '../../../electron/main/start-files';

let folder: string;
beforeEach(() => {
  folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'featurescope-files-')));
  for (const name of ['a b#%.png', '图 🐈.png']) fs.writeFileSync(path.join(folder, name), '');
  return () => fs.rmSync(folder, { recursive: true });
});

it('takes existing files, relative to the folder of the start, in development and installed', () => {
  const files = ['a b#%.png', path.join(folder, '图 🐈.png'), 'missing.png'];
  const expected = [path.join(folder, 'a b#%.png'), path.join(folder, '图 🐈.png')];
  expect(filesOnCommandLine(['electron', '--no-sandbox', '.', ...files], folder, true)).toEqual(expected);
  expect(filesOnCommandLine(['featurescope', ...files, '--flag'], folder, false)).toEqual(expected);
  expect(filesOnCommandLine(['electron', '.'], folder, true)).toEqual([]);
});

it('takes addresses of files, and names that only look like one', () => {
  const file = path.join(folder, '图 🐈.png');
  const address = pathToFileURL(file).href;
  expect(address).toContain('%20');
  expect(filesOnCommandLine(['featurescope', address], '/', false)).toEqual([file]);
  expect(filesOnCommandLine(['featurescope', 'file://elsewhere/a.png', 'file://%zz'], folder, false)).toEqual(
    [],
  );
  fs.writeFileSync(path.join(folder, 'file:a'), '');
  expect(filesOnCommandLine(['featurescope', 'file:a'], folder, false)).toEqual([
    path.join(folder, 'file:a'),
  ]);
});

it('suggests names that are no paths', () => {
  expect(safeName('o-0.png')).toBe('o-0.png');
  expect(safeName('../../etc/passwd')).toBe('_.._etc_passwd');
  expect(safeName('a:b*c?.png')).toBe('a_b_c_.png');
  expect(safeName('...')).toBe('picture.png');
});
