import { Interrupted } from './failure.mjs';

/** @import { Context } from './context.mjs' */

/** @type {NodeJS.Signals[]} */
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Lets Ctrl-C and the like end the programs that the work has started, and then this process in the usual way.
 * Afterwards the signals are free for others again.
 * @template T
 * @param {Context} context
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withSignals({ stop, stream }, work) {
  /** @param {NodeJS.Signals} signal */
  const onSignal = (signal) => stop.abort(signal);
  for (const signal of signals) process.on(signal, onSignal);
  /** @type {NodeJS.Signals | null} */
  let endedBy = null;
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
    endedBy = error.signal;
    stream.write('set-up: interrupted; the same command goes on from here\n');
    throw error;
  } finally {
    for (const signal of signals) process.off(signal, onSignal);
    if (endedBy) process.kill(process.pid, endedBy);
  }
}
