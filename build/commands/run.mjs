import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { setUpFirst, setUpWindow } from './set-up-first.mjs';

const root = path.resolve(import.meta.dirname, '../..');

/** Programs of npm packages; they come with set-up. */
const tools = {
  eslint: 'eslint/bin/eslint.js',
  prettier: 'prettier/bin/prettier.cjs',
  'svelte-check': 'svelte-check/bin/svelte-check',
  tsc: 'typescript/bin/tsc',
  vite: 'vite/bin/vite.js',
  vitest: 'vitest/vitest.mjs',
};

/**
 * Our own scripts that need what set-up makes, by their places in this folder: the command line, or the window too. Those
 * that do something without it set up for themselves.
 * @type {Record<string, 'command line' | 'window' | 'nothing yet'>}
 */
export const needs = {
  'bench/engine': 'command line',
  'bench/package': 'command line',
  'bench/scroll': 'command line',
  'bench/starts': 'window',
  'bench/window': 'window',
  'electron/test-window': 'command line',
  'package/make-packages': 'nothing yet',
  'package/test-bare-root': 'command line',
  'package/test-package': 'command line',
  'screenshots/app': 'window',
  'screenshots/page': 'command line',
};

/**
 * Runs a tool or a script in this process, as if it had been started itself.
 * @param {string[]} words  name and arguments
 */
export async function main([name = '', ...args]) {
  const file = Object.hasOwn(tools, name)
    ? toolFile(/** @type {keyof typeof tools} */ (name))
    : await scriptFile(name);
  if (file === null) {
    process.exitCode ||= 1;
    return;
  }
  process.argv = [process.execPath, file, ...args];
  try {
    await import(pathToFileURL(file).href);
  } catch (error) {
    if (!isAboutArguments(error)) throw error;
    console.error(error.message);
    process.exitCode = 2;
  }
}

/**
 * What parseArgs throws about words that it does not know.
 * @param {unknown} error
 * @returns {error is Error}
 */
function isAboutArguments(error) {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}

/** @param {keyof typeof tools} name */
function toolFile(name) {
  const file = path.join(root, 'node_modules', tools[name]);
  if (existsSync(file)) return file;
  console.error(`${name} is not installed yet. Run this first: npm run setup`);
  return null;
}

/** @param {string} name */
async function scriptFile(name) {
  const needed = needs[name];
  if (needed === undefined) {
    console.error(
      `usage: node build/run.mjs NAME [ARGUMENTS]\n  NAME  one of ${[...Object.keys(tools), ...Object.keys(needs)].join(', ')}`,
    );
    process.exitCode = 2;
    return null;
  }
  if (needed !== 'nothing yet' && !(await setUpFirst())) return null;
  if (needed === 'window' && !(await setUpWindow())) return null;
  return path.join(root, 'build', `${name}.mjs`);
}

/**
 * What Node is to run, from the project's folder, for the tests of one project of `build/config/vitest.config.mjs`.
 * @param {string} project
 */
export function vitestCommand(project) {
  const program = path.join(root, 'node_modules', tools.vitest);
  return [program, 'run', '--config', 'build/config/vitest.config.mjs', '--project', project];
}
