import { spawn } from 'node:child_process';
import { Interrupted } from './failure.mjs';

const KEPT_OUTPUT_CHARS = 64 * 1024;
const KILL_AFTER_MS = 2000;

/**
 * @typedef {object} RunOptions
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env] added to the context's
 * @property {number} [timeoutMs]
 * @property {() => number} [measure] a number that grows while the command makes headway
 * @property {number} [stallMs] the command is ended when `measure` stood still that long
 *
 * @typedef {object} RunResult
 * @property {number | null} code
 * @property {NodeJS.Signals | null} signal
 * @property {string} output the end of stdout and stderr together
 * @property {boolean} notFound there is no such program
 * @property {boolean} timedOut
 *
 * @typedef {object} RunSurroundings
 * @property {NodeJS.ProcessEnv} env
 * @property {string} root
 * @property {AbortSignal} signal
 * @property {(text: string) => void} log
 * @property {(pid: number | undefined) => void} onChild
 *
 * @typedef {(command: string, args: string[], options?: RunOptions) => Promise<RunResult>} RunCommand
 */

const ownGroup = process.platform !== 'win32';

/**
 * @param {number} pid leader of a process group
 * @param {NodeJS.Signals} signal
 */
export function killGroup(pid, signal) {
  try {
    process.kill(ownGroup ? -pid : pid, signal);
  } catch {
    // It has ended by itself.
  }
}

/**
 * Runs programs with their output going to the log, each in its own process group so that it can be ended with its children.
 * @param {RunSurroundings} surroundings
 * @returns {RunCommand}
 */
export function createRunner({ env, root, signal, log, onChild }) {
  return (command, args, options = {}) =>
    new Promise((resolve, reject) => {
      if (signal.aborted) return reject(new Interrupted(signal.reason));
      log(`\n$ ${[command, ...args].join(' ')}\n`);
      const child = spawn(command, args, {
        cwd: options.cwd ?? root,
        env: { ...env, ...options.env },
        stdio: ['ignore', 'pipe', 'pipe'],
        detached: ownGroup,
        shell: process.platform === 'win32' && command === 'npm',
      });
      let output = '';
      let timedOut = false;
      /** @type {NodeJS.Timeout | undefined} */
      let killTimer;
      const end = () => {
        if (child.pid === undefined) return;
        const { pid } = child;
        killGroup(pid, 'SIGTERM');
        killTimer ??= setTimeout(() => killGroup(pid, 'SIGKILL'), KILL_AFTER_MS);
      };
      const endInTime = () => {
        timedOut = true;
        end();
      };
      const timeout = options.timeoutMs === undefined ? undefined : setTimeout(endInTime, options.timeoutMs);
      const stall = watchForStall(options, endInTime);
      signal.addEventListener('abort', end);
      /** @param {string} chunk */
      const take = (chunk) => {
        log(chunk);
        output = (output + chunk).slice(-KEPT_OUTPUT_CHARS);
      };
      child.stdout.setEncoding('utf8').on('data', take);
      child.stderr.setEncoding('utf8').on('data', take);
      if (child.pid !== undefined) onChild(child.pid);

      /** @param {Omit<RunResult, 'output' | 'timedOut'>} result */
      const finish = (result) => {
        clearTimeout(timeout);
        clearTimeout(killTimer);
        clearInterval(stall);
        signal.removeEventListener('abort', end);
        onChild(undefined);
        if (signal.aborted) reject(new Interrupted(signal.reason));
        else resolve({ ...result, output, timedOut });
      };
      child.on('error', (error) => {
        take(`${error.message}\n`);
        finish({ code: null, signal: null, notFound: 'code' in error && error.code === 'ENOENT' });
      });
      child.on('close', (code, endedBy) => finish({ code, signal: endedBy, notFound: false }));
    });
}

/**
 * @param {RunOptions} options
 * @param {() => void} onStall
 */
function watchForStall({ measure, stallMs }, onStall) {
  if (!measure || stallMs === undefined) return undefined;
  let last = -1;
  let since = Date.now();
  return setInterval(
    () => {
      const now = measure();
      if (now !== last) {
        last = now;
        since = Date.now();
      } else if (Date.now() - since > stallMs) onStall();
    },
    Math.min(1000, stallMs),
  );
}
