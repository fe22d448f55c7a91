// npm run bench [-- --python PYTHON] [--json]: speed of the engine beside other engines, all in one run.
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';

const root = path.resolve(import.meta.dirname, '../..');
const { values } = parseArgs({ options: { python: { type: 'string' }, json: { type: 'boolean' } } });
const result = path.join(root, '.cache/bench.json');
rmSync(result, { force: true });
// Run by the test runner, which loads the TypeScript sources as they are; nothing in it asserts a time.
const { status } = spawnSync(
  process.execPath,
  [
    path.join(root, 'node_modules/vitest/vitest.mjs'),
    'run',
    '--config',
    'build/config/vitest.bench.config.mjs',
  ],
  {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...process.env,
      FEATURESCOPE_BENCH_RESULT: result,
      FEATURESCOPE_BENCH_PYTHON: values.python ?? '',
    },
  },
);
if (status !== 0) process.exit(status ?? 1);
/** @type {{ model: string, work: string, oursMs: number, against: string, theirsMs: number }[]} */
const rows = JSON.parse(readFileSync(result, 'utf8'));
if (values.json) console.log(JSON.stringify(rows, null, 2));
else
  for (const { model, work, oursMs, against, theirsMs } of rows)
    console.log(
      `${model.padEnd(20)}${work.padEnd(42)}${oursMs.toFixed(1).padStart(8)} ms${theirsMs.toFixed(1).padStart(9)} ms ${against.padEnd(22)}ratio ${(oursMs / theirsMs).toFixed(2)}`,
    );
