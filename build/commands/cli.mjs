import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { setUpFirst } from './set-up-first.mjs';

const root = path.resolve(import.meta.dirname, '../..');
const cliFile = path.join(root, 'out/cli.mjs');

/** @param {string[]} args */
export async function main(args) {
  if (!(await setUpFirst())) return;
  goWhereTheUserIs();
  await runCli(args);
}

/**
 * Runs the command line in this process: no second start of Node, and signals reach its own handlers.
 * @param {string[]} args
 */
export async function runCli(args) {
  process.argv = [process.execPath, cliFile, ...args];
  await import(pathToFileURL(cliFile).href);
}

/** npm changes into the project folder; file names on the command line are meant from where npm was called. */
export function goWhereTheUserIs() {
  const { INIT_CWD, npm_lifecycle_event } = process.env;
  const isOurScript = npm_lifecycle_event === 'start' || npm_lifecycle_event === 'cli';
  if (INIT_CWD && isOurScript && process.cwd() === root) process.chdir(INIT_CWD);
}
