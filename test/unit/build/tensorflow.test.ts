import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readdirSync, rmSync, statSync } from 'node:fs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { setUp } from '../../../build/setup/run.mjs';
import { tensorflow } from '../../../build/setup/steps/tensorflow.mjs';
import { answers } from '../../../build/setup/tensorflow/official.mjs';
import { createFakeProject, LIBRARY_ARCHIVE } from './fake-project';
import type { FakeProject } from './fake-project';

const PIP_VERSION = 'python3 -m pip --version';
const DOWNLOAD = 'python3 -m pip download';
const UNPACK = 'python3 extract';
const compile = expect.stringMatching(/^g\+\+ /);
const STORE = '.cache/libtensorflow-2.16.2';
const ADDON = 'lib/napi-v8/tfjs_binding.node';
const LIBRARY = 'deps/lib/libtensorflow_cc.so.2';

function run(project: FakeProject, changes: Record<string, string> = {}): Promise<boolean> {
  const context = project.createContext(changes);
  return setUp(context, [tensorflow(context)]);
}

function check(project: FakeProject) {
  return tensorflow(project.createContext()).check();
}

function inode(project: FakeProject, file: string): number {
  return statSync(project.at(file)).ino;
}

async function serve(answer: number | 'nothing', archive = LIBRARY_ARCHIVE): Promise<string> {
  const server = createServer(({ url, method }, response) => {
    const isLibrary = method === 'GET' && url === '/library.tar.gz';
    if (answer !== 'nothing') response.writeHead(answer).end(isLibrary ? archive : undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

describe('from the pip package', () => {
  it('downloads with the pinned hash, unpacks, compiles, links, and leaves nothing else behind', async () => {
    const project = createFakeProject();
    expect(check(project)).toEqual({ ok: false, detail: 'not installed' });
    expect(await run(project)).toBe(true);
    expect(project.takeCalls()).toEqual([PIP_VERSION, PIP_VERSION, DOWNLOAD, UNPACK, compile]);
    expect(check(project)).toEqual({ ok: true, detail: '2.16.2 (from the pip package)' });
    expect(readdirSync(project.at('.cache')).sort()).toEqual(['libtensorflow-2.16.2', 'setup.log']);
    expect(readdirSync(project.at(STORE)).sort()).toEqual(['deps', 'lib', 'stamp.json']);
    for (const file of [ADDON, LIBRARY])
      expect(inode(project, `${project.tfjsNode}/${file}`)).toBe(inode(project, `${STORE}/${file}`));
  });

  it('gives pip a requirement with a hash and a temporary folder of ours', async () => {
    const project = createFakeProject();
    project.addProgram(
      'python3',
      `const fs = require('fs');
       if (args[2] === '--version') console.log('pip 23.0');
       else {
         fs.writeFileSync(${JSON.stringify(project.at('seen.txt'))}, process.env.TMPDIR + '\\n' + args.join(' ') + '\\n' +
           fs.readFileSync(args[args.indexOf('-r') + 1], 'utf8'));
         process.exit(1);
       }`,
    );
    expect(await run(project)).toBe(false);
    const [temporary, args, requirement] = project.read('seen.txt').split('\n');
    expect(temporary).toBe(project.at('.cache/tensorflow.part/pip'));
    expect(args).toContain('--require-hashes');
    expect(args).toContain('--no-cache-dir');
    expect(args).toContain('--no-deps');
    expect(requirement).toMatch(/^tensorflow-cpu==2\.16\.2 --hash=sha256:[0-9a-f]{64}$/);
  });

  it('does nothing and prints nothing the second time', async () => {
    const project = createFakeProject();
    await run(project);
    project.takeCalls();
    project.takePrinted();
    expect(await run(project)).toBe(true);
    expect(project.takeCalls()).toEqual([]);
    expect(project.takePrinted()).toBe('');
  });

  it('only links again after npm ci has wiped node_modules', async () => {
    const project = createFakeProject();
    await run(project);
    project.takeCalls();
    rmSync(project.at(`${project.tfjsNode}/deps`), { recursive: true });
    rmSync(project.at(`${project.tfjsNode}/lib`), { recursive: true });
    expect(check(project).ok).toBe(false);
    expect(await run(project)).toBe(true);
    expect(project.takeCalls()).toEqual([]);
    expect(inode(project, `${project.tfjsNode}/${LIBRARY}`)).toBe(inode(project, `${STORE}/${LIBRARY}`));
  });

  it.each([
    ['the package', 'the store', (project: FakeProject) => project.tfjsNode],
    ['the store', 'the package', () => STORE],
  ])('repairs a file lost in %s from %s', async (_lost, _from, folder) => {
    const project = createFakeProject();
    await run(project);
    project.takeCalls();
    rmSync(project.at(`${folder(project)}/${LIBRARY}`));
    expect(check(project).detail).toMatch(/libtensorflow_cc\.so\.2 is missing or damaged$/);
    expect(await run(project)).toBe(true);
    expect(project.takeCalls()).toEqual([]);
    expect(check(project).ok).toBe(true);
  });

  it('notices a truncated library and, if there is no whole one, installs again', async () => {
    const project = createFakeProject();
    await run(project);
    project.takeCalls();
    project.write(`${STORE}/${LIBRARY}`, 'half');
    expect(check(project).detail).toContain('missing or damaged');
    expect(await run(project)).toBe(true);
    expect(project.takeCalls()).toContain(DOWNLOAD);
    expect(statSync(project.at(`${project.tfjsNode}/${LIBRARY}`)).size).toBe(20);
  });

  it('builds the addon again for another tfjs-node', async () => {
    const project = createFakeProject();
    await run(project);
    project.takeCalls();
    project.write(`${project.tfjsNode}/package.json`, project.tfjsNodePackage.replace('4.22.0', '4.23.0'));
    expect(check(project)).toEqual({ ok: false, detail: 'not installed' });
    expect(await run(project)).toBe(true);
    expect(project.takeCalls()).toContainEqual(compile);
  });
});

describe('going on after a killed run', () => {
  const work = '.cache/tensorflow.part';

  it('does not take half a download for a whole one', async () => {
    const project = createFakeProject();
    project.write(`${work}/wheel/tensorflow_cpu-2.16.2.whl`, project.wheelText.slice(0, 5));
    project.write(`${work}/pip/pip-unpack-1/half.whl`, 'half');
    expect(await run(project)).toBe(true);
    expect(project.takeCalls()).toContain(DOWNLOAD);
    expect(project.exists(work)).toBe(false);
  });

  it('uses a whole download', async () => {
    const project = createFakeProject();
    project.write(`${work}/wheel/tensorflow_cpu-2.16.2.whl`, project.wheelText);
    project.write(`${work}/unpacking/tensorflow/libtensorflow_cc.so.2`, 'half');
    expect(await run(project)).toBe(true);
    expect(project.takeCalls()).toEqual([PIP_VERSION, PIP_VERSION, UNPACK, compile]);
  });

  it('only compiles when everything is unpacked', async () => {
    const project = createFakeProject();
    project.write(`${work}/unpacked/tensorflow/libtensorflow_cc.so.2`, 'x'.repeat(20));
    project.write(`${work}/unpacked/tensorflow/libtensorflow_framework.so.2`, 'x'.repeat(10));
    expect(await run(project)).toBe(true);
    expect(project.takeCalls()).toEqual([PIP_VERSION, PIP_VERSION, compile]);
  });

  it('only tries what was built but not yet tried', async () => {
    const project = createFakeProject();
    await run(project);
    rmSync(project.at(`${STORE}/stamp.json`));
    project.takeCalls();
    expect(check(project).ok).toBe(false);
    expect(await run(project)).toBe(true);
    expect(project.takeCalls()).toEqual([]);
    expect(check(project).ok).toBe(true);
  });

  it('builds again what was built but does not load', async () => {
    const project = createFakeProject();
    await run(project);
    rmSync(project.at(`${STORE}/stamp.json`));
    project.write(`${STORE}/${ADDON}`, 'broken');
    project.takeCalls();
    expect(await run(project)).toBe(true);
    expect(project.takePrinted()).toContain('invalid ELF header');
    expect(project.takeCalls()).toContainEqual(compile);
  });
});

describe('failures', () => {
  it.each([
    [
      'unreachable',
      'downloading TensorFlow: the host packages.example.org could not be reached',
      'python3 -m pip index versions tensorflow-cpu',
    ],
    ['other hash', 'what arrived is not what was expected', 'npm run setup'],
    ['lies', 'what arrived is not what was expected', 'npm run setup'],
    ['full', 'the disk is full', 'df -h'],
  ])('pip: %s', async (mode, reason, command) => {
    const project = createFakeProject();
    expect(await run(project, { FAKE_PIP: mode })).toBe(false);
    const printed = project.takePrinted();
    expect(printed).toContain('set-up failed at step "TensorFlow": ');
    expect(printed).toContain(reason);
    expect(printed).toContain(`\n  try: ${command}`);
    expect(check(project).ok).toBe(false);
    expect(await run(project)).toBe(true);
  });

  it('disk full while unpacking: says so and gives the room back', async () => {
    const project = createFakeProject();
    expect(await run(project, { FAKE_UNPACK: 'full' })).toBe(false);
    expect(project.takePrinted()).toContain('the disk is full');
    expect(project.exists('.cache/tensorflow.part/unpacking')).toBe(false);
  });

  it('too little room: says how much is needed before downloading', async () => {
    const project = createFakeProject({ spaceNeededBytes: 1e18 });
    expect(await run(project)).toBe(false);
    expect(project.takePrinted()).toMatch(
      /not enough free disk space for TensorFlow: 1000000000000 MB needed, \d+ MB free/,
    );
    expect(project.takeCalls()).not.toContain(DOWNLOAD);
  });

  it('compiler error: names the compiler and its exit code', async () => {
    const project = createFakeProject();
    expect(await run(project, { FAKE_COMPILER: 'fails' })).toBe(false);
    expect(project.takePrinted()).toContain(
      'compiling the addon: g++ ended with exit code 1 (tfjs_backend.cc:1:10: error',
    );
    expect(project.read('.cache/setup.log')).toContain('no such instruction');
  });

  it('an addon that does not load is not kept', async () => {
    const project = createFakeProject();
    expect(await run(project, { FAKE_COMPILER: 'broken' })).toBe(false);
    expect(project.takePrinted()).toContain('does not load: Error: tfjs_binding.node: invalid ELF header');
    expect(project.exists(STORE)).toBe(false);
    expect(await run(project)).toBe(true);
  });

  it('no second source on other machines', async () => {
    const project = createFakeProject({ platform: 'darwin', arch: 'arm64' });
    expect(await run(project)).toBe(false);
    expect(project.takePrinted()).toContain('there is no second source for darwin arm64');
    expect(project.takeCalls()).toEqual([]);
  });
});

describe("from tfjs-node's own install script", () => {
  it('is the first choice, judged by loading and not by its exit code', async () => {
    const project = createFakeProject({ env: { TFJS_NODE_CDN_STORAGE: await serve(200) } });
    expect(await run(project)).toBe(true);
    expect(project.takeCalls()).toEqual(['tar', 'install.js']);
    expect(check(project).detail).toBe("2.16.2 (from tfjs-node's own install script)");
    expect(project.read(`${project.tfjsNode}/package.json`)).toBe(project.tfjsNodePackage);
    rmSync(project.at(`${project.tfjsNode}/deps`), { recursive: true });
    expect(await run(project)).toBe(true);
    expect(project.takeCalls()).toEqual([]);
    expect(readdirSync(project.at(`${project.tfjsNode}/deps/lib`))).toContain('libtensorflow.so');
  });

  it('gives way to the pip package when it fails, leaving nothing of its own', async () => {
    const env = { TFJS_NODE_CDN_STORAGE: await serve(200), FAKE_INSTALL: 'fails' };
    const project = createFakeProject({ env });
    expect(await run(project)).toBe(true);
    expect(project.takeCalls()).toEqual([
      'tar',
      'install.js',
      PIP_VERSION,
      PIP_VERSION,
      DOWNLOAD,
      UNPACK,
      compile,
    ]);
    expect(check(project).detail).toBe('2.16.2 (from the pip package)');
    expect(project.read(`${project.tfjsNode}/package.json`)).toBe(project.tfjsNodePackage);
  });

  it.each([
    ['another library', {}, 'another archive', 'has another SHA-256 than the pinned one'],
    ['half a library', {}, LIBRARY_ARCHIVE.slice(1), 'has another SHA-256 than the pinned one'],
    ['one that cannot be unpacked', { FAKE_TAR: 'fails' }, LIBRARY_ARCHIVE, 'could not be unpacked'],
  ])('never runs with %s', async (_what, env, archive, problem) => {
    const project = createFakeProject({ env: { ...env, TFJS_NODE_CDN_STORAGE: await serve(200, archive) } });
    expect(await run(project)).toBe(true);
    expect(project.takePrinted()).toContain(problem);
    expect(project.takeCalls()).not.toContain('install.js');
    expect(check(project).detail).toBe('2.16.2 (from the pip package)');
    expect(readdirSync(project.at('.cache')).sort()).toEqual(['libtensorflow-2.16.2', 'setup.log']);
  });

  it('is not tried where no hash of its library is known', async () => {
    const project = createFakeProject({ env: { TFJS_NODE_CDN_STORAGE: await serve(200) }, arch: 'riscv64' });
    expect(await run(project)).toBe(false);
    expect(project.takePrinted()).toContain('no hash is known for linux riscv64');
    expect(project.takeCalls()).toEqual([]);
  });

  it('is not tried when its host does not answer', async () => {
    const project = createFakeProject();
    await run(project);
    expect(project.takePrinted()).toContain('its download host 127.0.0.1 does not answer');
    expect(project.takeCalls()).not.toContain('install.js');
  });

  it('has its package.json put right after a kill', async () => {
    const project = createFakeProject();
    project.write('.cache/tfjs-node-package.json.part', project.tfjsNodePackage);
    project.write(`${project.tfjsNode}/package.json`, '{ "edi');
    expect(await run(project)).toBe(true);
    expect(project.read(`${project.tfjsNode}/package.json`)).toBe(project.tfjsNodePackage);
    expect(project.exists('.cache/tfjs-node-package.json.part')).toBe(false);
  });

  it('keeps the package.json of a newer tfjs-node', async () => {
    const project = createFakeProject();
    const newer = project.tfjsNodePackage.replace('4.22.0', '4.23.0');
    project.write('.cache/tfjs-node-package.json.part', project.tfjsNodePackage);
    project.write(`${project.tfjsNode}/package.json`, newer);
    await run(project);
    expect(project.read(`${project.tfjsNode}/package.json`)).toBe(newer);
  });

  it.each([
    [200, true],
    [404, true],
    [403, false],
    [502, false],
    ['nothing', false],
  ] as const)('asks its host first: answer %s means %s', async (answer, expected) => {
    const host = new URL(await serve(answer));
    const context = createFakeProject().createContext();
    expect(await answers(context, host, 300)).toBe(expected);
  });
});
