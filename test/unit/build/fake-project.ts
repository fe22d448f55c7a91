import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { createContext } from '../../../build/setup/context.mjs';
import { sha256 } from '../../../build/setup/files.mjs';

/** What the fake pip downloads. */
const WHEEL_TEXT = 'this is the wheel';

const wheel = {
  version: '2.16.2',
  requirement: 'tensorflow-cpu==2.16.2',
  sizeBytes: WHEEL_TEXT.length,
  sha256: sha256(WHEEL_TEXT),
  libraries: { 'libtensorflow_cc.so.2': 20, 'libtensorflow_framework.so.2': 10 },
  unpackedBytes: 30,
  spaceNeededBytes: 1000,
};

/** What the library's own host sends; the fake tar takes anything. */
export const LIBRARY_ARCHIVE = 'this is the archive of the library';

/** Answers like tfjs-node if the native files are there and whole, else throws as the loader does. */
const fakeTfjsNode = `
const fs = require('fs');
const path = require('path');
for (const file of ['deps/lib/libtensorflow_cc.so.2', 'lib/napi-v8/tfjs_binding.node'])
  if (!fs.existsSync(path.join(__dirname, file)))
    throw new Error(file + ': cannot open shared object file');
if (fs.readFileSync(path.join(__dirname, 'lib/napi-v8/tfjs_binding.node'), 'utf8') === 'broken')
  throw new Error('tfjs_binding.node: invalid ELF header');
module.exports = {
  getBackend: () => 'tensorflow',
  tensor2d: (values) => values,
  matMul: () => ({ dataSync: () => [19, 22, 43, 50] }),
  backend: () => ({ binding: { TF_Version: '2.16.2' } }),
};
`;

/** Like the real one: edits its package.json while it runs, and its exit code says nothing. */
const fakeInstallScript = `
const fs = require('fs');
const CDN_STORAGE = process.env.TFJS_NODE_CDN_STORAGE;
const BASE_HOST = CDN_STORAGE || 'http://127.0.0.1:1/';
fs.appendFileSync(process.env.FAKE_CALLS, 'install.js\\n');
const original = fs.readFileSync('package.json', 'utf8');
fs.writeFileSync('package.json', original.replace('{', '{"edited":true,'));
if (!fs.existsSync('deps/lib/libtensorflow_cc.so.2')) throw new Error('would fetch a library without a hash');
if (process.env.FAKE_INSTALL === 'fails') process.exit(0);
fs.mkdirSync('lib/napi-v8', { recursive: true });
fs.writeFileSync('lib/napi-v8/tfjs_binding.node', 'addon');
fs.symlinkSync('libtensorflow_cc.so.2', 'deps/lib/libtensorflow.so');
process.exit(1);
`;

const fakePython = `
const fs = require('fs');
const path = require('path');
const mode = process.env.FAKE_PIP ?? 'works';
const after = (name) => args[args.indexOf(name) + 1];
const fail = (text) => { process.stderr.write(text + '\\n'); process.exit(1); };
if (args[2] === '--version') {
  if (mode === 'missing') fail('/usr/bin/python3: No module named pip');
  console.log('pip ' + (process.env.FAKE_PIP_VERSION ?? '23.2.1') + ' from /somewhere (python 3.11)');
} else if (args[2] === 'download') {
  if (mode === 'hangs') setInterval(() => {}, 1000);
  else if (mode === 'unreachable')
    fail("WARNING: Retrying (Retry(total=0)) after connection broken by 'NewConnectionError(\\"<HTTPSConnection(host='packages.example.org', port=443)>: Failed to establish a new connection: [Errno -3] Temporary failure in name resolution\\")'\\nERROR: No matching distribution found for tensorflow-cpu==2.16.2");
  else if (mode === 'other hash')
    fail('ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.');
  else if (mode === 'full') fail('ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device');
  else {
    fs.mkdirSync(after('-d'), { recursive: true });
    const text = mode === 'lies' ? 'something else' : ${JSON.stringify(WHEEL_TEXT)};
    fs.writeFileSync(path.join(after('-d'), 'tensorflow_cpu-2.16.2.whl'), text);
  }
} else {
  const package_ = path.join(args[2], 'tensorflow');
  fs.mkdirSync(path.join(package_, 'include'), { recursive: true });
  fs.writeFileSync(path.join(package_, 'libtensorflow_cc.so.2'), 'x'.repeat(20));
  if (process.env.FAKE_UNPACK === 'full') fail('OSError: [Errno 28] No space left on device');
  fs.writeFileSync(path.join(package_, 'libtensorflow_framework.so.2'), 'x'.repeat(10));
}
`;

