import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { needs } from '../../../build/commands/run.mjs';
import { readImports } from '../house/imports';

const root = path.resolve(import.meta.dirname, '../../..');
const { scripts } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
};
/** What a script runs first; those that run other scripts of the list are left to these. */
const commands = Object.entries(scripts)
  .map(([name, command]) => ({ name, command: command.split(' && ')[0]! }))
  .filter(({ command }) => !command.startsWith('npm run '));

/** A clone in which nothing was set up, on a machine that has neither npm nor anything else. */
let clone = '';
beforeAll(() => {
  clone = fs.mkdtempSync(path.join(tmpdir(), 'featurescope-clone-'));
  fs.mkdirSync(path.join(clone, 'test/e2e'), { recursive: true });
  for (const name of ['build', 'electron', 'renderer', 'package.json', 'package-lock.json'])
    fs.cpSync(path.join(root, name), path.join(clone, name), { recursive: true });
});
afterAll(() => fs.rmSync(clone, { recursive: true, force: true }));

describe('a script of package.json in a clone that was never set up', () => {
  it.each(commands)('$name says what to run', ({ command }) => {
    const [program, ...args] = command.split(' ');
    expect(program).toBe('node');
    const env = { PATH: path.join(clone, 'empty'), HOME: clone };
    const { status, stdout, stderr } = spawnSync(process.execPath, args, {
      cwd: clone,
      env,
      encoding: 'utf8',
    });
    expect(stderr).toMatch(
      /^set-up failed at step "npm packages": npm was not found in PATH\n {2}try: |^\S+ is not installed yet\. Run this first: npm run setup$/m,
    );
    expect(stdout + stderr).not.toMatch(/^\s+at /m);
    expect(status).toBe(1);
  });

  it('names what can be run', () => {
    const { status, stderr } = spawnSync(process.execPath, ['build/run.mjs', 'bench/none'], {
      cwd: clone,
      encoding: 'utf8',
    });
    expect(stderr).toMatch(/^usage: node build\/run\.mjs NAME .*\n.*vitest, .*bench\/window/);
    expect(status).toBe(2);
  });
});

describe('a script of ours', () => {
  const graph = readImports(root, 'build');
  function filesBehind(file: string, seen = new Set<string>()): Set<string> {
    if (!seen.has(file)) for (const next of graph.get(seen.add(file) && file) ?? []) filesBehind(next, seen);
    return seen;
  }

  it.each(Object.entries(needs))('%s, which needs %s, has that set up', (name, needed) => {
    const file = `build/${name}.mjs`;
    const opensWindow =
      filesBehind(file).has('build/electron/launch-quietly.mjs') ||
      fs.readFileSync(path.join(root, file), 'utf8').includes('electronExecutable()');
    expect(needed === 'window').toBe(opensWindow);
  });
});
