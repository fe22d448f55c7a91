const HEARTBEAT_MS = 5000;
const REDRAW_MS = 200;

/**
 * @typedef {object} Progress
 * @property {(text: string) => void} note one line that stays
 * @property {<T>(work: Promise<T>, describe: () => string) => Promise<T>} watch says how far the work is while it lasts
 */

/**
 * One updating line on a terminal; elsewhere a line now and then.
 * @param {{ write: (text: string) => unknown, isTTY?: boolean, columns?: number }} stream
 * @param {string} title
 * @returns {Progress}
 */
export function createProgress(stream, title) {
  const terminal = stream.isTTY === true;
  /** @param {string} text */
  const line = (text) => stream.write(`${terminal ? '\r\x1b[K' : ''}set-up: ${title}: ${text}\n`);
  return {
    note: line,
    async watch(work, describe) {
      const startedMs = Date.now();
      const show = () => {
        const text = `${describe()} (${Math.round((Date.now() - startedMs) / 1000)} s)`;
        if (!terminal) return line(text);
        return stream.write(`\r\x1b[K${`set-up: ${title}: ${text}`.slice(0, (stream.columns || 80) - 1)}`);
      };
      show();
      const timer = setInterval(show, terminal ? REDRAW_MS : HEARTBEAT_MS);
      try {
        return await work;
      } finally {
        clearInterval(timer);
        if (terminal) stream.write('\r\x1b[K');
      }
    },
  };
}

/** @param {number} bytes */
export function megabytes(bytes) {
  return Math.round(bytes / 1e6);
}

/** @param {number} startedMs */
export function secondsSince(startedMs) {
  return `${((Date.now() - startedMs) / 1000).toFixed(1)} s`;
}
