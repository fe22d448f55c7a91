import path from 'node:path';
import { expect, it } from 'vitest';
import { casesIn, compareCase } from '../references/compare';
const folder = process.env['REFS'] ?? '/tmp/models-work/refs';
const only = process.env['ONLY'] ?? '';
it.each(casesIn(folder).filter((n) => n.includes(only)))(
  '%s',
  async (name) => {
    const { failures, layerCount, worst } = await compareCase(path.join(folder, name));
    console.log(name, layerCount, worst.toExponential(1));
    for (const f of failures) console.log('FAILURE', name, f);
    expect(failures).toEqual([]);
  },
  300_000,
);
