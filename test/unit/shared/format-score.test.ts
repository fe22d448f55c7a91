import { describe, expect, it } from 'vitest';
import { formatScore } from '../../../electron/shared/format-score';

describe('formatScore', () => {
  // The same digits as Python's format(x, '.4g') gives, without cutting whole numbers.
  it.each([
    [1.3924000263214111, '1.392'],
    [-1.1406135559082031, '-1.141'],
    [0.08073817938566208, '0.08074'],
    [0.00012346, '0.0001235'],
    [0, '0'],
    [-0, '0'],
    [1, '1.000'],
    [999.96, '1000'],
    [999.94, '999.9'],
    [123456.7, '123457'],
    [1234567, '1.235e6'],
    [-0.000031, '-3.100e-5'],
    [NaN, 'NaN'],
    [-Infinity, '-Infinity'],
  ])('%d is %s', (value, want) => {
    expect(formatScore(value)).toBe(want);
  });
});
