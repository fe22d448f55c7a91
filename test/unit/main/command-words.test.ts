import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { commandWords as beforeSetUp } from '../../../build/commands/command-words.mjs';
import { commandWords } from '../../../electron/main/command-words';

const commands = [
  ['export', 'photo.jpg', '--out', 'out'],
  ['predict'],
  ['nonsense'],
  ['--help'],
  ['-h'],
  ['--version'],
  ['-V', 'x'],
];
const windows = [
  [],
  ['photo.jpg'],
  ['./export'],
  ['/photos/a'],
  ['Export'],
  ['C:\\photo'],
  ['a-b'],
  ['图'],
  [''],
];

describe('words for the command line', () => {
  it.each(commands.map((words) => [words]))('%j is a command, with and without the launcher', (words) => {
    expect(commandWords(words)).toEqual(words);
    expect(commandWords(['--no-sandbox', '--no-zygote', '--', ...words])).toEqual(words);
    expect(beforeSetUp(words)).toEqual(words);
  });

  it.each(windows.map((words) => [words]))('%j opens the window', (words) => {
    expect(commandWords(words)).toBeNull();
    expect(commandWords(['--user-data-dir=/x', ...words])).toBeNull();
    expect(beforeSetUp(words)).toBeNull();
  });

  it('leaves options of Chromium before the command to Chromium', () => {
    expect(commandWords(['--no-sandbox', 'layers', '--json'])).toEqual(['layers', '--json']);
  });
});

/** The launcher of Linux beside a program that prints what it gets. */
function createLauncher(program = 'for word in "$@"; do printf "%s\\n" "$word"; done'): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'featurescope-launcher-'));
  const launcher = path.join(folder, 'featurescope');
  fs.copyFileSync(path.resolve('build/package/linux/featurescope.sh'), launcher);
  fs.writeFileSync(path.join(folder, 'featurescope-bin'), `#!/bin/sh\n${program}\n`);
  for (const name of ['featurescope', 'featurescope-bin']) fs.chmodSync(path.join(folder, name), 0o755);
  return folder;
}

/** The launcher asks for this library of the system before it opens a window. */
const hasX11 = ['/usr/lib/x86_64-linux-gnu', '/usr/lib64', '/usr/lib'].some((place) =>
  fs.existsSync(path.join(place, 'libX11-xcb.so.1')),
);
if (!hasX11) process.stderr.write('files for the launcher: skipped, there is no libX11-xcb.so.1\n');

describe.skipIf(process.platform !== 'linux')('launcher of Linux (not on other systems)', () => {
  const folder = createLauncher();
  const run = (args: string[], env: Record<string, string> = {}) =>
    spawnSync(path.join(folder, 'featurescope'), args, {
      cwd: folder,
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], ...env },
    });

  it.each(commands.map((words) => [words]))('starts %j by the same rule, without a display', (words) => {
    const { status, stdout, stderr } = run(words);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(commandWords(stdout.split('\n').slice(0, -1))).toEqual(words);
  });

  it('keeps spaces, quotes and stars in words', () => {
    const words = ['export', 'a b.png', "it's *.png", '--out', '$HOME'];
    expect(run(words).stdout.split('\n').slice(-6, -1)).toEqual(words);
  });

  it('says that there is no display, and what works without one', () => {
    const { status, stdout, stderr } = run([]);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(/^error window\/no-display: [^\n]*featurescope export photo\.jpg[^\n]*\n$/);
  });

  it.skipIf(!hasX11)('leaves it to the window to say that a file does not exist', () => {
    const { status, stdout, stderr } = run(['--no-sandbox', 'my photo.jpg'], { DISPLAY: ':9' });
    const file = path.join(fs.realpathSync(folder), 'my photo.jpg');
    expect({ status, stdout, stderr }).toEqual({
      ...{ status: 0, stderr: '' },
      stdout: `--log-level=3\n--no-sandbox\n${file}\n`,
    });
  });

  it('refuses root a window unless the sandbox is given up by name', () => {
    const isRoot = process.getuid?.() === 0;
    const { status, stderr } = run([], { DISPLAY: ':9' });
    if (isRoot) expect(stderr).toMatch(/^error window\/root: .*\n$/);
    else expect(stderr === '' || stderr.startsWith('error window/sandbox: ')).toBe(true);
    expect(status).toBe(stderr === '' ? 0 : 1);
    const forced = run(['--no-sandbox', 'featurescope-bin'], { WAYLAND_DISPLAY: 'wayland-0' });
    const wayland = '--ozone-platform=wayland';
    const file = path.join(fs.realpathSync(folder), 'featurescope-bin');
    if (hasX11) expect(forced.stdout).toBe(`--log-level=3\n${wayland}\n--no-sandbox\n${file}\n`);
    else
      expect(forced.stderr).toMatch(
        /^error install\/missing-library: [^\n]* lacks libX11-xcb\.so\.1;[^\n]*\n$/,
      );
  });

  it.runIf(hasX11)('makes paths of files, so that none is taken for an option or a command', () => {
    const names = ['-dash.png', '--no-sandbox', 'export'];
    for (const name of names) fs.writeFileSync(path.join(folder, name), '');
    const options = ['--no-sandbox', 'file:///a%20b', '--'];
    const { stdout } = run([...options, ...names], { DISPLAY: ':9' });
    const files = names.map((name) => path.join(fs.realpathSync(folder), name));
    expect(stdout.trim().split('\n')).toEqual(['--log-level=3', '--no-sandbox', 'file:///a%20b', ...files]);
    const missing = path.join(fs.realpathSync(folder), '-missing');
    expect(
      run([...options, '-missing'], { DISPLAY: ':9' })
        .stdout.trim()
        .split('\n')
        .at(-1),
    ).toBe(missing);
  });

  it('gives temporary files the first folder that takes them, and the user a home', () => {
    const own = createLauncher('printf "%s\\n" "${TMPDIR-}" "$HOME"');
    const placesOf = (env: Record<string, string>): string[] =>
      spawnSync(path.join(own, 'featurescope'), ['layers'], {
        encoding: 'utf8',
        env: { PATH: process.env['PATH'], ...env },
      })
        .stdout.split('\n')
        .slice(0, 2);
    expect(placesOf({})).toEqual(['', os.userInfo().homedir]);
    expect(placesOf({ TMPDIR: own, HOME: '/h' })).toEqual([own, '/h']);
    expect(placesOf({ TMPDIR: '/does/not/exist', HOME: '/h' })).toEqual(['/tmp', '/h']);
    fs.rmSync(own, { recursive: true });
  });

  it('finds its program through links', () => {
    fs.symlinkSync('featurescope', path.join(folder, 'link'));
    const { status, stdout } = spawnSync(path.join(folder, 'link'), ['--version'], { encoding: 'utf8' });
    expect([status, stdout]).toEqual([0, '--no-sandbox\n--no-zygote\n--log-level=3\n--\n--version\n']);
    fs.rmSync(folder, { recursive: true });
  });
});
