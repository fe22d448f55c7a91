import { readdirSync, rmSync } from 'node:fs';
import { expect, it } from 'vitest';
import { setUp } from '../../../build/setup/run.mjs';
import { bundle } from '../../../build/setup/steps/bundle.mjs';
import { createFakeProject } from './fake-project';
import type { FakeProject } from './fake-project';

/** Copies the entry, as the real one would bundle it. */
const fakeVite = `
const fs = require('fs');
const path = require('path');
fs.appendFileSync(process.env.FAKE_CALLS, 'vite\\n');
const out = process.argv[process.argv.indexOf('--outDir') + 1];
fs.mkdirSync(path.join(out, 'chunks'), { recursive: true });
const source = fs.readFileSync('electron/cli/main.ts', 'utf8');
if (source.includes('mistake')) {
  console.error('build failed in 5ms\\nerror during build:\\n\u001b[31m[UNRESOLVED_IMPORT] \u001b[0mCould not resolve ./nowhere');
  process.exit(1);
}
fs.writeFileSync(path.join(out, 'cli.mjs'), source);
fs.writeFileSync(path.join(out, 'cli.mjs.map'), JSON.stringify({ sources: ['../../electron/cli/main.ts'] }));
if (source === 'first') fs.writeFileSync(path.join(out, 'chunks/a.mjs.map'), JSON.stringify({ sources: ['../../../electron/a.ts'] }));
`;

function createProject(): FakeProject {
  const project = createFakeProject();
  project.write('node_modules/vite/bin/vite.js', fakeVite);
  project.write('electron/cli/main.ts', 'first');
  project.write('electron/core/topk.ts', '');
  project.write('build/config/vite.cli.config.mjs', '');
  return project;
}

function run(project: FakeProject): Promise<boolean> {
  const context = project.createContext();
  return setUp(context, [bundle(context)]);
}

function check(project: FakeProject) {
  return bundle(project.createContext()).check();
}

it('bundles once into out/, with source maps that lead to the sources', async () => {
  const project = createProject();
  expect(check(project)).toEqual({ ok: false, detail: 'not bundled' });
  expect(await run(project)).toBe(true);
  expect(project.read('out/cli.mjs')).toBe('first');
  expect(JSON.parse(project.read('out/cli.mjs.map'))).toEqual({ sources: ['../electron/cli/main.ts'] });
  expect(JSON.parse(project.read('out/chunks/a.mjs.map'))).toEqual({ sources: ['../../electron/a.ts'] });
  expect(readdirSync(project.at('.cache'))).toEqual(['setup.log']);
  expect(await run(project)).toBe(true);
  expect(project.takeCalls()).toEqual(['vite']);
});

it.each([
  ['changed', (project: FakeProject) => project.write('electron/core/topk.ts', 'other')],
  ['added', (project: FakeProject) => project.write('electron/core/new.ts', '')],
  ['removed', (project: FakeProject) => rmSync(project.at('electron/core/topk.ts'))],
])('bundles again when a source was %s', async (_how, change) => {
  const project = createProject();
  await run(project);
  project.takeCalls();
  change(project);
  expect(check(project)).toEqual({ ok: false, detail: 'older than the sources' });
  expect(await run(project)).toBe(true);
  expect(project.takeCalls()).toEqual(['vite']);
});

it('replaces its own files in out/ and no others', async () => {
  const project = createProject();
  project.write('out/sample.jpg', 'somebody’s result');
  await run(project);
  project.write('electron/cli/main.ts', 'second');
  await run(project);
  expect(project.read('out/cli.mjs')).toBe('second');
  expect(project.read('out/sample.jpg')).toBe('somebody’s result');
  expect(project.exists('out/chunks/a.mjs.map')).toBe(false);
});

it('does not take a bundle without its stamp, as a killed build leaves it, for a whole one', async () => {
  const project = createProject();
  project.write('out/cli.mjs', 'fir');
  project.write('.cache/out.part/cli.mjs', 'fi');
  expect(check(project).ok).toBe(false);
  expect(await run(project)).toBe(true);
  expect(project.read('out/cli.mjs')).toBe('first');
  expect(project.exists('.cache/out.part')).toBe(false);
});

it('keeps the earlier bundle and tells the error when bundling fails', async () => {
  const project = createProject();
  await run(project);
  project.write('electron/cli/main.ts', 'mistake');
  expect(await run(project)).toBe(false);
  const printed = project.takePrinted();
  expect(printed).toContain(
    'step "app code": electron/cli/main.ts could not be bundled: [UNRESOLVED_IMPORT] Could not resolve ./nowhere\n',
  );
  expect(printed).toContain('try: npm run build');
  expect(project.read('out/cli.mjs')).toBe('first');
});

it('says so when there is no source', async () => {
  const project = createFakeProject();
  expect(await run(project)).toBe(false);
  expect(project.takePrinted()).toContain(
    'step "app code": electron/cli/main.ts does not exist\n  try: git checkout',
  );
});
