import { expect, it } from 'vitest';
import { inRuns } from '../../../electron/engine/runs';

function runs(count: number, values: number, key = 'a') {
  const parts = Array.from({ length: count }, (_, number) => ({ key, number, values }));
  return inRuns(parts);
}

it('takes parts of one form together, in numbers of which there are few', () => {
  expect([1, 2, 3, 8, 15, 21].map((count) => runs(count, 10).map((run) => run.length))).toEqual([
    [1],
    [2],
    [2, 1],
    [8],
    [8, 4, 2, 1],
    [8, 8, 4, 1],
  ]);
  expect(runs(0, 10)).toEqual([]);
});

it('keeps the order, and forms apart', () => {
  const parts = ['a', 'b', 'a', 'a', 'b', 'b', 'b'].map((key, number) => ({ key, number, values: 1 }));
  const found = inRuns(parts).map((run) => run.map(({ key, number }) => `${key}${number}`));
  expect(found).toEqual([['a0', 'a2'], ['a3'], ['b1', 'b4', 'b5', 'b6']]);
});

it('takes no more values together than memory has room for, and a large part alone', () => {
  expect(runs(5, 1.5e6).map((run) => run.length)).toEqual([2, 2, 1]);
  expect(runs(2, 1e9).map((run) => run.length)).toEqual([1, 1]);
});
