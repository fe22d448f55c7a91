import path from 'node:path';
import { tellingLine } from '../text.mjs';
import { tfjsNodeFolder } from './store.mjs';

/** @import { Context } from '../context.mjs' */

const TIMEOUT_MS = 120_000;

/**
 * Loads the addon in a process of its own and lets it compute something small.
 * @param {Context} context
 * @returns {Promise<{ version: string } | { problem: string }>}
 */
export async function loadTensorflow(context) {
  const result = await context.run(
    process.execPath,
    [path.join(import.meta.dirname, 'load-check.mjs'), tfjsNodeFolder(context)],
    { env: { TF_CPP_MIN_LOG_LEVEL: '2' }, timeoutMs: TIMEOUT_MS },
  );
  const version = /tensorflow-version=(\S+)/.exec(result.output)?.[1];
  if (result.code === 0 && version) return { version };
  if (result.signal) return { problem: `loading it ended with ${result.signal}` };
  return { problem: tellingLine(result.output, /^\w*Error:|cannot open|GLIBC/) };
}
