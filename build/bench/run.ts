import { writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { benchEngine } from './engine-bench';

it('measures the engine beside others', async () => {
  const rows = await benchEngine(process.env['FEATURESCOPE_BENCH_PYTHON'] || null);
  expect(rows.length).toBeGreaterThan(0);
  writeFileSync(process.env['FEATURESCOPE_BENCH_RESULT']!, JSON.stringify(rows));
});
