import { expect, it } from 'vitest';
import { shortShape } from '../../../electron/core/tensor';

it.each([
  [[112, 112, 32], '112²×32'],
  [[8, 16, 32], '8×16×32'],
  [[null, null, 3], '?×?×3'],
  [[64], '64'],
])('shortShape writes %j as %s where there is little room', (shape, text) => {
  expect(shortShape(shape)).toBe(text);
});
