import { mkdirSync, writeFileSync } from 'node:fs';
import { diskFull } from './explain.mjs';
import { failureText, Interrupted, SetupFailure } from './failure.mjs';
import { acquireLock } from './lock.mjs';
import { createProgress, secondsSince } from './progress.mjs';

/** @import { Context, Step } from './context.mjs' */

/**
 * Does whatever is missing; prints nothing when nothing is.
 * @param {Context} context
 * @param {Step[]} steps
 * @returns {Promise<boolean>} whether everything is in place now; if not, the reason has been printed
 */
export async function setUp(context, steps) {
  let current = steps[0]?.title ?? '';
  try {
    if (steps.every((step) => step.check().ok)) return true;
    mkdirSync(context.cache, { recursive: true });
    const lock = await acquireLock(
      `${context.cache}/setup.lock`,
      (pid) => context.stream.write(`set-up: another set-up (process ${pid}) is running, waiting for it\n`),
      context.stop.signal,
    );
    context.lock = lock;
    try {
      startLog(context);
      for (const step of steps) {
        current = step.title;
        await runStep(context, step);
      }
    } finally {
      context.lock = null;
      lock.release();
    }
    return true;
  } catch (error) {
    if (error instanceof Interrupted) throw error;
    context.stream.write(failureText(current, toFailure(error, context.root), context.logFile));
    return false;
  }
}

/**
 * @param {Context} context
 * @param {Step} step
 */
async function runStep(context, step) {
  if (step.check().ok) return;
  const progress = createProgress(context.stream, step.title);
  const startedMs = Date.now();
  await step.run(progress);
  const state = step.check();
  if (!state.ok)
    throw new SetupFailure(`it ran but something is still missing: ${state.detail}`, 'npm run setup');
  progress.note(`ready in ${secondsSince(startedMs)} (${state.detail})`);
}

/** @param {Context} context */
function startLog(context) {
  const { nodeVersion, platform, arch } = context;
  writeFileSync(context.logFile, `${new Date().toISOString()} Node.js ${nodeVersion} ${platform} ${arch}\n`);
}

/**
 * @param {unknown} error
 * @param {string} root
 */
function toFailure(error, root) {
  if (error instanceof SetupFailure) return error;
  if (!(error instanceof Error)) return new SetupFailure(String(error), 'npm run setup');
  const code = 'code' in error ? error.code : undefined;
  if (code === 'ENOSPC' || code === 'EDQUOT') return diskFull(root);
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
    return new SetupFailure(`no permission to write in ${root} (${error.message})`, `ls -ld "${root}"`);
  return new SetupFailure(error.message, 'npm run setup');
}

/**
 * @param {Step[]} steps
 * @param {(line: string) => void} print
 * @param {Step[]} [optional] parts that the rest can do without
 * @returns {boolean} whether everything that is needed is in place
 */
export function reportState(steps, print, optional = []) {
  const width = Math.max(...[...steps, ...optional].map((step) => step.title.length));
  /** @param {Step} step @param {string} lack */
  const report = (step, lack) => {
    const { ok, detail } = step.check();
    print(`${(ok ? 'ok' : lack).padEnd(7)}  ${step.title.padEnd(width)}  ${detail}`);
    return ok;
  };
  const areInPlace = steps.map((step) => report(step, 'missing'));
  for (const step of optional) report(step, 'without');
  return areInPlace.every(Boolean);
}
