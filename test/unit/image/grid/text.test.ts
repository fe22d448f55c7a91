import { describe, expect, it } from 'vitest';
import {
  cutEnd,
  cutStart,
  formatShape,
  formatValue,
  oneLine,
  wrap,
} from '../../../../electron/image/grid/text';

/** Every letter is 10 pixels wide. */
const measure = (text: string) => Array.from(text).length * 10;

describe('cutting', () => {
  it('leaves what fits', () => {
    expect(cutEnd('conv2d', 'name', 60, measure)).toBe('conv2d');
    expect(cutStart('conv2d', 'name', 60, measure)).toBe('conv2d');
  });

  it('cuts the end or the beginning and shows it', () => {
    expect(cutEnd('BatchNormalization', 'detail', 60, measure)).toBe('Batch…');
    expect(cutStart('block1a_project_bn', 'name', 60, measure)).toBe('…ct_bn');
    expect(cutEnd('conv2d', 'name', 5, measure)).toBe('…');
  });

  it('does not split a letter made of two code units', () => {
    expect(cutStart('a😀😀', 'name', 20, measure)).toBe('…😀');
  });
});

describe('wrap', () => {
  it('breaks at spaces', () => {
    expect(wrap('one two three four', 'title', 90, 3, measure)).toEqual(['one two', 'three', 'four']);
  });

  it('breaks inside a word that is longer than a line, and cuts the last line', () => {
    expect(wrap('abcdefghijklmnop', 'title', 60, 2, measure)).toEqual(['abcde', 'fghij…']);
    expect(wrap('很长的图片名字', 'title', 40, 3, measure)).toEqual(['很长的', '图片名字']);
  });

  it('gives no line for no text and stops on a line narrower than a letter', () => {
    expect(wrap('', 'title', 60, 3, measure)).toEqual([]);
    expect(wrap('ab cd', 'title', 1, 3, measure)).toEqual(['a', 'b', '…']);
  });
});

describe('oneLine', () => {
  it('removes line breaks, control characters and direction marks', () => {
    expect(oneLine(' a\nb\t\u0000c\u202Ed ')).toBe('a b c d');
  });
});

describe('formatValue', () => {
  it.each([
    [0, '0'],
    [-0, '0'],
    [1, '1'],
    [-1.2345, '−1.23'],
    [12.345, '12.3'],
    [4567.8, '4568'],
    [0.00123456, '0.00123'],
    [0.99999, '1'],
    [-0.0000012, '−1.2e−6'],
    [12345678, '1.23e7'],
    [1e-30, '1e−30'],
    [NaN, 'NaN'],
    [-Infinity, '−∞'],
  ])('writes %d as %s', (value, text) => {
    expect(formatValue(value)).toBe(text);
  });
});

describe('formatShape', () => {
  it.each([
    [[112, 112, 32], '112×112×32'],
    [[null, null, 3], '?×?×3'],
    [[1000], '1000'],
    [[], 'scalar'],
  ])('writes %j as %s', (shape, text) => {
    expect(formatShape(shape)).toBe(text);
  });
});