const fakeTar = `
const fs = require('fs');
const path = require('path');
if (process.env.FAKE_TAR === 'fails') process.exit(2);
const lib = path.join(args[args.indexOf('-C') + 1], 'lib');
fs.mkdirSync(lib, { recursive: true });
fs.writeFileSync(path.join(lib, 'libtensorflow_cc.so.2'), 'x'.repeat(20));
`;

const fakeCompiler = `
if (process.env.FAKE_COMPILER === 'fails') {
  process.stderr.write("tfjs_backend.cc:1:10: error: no such instruction\\n");
  process.exit(1);
}
require('fs').writeFileSync(args[args.indexOf('-o') + 1], process.env.FAKE_COMPILER ?? 'addon');
`;

export interface FakeOptions {
  env?: Record<string, string>;
  programs?: readonly ('python3' | 'g++')[];
  platform?: string;
  arch?: string;
  isRoot?: boolean;
  spaceNeededBytes?: number;
}

/** A project folder in which tfjs-node, python3 and g++ are small scripts that note each call. */
export function createFakeProject({
  env = {},
  programs = ['python3', 'g++'],
  platform = 'linux',
  arch = 'x64',
  isRoot = false,
  spaceNeededBytes = wheel.spaceNeededBytes,
}: FakeOptions = {}) {
  const root = mkdtempSync(path.join(tmpdir(), 'featurescope-set-up-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const at = (file: string) => path.join(root, file);
  const write = (file: string, text: string) => {
    mkdirSync(path.dirname(at(file)), { recursive: true });
    writeFileSync(at(file), text);
  };
  const callsFile = at('calls.txt');
  const addProgram = (name: string, script: string) => {
    const note = `require('fs').appendFileSync(${JSON.stringify(callsFile)}, [${JSON.stringify(name)}, ...args].join(' ') + '\\n');`;
    write(`bin/${name}`, `#!${process.execPath}\nconst args = process.argv.slice(2);\n${note}\n${script}`);
    chmodSync(at(`bin/${name}`), 0o755);
  };
  if (programs.includes('python3')) addProgram('python3', fakePython);
  if (programs.includes('g++')) addProgram('g++', fakeCompiler);
  addProgram('tar', fakeTar);
  const tfjsNode = 'node_modules/@tensorflow/tfjs-node';
  const tfjsNodePackage = '{ "name": "@tensorflow/tfjs-node", "version": "4.22.0", "main": "index.js" }\n';
  write(`${tfjsNode}/package.json`, tfjsNodePackage);
  write(`${tfjsNode}/index.js`, fakeTfjsNode);
  write(`${tfjsNode}/scripts/install.js`, fakeInstallScript);
  mkdirSync(at('.cache'));

  let printed = '';
  const stream = { write: (text: string) => (printed += text) };
  const settings = {
    root,
    platform,
    arch,
    isRoot,
    stream,
    wheel: { ...wheel, spaceNeededBytes },
    libraries: { 'linux-x64': { path: 'library.tar.gz', sha256: sha256(LIBRARY_ARCHIVE) } },
    env: {
      PATH: at('bin'),
      FAKE_CALLS: callsFile,
      TFJS_NODE_CDN_STORAGE: 'http://127.0.0.1:1/',
      ...env,
    } as NodeJS.ProcessEnv,
  };
  return {
    root,
    at,
    write,
    read: (file: string) => readFileSync(at(file), 'utf8'),
    exists: (file: string) => existsSync(at(file)),
    addProgram,
    settings,
    createContext: (changes: Record<string, string> = {}) =>
      createContext({ ...settings, env: { ...settings.env, ...changes }, stop: new AbortController() }),
    tfjsNode,
    tfjsNodePackage,
    wheelText: WHEEL_TEXT,
    /** First words of what was called since the last time this was asked. */
    takeCalls: () => {
      const text = existsSync(callsFile) ? readFileSync(callsFile, 'utf8') : '';
      rmSync(callsFile, { force: true });
      return text
        .split('\n')
        .filter((line) => line !== '')
        .map((line) =>
          line
            .replace(/^tar .*/, 'tar')
            .replace(/^python3 \/\S*extract\.py .*/, 'python3 extract')
            .split(' ')
            .slice(0, 4)
            .join(' '),
        );
    },
    takePrinted: () => {
      const text = printed;
      printed = '';
      return text;
    },
  };
}

export type FakeProject = ReturnType<typeof createFakeProject>;
