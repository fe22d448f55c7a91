import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { isUsableNode } from '../../../build/setup/node-version.mjs';
import { setUp } from '../../../build/setup/run.mjs';
import { nodeAndPlatform } from '../../../build/setup/steps/node.mjs';
import { createFakeProject } from './fake-project';

const build = path.resolve(import.meta.dirname, '../../../build');
const entries = ['setup.mjs', 'start.mjs', 'cli.mjs', 'test.mjs'];

it.each([
  ['12.22.12', false],
  ['18.20.4', false],
  ['20.18.3', false],
  ['20.19.0', true],
  ['21.7.3', false],
  ['22.11.0', false],
  ['22.12.0', true],
  ['23.0.0', true],
  ['26.10.0', true],
])('Node %s is usable: %s', (version, expected) => {
  expect(isUsableNode(version)).toBe(expected);
});

describe('what an old Node reads before it can be told so', () => {
  it.each([...entries, 'setup/node-version.mjs'])('%s keeps to the syntax of Node 12', (file) => {
    const source = readFileSync(path.join(build, file), 'utf8');
    const emit = (target: ts.ScriptTarget) =>
      ts.transpileModule(source, { compilerOptions: { target, module: ts.ModuleKind.ESNext } }).outputText;
    expect(emit(ts.ScriptTarget.ES2019)).toBe(emit(ts.ScriptTarget.ESNext));
    const imported = [...source.matchAll(/^import .* from '(.*)';$/gm)].map((match) => match[1]);
    expect(imported).toEqual(entries.includes(file) ? ['./setup/node-version.mjs'] : []);
    expect(source).not.toMatch(/^await|node:/m);
  });

  it.each(entries)('%s under Node 18 says what is needed and ends with 1', (file) => {
    const pretend =
      "Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '18.20.4' } })";
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ['--import', `data:text/javascript,${encodeURIComponent(pretend)}`, path.join(build, file)],
      { encoding: 'utf8' },
    );
    expect(stderr).toMatch(
      /^set-up failed at step "Node.js": Node.js 20.19 or newer .* is needed, this is 18.20.4\n {2}try: nvm install/,
    );
    expect(stdout).toBe('');
    expect(status).toBe(1);
  });
});

describe('platform', () => {
  it('Linux x64 is what was tried', () => {
    const { detail } = nodeAndPlatform(createFakeProject().createContext()).check();
    expect(detail).toBe(`${process.versions.node} on linux x64`);
  });

  it('others with a ready-made library are let through with a remark', () => {
    const context = createFakeProject({ platform: 'darwin', arch: 'arm64' }).createContext();
    const state = nodeAndPlatform(context).check();
    expect(state).toEqual({
      ok: true,
      detail: `${process.versions.node} on darwin arm64, not tried by us: only linux x64 was`,
    });
  });

  it('the rest is refused', async () => {
    const project = createFakeProject({ platform: 'freebsd' });
    const context = project.createContext();
    expect(await setUp(context, [nodeAndPlatform(context)])).toBe(false);
    expect(project.takePrinted()).toContain(
      'set-up failed at step "Node.js": there is no TensorFlow library for this platform (freebsd x64)',
    );
  });
});
