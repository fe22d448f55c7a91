import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { Interrupted, SetupFailure } from './failure.mjs';
import { remove, writeWhole } from './files.mjs';
import { acquireLock } from './lock.mjs';
import { createProgress } from './progress.mjs';

/** @import { Context, Step } from './context.mjs' */

/**
 * Does what is missing for a part that the rest can do without. A failure is one line and stops nothing. It is tried and
 * told once; after that only when it is asked for, so that a machine without network does not wait at every start.
 * @param {Context} context
 * @param {Step} step
 * @param {{ isAskedFor: boolean }} how
 * @returns {Promise<boolean>} whether the part is there
 */
export async function setUpOptional(context, step, { isAskedFor }) {
  if (step.check().ok) return true;
  const triedFile = path.join(context.cache, `${step.id}.tried`);
  if (!isAskedFor && existsSync(triedFile)) return false;
  const progress = createProgress(context.stream, step.title);
  try {
    mkdirSync(context.cache, { recursive: true });
    await runLocked(context, () => step.run(progress));
    const { ok, detail } = step.check();
    if (ok) {
      remove(triedFile);
      progress.note(`ready (${detail})`);
      return true;
    }
    progress.note(detail);
  } catch (error) {
    if (error instanceof Interrupted) throw error;
    progress.note(
      error instanceof SetupFailure
        ? `${error.message}; everything else works. To have it: ${error.command}`
        : `${error instanceof Error ? error.message : String(error)}; everything else works`,
    );
  }
  try {
    writeWhole(triedFile, '');
  } catch {
    // Then it is told again next time.
  }
  return false;
}

/**
 * @param {Context} context
 * @param {() => Promise<void>} work
 */
async function runLocked(context, work) {
  const lock = await acquireLock(`${context.cache}/setup.lock`, () => undefined, context.stop.signal);
  context.lock = lock;
  try {
    await work();
  } finally {
    context.lock = null;
    lock.release();
  }
}
