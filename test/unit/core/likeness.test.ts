import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { likenessTo } from '../../../electron/core/likeness';

/** By NumPy: test/fixtures/make-likeness.py. */
const { shape, maps, r } = JSON.parse(
  fs.readFileSync(path.join(import.meta.dirname, '../../fixtures/likeness.json'), 'utf8'),
) as { shape: number[]; maps: number[]; r: (number | null)[][] };
const tensor = { data: Float32Array.from(maps), shape };

describe('how alike maps are', () => {
  it.each(r.map((row, channel) => [channel, row] as const))('equals numpy.corrcoef: %i', (channel, row) => {
    const found = likenessTo(tensor, channel);
    row.forEach((expected, other) => {
      if (expected === null) expect(found[other]).toBeNaN();
      else expect(found[other]).toBeCloseTo(expected, 6); // float32
    });
  });

  it('is NaN where a value is no number, for that map alone', () => {
    const data = tensor.data.slice();
    data[shape[2]! * 3 + 2] = NaN;
    data[shape[2]! * 2 + 3] = Infinity;
    const found = likenessTo({ data, shape }, 0);
    expect(Array.from(found, Number.isNaN)).toEqual([false, false, true, true, true, false, false]);
  });
});
