import { mkdirSync, readdirSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { readJson, remove } from '../setup/files.mjs';
import { runStages } from './run-stages.mjs';
import { setUpCamera, setUpFirst, setUpWindow } from './set-up-first.mjs';
import { countTests, summaryLine } from './test-counts.mjs';

/** @import { Stage } from './run-stages.mjs' */

const root = path.resolve(import.meta.dirname, '../..');
const results = path.join(root, '.cache/test-results');
const endToEnd = path.join(root, 'test/e2e');

/** @param {string} title */
const resultsFile = (title) => path.join(results, `${title}.json`);

/**
 * @param {string} title
 * @param {string} script  of package.json
 * @param {string[]} [args]
 * @returns {Stage}
 */
function check(title, script, args = []) {
  return { title, program: 'npm', args: ['run', '-s', script, ...(args.length > 0 ? ['--', ...args] : [])] };
}

/**
 * @param {string} title
 * @param {string} script
 * @param {string[]} [args]
 * @returns {Stage}
 */
function tests(title, script, args = []) {
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${resultsFile(title)}`];
  // Test runners at work beside each other must not write into one cache.
  const env = { FEATURESCOPE_TEST_CACHE: resultsFile(title).replace(/\.json$/, '') };
  return { ...check(title, script, [...args, ...reporters]), env };
}

/** @param {string[]} names */
const projects = (...names) => names.map((name) => `--project=${name}`);

/** One for each file, the largest first: they take the longest. */
function windowTests() {
  return readdirSync(endToEnd)
    .filter((name) => /^window.*\.test\.ts$/.test(name))
    .map((name) => ({ name, size: statSync(path.join(endToEnd, name)).size }))
    .sort((a, b) => b.size - a.size)
    .map(({ name }) => tests(path.basename(name, '.test.ts'), 'check:window', [`test/e2e/${name}`]));
}

// The longest first, so that no long one is left alone at the end; static checks early, because they fail most often.
/** @type {Stage[]} */
const stages = [
  tests('references', 'check:some', projects('references')),
  check('format', 'check:format'),
  check('lint', 'check:lint'),
  check('promises', 'check:promises'),
  check('types', 'check:types'),
  check('page', 'check:page'),
  tests('unit', 'check:some', projects('unit', 'mocked', 'component', 'contract')),
  tests('package', 'check:package'),
  tests('e2e', 'check:some', projects('e2e')),
  tests('engine', 'check:some', projects('engine')),
  ...windowTests(),
];

export async function main() {
  if (!(await setUpFirst())) return;
  // Where one of these fails, the tests that need it are skipped and say why.
  await setUpCamera({ isAskedFor: false });
  await setUpWindow();
  remove(results);
  mkdirSync(results, { recursive: true });
  // One more than processors: tests of the window and of commands often wait for a process to start or to end.
  const lanes = Math.min(4, os.availableParallelism() + 1);
  const { failed, notRun } = await runStages(stages, { cwd: root, lanes });
  if (failed.length > 0) {
    console.log(`failed: ${failed.join(', ')}`);
    if (notRun.length > 0) console.log(`not run after that: ${notRun.join(', ')}`);
    process.exitCode = 1;
  }
  const counts = countTests(stages.map(({ title }) => readJson(resultsFile(title))));
  if (counts) console.log(summaryLine(counts));
}
