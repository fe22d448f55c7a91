import { describe, expect, it } from 'vitest';
import { setUp } from '../../../build/setup/run.mjs';
import { packages } from '../../../build/setup/steps/packages.mjs';
import { createFakeProject } from './fake-project';
import type { FakeProject } from './fake-project';

const entry = { version: '1.0.0', integrity: 'sha512-a' };
const lock = (packages_: Record<string, object>) =>
  JSON.stringify({ packages: { '': { name: 'project' }, 'node_modules/a': entry, ...packages_ } });
const onlyElsewhere = { version: '2.0.0', optional: true, os: ['plan9'] };

/** Installs package a, as npm records it, unless told to fail. */
const fakeNpm = (project: FakeProject) => `
const fs = require('fs');
if (process.env.FAKE_NPM) { console.error(process.env.FAKE_NPM); process.exit(1); }
const folder = ${JSON.stringify(project.at('node_modules'))};
fs.mkdirSync(folder + '/a', { recursive: true });
fs.writeFileSync(folder + '/a/package.json', '{}');
fs.writeFileSync(folder + '/.package-lock.json', JSON.stringify({ packages: { 'node_modules/a': ${JSON.stringify(entry)} } }));
`;

function createProject(): FakeProject {
  const project = createFakeProject();
  project.addProgram('npm', fakeNpm(project));
  project.write('package-lock.json', lock({ 'node_modules/elsewhere': onlyElsewhere }));
  return project;
}

function run(project: FakeProject, changes: Record<string, string> = {}): Promise<boolean> {
  const context = project.createContext(changes);
  return setUp(context, [packages(context)]);
}

function check(project: FakeProject) {
  return packages(project.createContext()).check();
}

describe('npm packages', () => {
  it('runs npm ci without scripts, once', async () => {
    const project = createProject();
    expect(check(project)).toEqual({ ok: false, detail: 'not installed' });
    expect(await run(project)).toBe(true);
    expect(project.takeCalls()).toEqual(['npm ci --ignore-scripts --include=dev']);
    expect(check(project)).toEqual({ ok: true, detail: 'as in package-lock.json' });
    expect(await run(project)).toBe(true);
    expect(project.takeCalls()).toEqual([]);
  });

  it('runs npm ci again when package-lock.json has changed', async () => {
    const project = createProject();
    await run(project);
    project.takeCalls();
    project.write('package-lock.json', lock({ 'node_modules/b': { version: '3.0.0' } }));
    expect(check(project)).toEqual({ ok: false, detail: 'installed for another package-lock.json' });
    expect(await run(project)).toBe(false);
    expect(project.takeCalls()).toEqual(['npm ci --ignore-scripts --include=dev']);
    expect(check(project).ok).toBe(false);
  });

  it('adopts what npm install by hand has installed completely', async () => {
    const project = createProject();
    project.write('node_modules/a/package.json', '{}');
    project.write(
      'node_modules/.package-lock.json',
      JSON.stringify({ packages: { 'node_modules/a': entry } }),
    );
    expect(await run(project)).toBe(true);
    expect(project.takeCalls()).toEqual([]);
  });

  it.each([
    ['another version', { 'node_modules/a': { ...entry, version: '0.9.0' } }],
    ['a package too many', { 'node_modules/a': entry, 'node_modules/c': entry }],
    ['a package too few', {}],
  ])('does not adopt %s', async (_what, installed) => {
    const project = createProject();
    project.write('node_modules/a/package.json', '{}');
    project.write('node_modules/.package-lock.json', JSON.stringify({ packages: installed }));
    await run(project);
    expect(project.takeCalls()).toEqual(['npm ci --ignore-scripts --include=dev']);
  });

  it('does not adopt what a killed npm ci left: packages without its record', async () => {
    const project = createProject();
    project.write('node_modules/a/package.json', '{}');
    await run(project);
    expect(project.takeCalls()).toEqual(['npm ci --ignore-scripts --include=dev']);
  });

  it('uses the npm that runs us', async () => {
    const project = createProject();
    project.write(
      'own/npm-cli.js',
      `require('fs').writeFileSync(${JSON.stringify(project.at('own/called'))}, '');`,
    );
    await run(project, { npm_execpath: project.at('own/npm-cli.js') });
    expect(project.exists('own/called')).toBe(true);
    expect(project.takeCalls()).toEqual([]);
  });

  it.each([
    [
      'npm error code EAI_AGAIN\nnpm error request to https://packages.example.org/zod failed',
      'the host packages.example.org could not be reached',
      'npm ping',
    ],
    [
      'npm error code EINTEGRITY\nnpm error sha512-x',
      'what arrived is not what was expected',
      'npm cache verify',
    ],
    ['npm error code ENOSPC', 'the disk is full', 'df -h'],
    ['npm error code EACCES', 'no permission to write', 'ls -ld'],
    [
      'npm error code SELF_SIGNED_CERT_IN_CHAIN',
      "the server's certificate is not trusted",
      'npm config set cafile',
    ],
    [
      'npm error code EUSAGE\nnpm error package.json and package-lock.json are not in sync',
      'package.json and package-lock.json do not belong together',
      'git checkout -- package.json package-lock.json',
    ],
    ['npm error something new', 'npm ended with exit code 1 (npm error something new)', 'npm run setup'],
  ])('explains: %s', async (output, reason, command) => {
    const project = createProject();
    expect(await run(project, { FAKE_NPM: output })).toBe(false);
    const printed = project.takePrinted();
    expect(printed).toContain('set-up failed at step "npm packages": ');
    expect(printed).toContain(reason);
    expect(printed).toContain(`\n  try: ${command}`);
    expect(check(project).ok).toBe(false);
  });

  it('no npm: says so', async () => {
    const project = createFakeProject();
    project.write('package-lock.json', lock({}));
    expect(await run(project)).toBe(false);
    expect(project.takePrinted()).toContain(
      'set-up failed at step "npm packages": npm was not found in PATH\n  try: nvm install 22',
    );
  });

  it('no package-lock.json: says so', async () => {
    const project = createFakeProject();
    expect(await run(project)).toBe(false);
    expect(project.takePrinted()).toContain('try: git checkout -- package-lock.json');
  });
});
