import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { readJson } from '../setup/files.mjs';
import { secondsSince } from '../setup/progress.mjs';
import { setUpCamera, setUpFirst, setUpWindow } from './set-up-first.mjs';
import { countTests, summaryLine } from './test-counts.mjs';

const root = path.resolve(import.meta.dirname, '../..');
const resultsFile = path.join(root, '.cache/test-results.json');

/** @type {{ title: string, script: string, args?: string[] }[]} */
const stages = [
  { title: 'format', script: 'check:format' },
  { title: 'lint', script: 'check:lint' },
  { title: 'types', script: 'check:types' },
  { title: 'page', script: 'check:page' },
  {
    title: 'tests',
    script: 'check:tests',
    args: ['--reporter=default', '--reporter=json', `--outputFile.json=${resultsFile}`],
  },
  { title: 'window', script: 'check:window' },
  { title: 'package', script: 'check:package' },
];

export async function main() {
  if (!(await setUpFirst())) return;
  // Where one of these fails, the tests that need it are skipped and say why.
  await setUpCamera({ isAskedFor: false });
  await setUpWindow();
  mkdirSync(path.dirname(resultsFile), { recursive: true });
  rmSync(resultsFile, { force: true });
  for (const stage of stages) {
    const exitCode = runStage(stage);
    if (exitCode === 0) continue;
    console.log(`stopped at the stage "${stage.title}", exit code ${exitCode}`);
    process.exitCode = exitCode;
    break;
  }
  const counts = countTests(readJson(resultsFile));
  if (counts) console.log(summaryLine(counts));
}

/** @param {{ title: string, script: string, args?: string[] }} stage */
function runStage({ title, script, args = [] }) {
  console.log(`--- ${title}`);
  const startedMs = Date.now();
  const command = ['run', '-s', script, ...(args.length > 0 ? ['--', ...args] : [])];
  const { status } = spawnSync('npm', command, {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  console.log(`--- ${title}: ${status === 0 ? 'passed' : 'failed'} in ${secondsSince(startedMs)}`);
  return status ?? 1;
}
