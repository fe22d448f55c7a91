import { appendFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { createRunner } from './run-command.mjs';
import { officialLibraries } from './tensorflow/library-facts.mjs';
import { tensorflowWheel } from './tensorflow/wheel-facts.mjs';

/** @import { RunCommand } from './run-command.mjs' */
/** @import { Progress } from './progress.mjs' */
/** @import { LibraryFacts } from './tensorflow/library-facts.mjs' */
/** @import { WheelFacts } from './tensorflow/wheel-facts.mjs' */

/**
 * @typedef {object} Context what the steps know about the world; tests pass another one
 * @property {string} root project folder
 * @property {string} cache folder for what survives `npm ci`
 * @property {string} logFile
 * @property {NodeJS.ProcessEnv} env
 * @property {string} platform
 * @property {string} arch
 * @property {string} nodeVersion
 * @property {boolean} isRoot
 * @property {WheelFacts} wheel
 * @property {Record<string, LibraryFacts>} libraries by platform and processor
 * @property {RunCommand} run
 * @property {AbortController} stop aborted with the signal's name as its reason
 * @property {{ noteChild: (pid: number | undefined) => void } | null} lock
 * @property {{ write: (text: string) => unknown, isTTY?: boolean, columns?: number }} stream for progress and failures
 *
 * @typedef {{ ok: boolean, detail: string }} State
 *
 * @typedef {object} Step
 * @property {string} id
 * @property {string} title
 * @property {() => State} check quick: looks at files, loads and starts nothing
 * @property {(progress: Progress) => Promise<void>} run does what is missing
 */

const projectRoot = path.resolve(import.meta.dirname, '../..');

/**
 * @param {Partial<Omit<Context, 'cache' | 'logFile' | 'run'>>} [given]
 * @returns {Context}
 */
export function createContext(given = {}) {
  const root = given.root ?? projectRoot;
  const cache = path.join(root, '.cache');
  const logFile = path.join(cache, 'setup.log');
  const env = given.env ?? process.env;
  const stop = given.stop ?? new AbortController();
  /** @param {string} text */
  const log = (text) => {
    try {
      mkdirSync(cache, { recursive: true });
      appendFileSync(logFile, text);
    } catch {
      // A full disk: the step itself will say so.
    }
  };
  /** @type {Context} */
  const context = {
    root,
    cache,
    logFile,
    env,
    stop,
    platform: process.platform,
    arch: process.arch,
    nodeVersion: process.versions.node,
    isRoot: process.getuid?.() === 0,
    wheel: tensorflowWheel,
    libraries: officialLibraries,
    lock: null,
    stream: process.stderr,
    ...given,
    run: createRunner({
      env,
      root,
      signal: stop.signal,
      log,
      onChild: (pid) => context.lock?.noteChild(pid),
    }),
  };
  return context;
}
