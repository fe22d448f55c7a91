import { spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  closeSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, inject } from 'vitest';
import type {} from './bundle';

const root = path.resolve(import.meta.dirname, '../..');

/** Path of a file of test/fixtures. */
export function fixture(name: string): string {
  return path.join(root, 'test/fixtures', name);
}

export const PHOTOS = {
  chelsea: fixture('photos/chelsea.png'),
  coffee: fixture('photos/coffee.png'),
  rocket: fixture('photos/rocket.jpg'),
} as const;

/** A small model with a softmax of 5 classes for pictures of 32 x 32, and what makes its use silent and quick. */
export const SMALL = ['--model', fixture('keras/k2_h5_mobile/model.h5'), '--preprocess', '0..1'] as const;

/** What a run of the command line left. */
export interface Run {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Arguments of Node itself. */
  readonly nodeArgs?: readonly string[];
  /** File that stdout goes to, instead of being kept. */
  readonly stdout?: string;
  /** Gets the process when it has started, to send signals. */
  readonly onStart?: (child: ChildProcess) => void;
}

/** Two programs at a time: each uses both cores while TensorFlow loads and computes. */
const MOST_AT_ONCE = 2;
let running = 0;
const waiting: (() => void)[] = [];

async function takeTurn<Result>(work: () => Promise<Result>): Promise<Result> {
  if (running >= MOST_AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
  running++;
  try {
    return await work();
  } finally {
    running--;
    waiting.shift()?.();
  }
}

/** An installed Featurescope: the bundle as it is built for everybody, beside models and fonts. */
export class Installation {
  readonly folder = mkdtempSync(path.join(os.tmpdir(), 'cli-test-installation-'));

  /** @param ownModels  a copy of the models that tests may damage, instead of a link to them */
  create(ownModels = false): void {
    mkdirSync(path.join(this.folder, 'electron/image'), { recursive: true });
    for (const part of ['node_modules', 'electron/image/fonts'])
      symlinkSync(path.join(root, part), path.join(this.folder, part));
    cpSync(path.join(root, 'package.json'), path.join(this.folder, 'package.json'));
    const models = path.join(this.folder, 'models');
    if (ownModels) cpSync(path.join(root, 'models'), models, { recursive: true });
    else symlinkSync(path.join(root, 'models'), models);
    cpSync(inject('commandLineBundle'), path.join(this.folder, 'out'), { recursive: true });
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }

  run(args: readonly string[], options: RunOptions, workspace: Workspace): Promise<Run> {
    return takeTurn(
      () =>
        new Promise((resolve, reject) => {
          const file = options.stdout === undefined ? undefined : openSync(options.stdout, 'w');
          const child = spawn(
            process.execPath,
            [...(options.nodeArgs ?? []), path.join(this.folder, 'out/cli.mjs'), ...args],
            {
              cwd: options.cwd ?? workspace.folder,
              // Nothing of the test's own environment: the program must be quiet by itself.
              env: {
                PATH: process.env['PATH'],
                HOME: workspace.temp,
                TMPDIR: workspace.temp,
                ...options.env,
              },
              stdio: ['ignore', file ?? 'pipe', 'pipe'],
            },
          );
          if (file !== undefined) closeSync(file);
          const [stdout, stderr]: [Buffer[], Buffer[]] = [[], []];
          child.stdout?.on('data', (chunk: Buffer) => stdout.push(chunk));
          child.stderr!.on('data', (chunk: Buffer) => stderr.push(chunk));
          child.on('error', reject);
          child.on('close', (code, signal) => {
            const text = (chunks: Buffer[]) => Buffer.concat(chunks).toString();
            resolve({ code, signal, stdout: text(stdout), stderr: text(stderr) });
          });
          options.onStart?.(child);
        }),
    );
  }
}

/** Installs Featurescope for the tests of a file. */
export function installForTests(ownModels = false): Installation {
  const installation = new Installation();
  beforeAll(() => {
    installation.create(ownModels);
  });
  afterAll(() => {
    installation.remove();
  });
  return installation;
}

/** A folder to work in and one for temporary files, both empty at first. */
export class Workspace {
  // The real path: on some systems the folder for temporary files is a link.
  readonly #place = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'cli-test-')));
  readonly folder = path.join(this.#place, 'work');
  readonly temp = path.join(this.#place, 'temp');

  constructor(private readonly installation: Installation) {
    mkdirSync(this.folder);
    mkdirSync(this.temp);
  }

  [Symbol.dispose](): void {
    this.remove();
  }

  remove(): void {
    rmSync(this.#place, { recursive: true });
  }

  /** Path of a file in the folder. */
  at(...parts: string[]): string {
    return path.join(this.folder, ...parts);
  }

  write(name: string, content: Uint8Array | string): string {
    mkdirSync(path.dirname(this.at(name)), { recursive: true });
    writeFileSync(this.at(name), content);
    return this.at(name);
  }

  read(name: string): Buffer {
    return readFileSync(this.at(name));
  }

  json<Value>(name: string): Value {
    return JSON.parse(readFileSync(this.at(name), 'utf8')) as Value;
  }

  /** Names of all files below the folder. */
  files(): string[] {
    return readdirSync(this.folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => !lstatSync(this.at(name)).isDirectory())
      .sort();
  }

  /** Everything below the folder, with what is in it. */
  snapshot(): Record<string, string> {
    const names = readdirSync(this.folder, { recursive: true, encoding: 'utf8' }).sort();
    return Object.fromEntries(names.map((name) => [name, describeEntry(this.at(name))]));
  }

  run(args: readonly string[], options: RunOptions = {}): Promise<Run> {
    return this.installation.run(args, options, this);
  }

  /** A run that must succeed without a word on stderr; returns what it printed. */
  async succeed(args: readonly string[], options: RunOptions = {}): Promise<string> {
    const { code, stdout, stderr } = await this.run(args, options);
    expect(stderr).toBe('');
    expect(code).toBe(0);
    this.expectNoTemporaryFiles();
    return stdout;
  }

  async succeedWithJson<Value>(args: readonly string[], options: RunOptions = {}): Promise<Value> {
    const [command, ...others] = args;
    return JSON.parse(await this.succeed([command!, '--json', ...others], options)) as Value;
  }

  /** A run that must be refused: exit code, one line with this code and these words, and nothing changed or left behind. */
  async refuse(
    args: readonly string[],
    code: string,
    words: readonly string[] = [],
    options: RunOptions = {},
  ): Promise<void> {
    const before = this.snapshot();
    const run = await this.run(args, options);
    expect(run.stderr).toMatch(/^error [a-z]+\/[a-z-]+: [^\n]*\n$/);
    expect(run.stderr.slice(0, code.length + 8)).toBe(`error ${code}: `);
    for (const word of words) expect(run.stderr).toContain(word);
    expect(run.stderr).not.toContain('    at ');
    expect(run.stdout).toBe('');
    expect(run.code).toBe(code === 'usage/bad-arguments' ? 2 : 1);
    expect(this.snapshot()).toEqual(before);
    this.expectNoTemporaryFiles();
  }

  expectNoTemporaryFiles(): void {
    expect(readdirSync(this.temp)).toEqual([]);
    expect(this.files().filter((name) => /\.tmp$|^\.featurescope/.test(path.basename(name)))).toEqual([]);
  }
}

function describeEntry(file: string): string {
  const facts = lstatSync(file);
  if (facts.isDirectory()) return 'folder';
  if (facts.isSymbolicLink()) return `link to ${readlinkSync(file)}`;
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}

/** Runs a test in a workspace of its own. */
export function inWorkspace(
  installation: Installation,
  test: (workspace: Workspace) => Promise<void>,
): () => Promise<void> {
  return async () => {
    const workspace = new Workspace(installation);
    try {
      await test(workspace);
    } finally {
      if (existsSync(workspace.folder)) workspace.remove();
    }
  };
}
