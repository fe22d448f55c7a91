// One set-up at a time for a project folder: a file that names its process. A process that died is not waited for.
import { linkSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Interrupted } from './failure.mjs';
import { writeWhole } from './files.mjs';
import { killGroup } from './run-command.mjs';

const POLL_MS = 200;
const HALF_WRITTEN_MS = 3000;

/**
 * @typedef {{ pid: number, started: string }} ProcessId a pid and what tells it from a later process of the same pid
 * @typedef {{ holder: ProcessId, child: ProcessId | null }} LockContent
 *
 * @typedef {object} Lock
 * @property {(pid: number | undefined) => void} noteChild
 * @property {() => void} release
 */

/** @param {number} pid */
function identify(pid) {
  let started = '';
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [state, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    started = state === 'Z' ? 'ended' : (rest[18] ?? '');
  } catch {
    // No /proc here: the pid alone has to do.
  }
  return { pid, started };
}

/** @param {ProcessId} id */
function isAlive(id) {
  try {
    process.kill(id.pid, 0);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false;
  }
  return identify(id.pid).started === id.started;
}

/** @param {string} text */
function parse(text) {
  try {
    return /** @type {LockContent} */ (JSON.parse(text));
  } catch {
    return null;
  }
}

/**
 * @param {string} file
 * @param {string} text
 */
function isHeld(file, text) {
  const content = parse(text);
  if (content) return isAlive(content.holder);
  const stats = statSync(file, { throwIfNoEntry: false });
  return stats !== undefined && Date.now() - stats.mtimeMs < HALF_WRITTEN_MS;
}

/** @param {string} file */
function readOrNull(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

/**
 * Sets a dead process's lock aside; if another process was faster, its new lock is put back.
 * @param {string} file
 * @param {string} deadText
 */
function takeAway(file, deadText) {
  const aside = `${file}.${process.pid}`;
  try {
    renameSync(file, aside);
    if (readOrNull(aside) !== deadText) linkSync(aside, file);
    else endOrphan(parse(deadText)?.child ?? null);
  } catch {
    // Somebody else was faster.
  }
  rmSync(aside, { force: true });
}

/** @param {ProcessId | null} child a program the dead process had started */
function endOrphan(child) {
  if (child && child.started !== '' && isAlive(child)) killGroup(child.pid, 'SIGKILL');
}

/**
 * @param {string} file
 * @param {(pid: number) => void} onWait called once if another process has to be waited for
 * @param {AbortSignal} signal
 * @returns {Promise<Lock>}
 */
export async function acquireLock(file, onWait, signal) {
  const holder = identify(process.pid);
  /** @param {LockContent} content */
  const textOf = (content) => `${JSON.stringify(content)}\n`;
  let waited = false;
  for (;;) {
    if (signal.aborted) throw new Interrupted(signal.reason);
    try {
      writeFileSync(file, textOf({ holder, child: null }), { flag: 'wx' });
      break;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
    const text = readOrNull(file);
    if (text === null) continue;
    if (!isHeld(file, text)) {
      takeAway(file, text);
      continue;
    }
    const content = parse(text);
    if (!waited && content) {
      waited = true;
      onWait(content.holder.pid);
    }
    await sleep(POLL_MS);
  }
  return {
    noteChild(pid) {
      try {
        writeWhole(file, textOf({ holder, child: pid === undefined ? null : identify(pid) }));
      } catch {
        // A full disk: the lock stays without the child's name.
      }
    },
    release: () => rmSync(file, { force: true }),
  };
}
