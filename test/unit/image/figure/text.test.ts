import { describe, expect, it } from 'vitest';
import {
  cutEnd,
  cutStart,
  formatShape,
  formatValue,
  oneLine,
  wrap,
} from '../../../../electron/image/figure/text';

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
    expect(wrap('abcdefghijklmnop', 'title', 60, 2, measure)).toEqual(['abcdef', 'ghijk…']);
    expect(wrap('很长的图片名字', 'title', 40, 3, measure)).toEqual(['很长的图', '片名字']);
  });

  it('breaks between Chinese letters, not before a closing mark, and keeps words whole', () => {
    expect(wrap('输入 224，图片 cat', 'detail', 60, 4, measure)).toEqual(['输入', '224，图片', 'cat']);
    expect(wrap('一二三。四五六', 'detail', 30, 4, measure)).toEqual(['一二', '三。四', '五六']);
    expect(wrap('a\u00A0b c', 'detail', 30, 2, measure)).toEqual(['a\u00A0b', 'c']);
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

  it.each([
    [0.0172, 2, '0.017'],
    [-0.961, 2, '−0.96'],
    [35.7, 2, '36'],
    [123.4, 1, '123'],
    [1.26e-5, 1, '1e−5'],
    [2e20, 2, '2e20'],
  ])('writes %d in %d digits as %s', (value, digits, text) => {
    expect(formatValue(value, digits)).toBe(text);
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
