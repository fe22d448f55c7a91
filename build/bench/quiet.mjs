import os from 'node:os';

/** Above this load of the machine, times say little. */
const QUIET_LOAD = 1.5;

/**
 * Waits until other programs are quiet, but not for ever.
 * @param {number} mostSeconds
 */
export async function waitForQuiet(mostSeconds) {
  const endMs = Date.now() + mostSeconds * 1000;
  while (Date.now() < endMs && (os.loadavg()[0] ?? 0) >= QUIET_LOAD)
    await new Promise((resolve) => setTimeout(resolve, 5000));
}
