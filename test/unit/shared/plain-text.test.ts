import { describe, expect, it } from 'vitest';
import {
  formatScore,
  plainEntry,
  plainJson,
  plainLine,
  plainText,
} from '../../../electron/shared/plain-text';

/** Escape codes of ECMA-48 in both forms, a bell, a backspace, and every mark of writing direction of UAX #9. */
const CODES = ['\u001b[2J', '\u009b31m', '\u0007', '\b', '\r', '\u007f', '\u2028', '\u2029'];
const MARKS = [...'\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069'];

describe('plain text', () => {
  it.each([...CODES, ...MARKS])('has no %j', (code) => {
    for (const plain of [plainText, plainLine, plainEntry]) {
      expect(plain(`a${code}b`)).not.toContain(code[0]);
      expect(plain(`a${code}b`)).toMatch(/^a .*b$/);
    }
  });

  it('keeps letters of every script, joined emoji among them', () => {
    const text = 'Ünï 卷积层 مرحبا שלום 👩‍🔬 🏳️‍🌈';
    expect(plainLine(text)).toBe(text);
    expect(plainJson(text)).toBe(JSON.stringify(text));
  });

  it('has line breaks only where they are meant', () => {
    expect(plainText('a\nb')).toBe('a\nb');
    expect(plainLine('a\nb\r\nc')).toBe('a b  c');
  });

  it('lets no name begin an entry of a log', () => {
    const forged = 'x.png\n2026-01-01 00:00:00.000 info Featurescope: all is well';
    for (const line of plainEntry(`opened ${forged}`).split('\n').slice(1)) expect(line).toMatch(/^ {4}/);
  });
});

describe('JSON that is printed', () => {
  it('is read back as what it was', () => {
    const value = { name: [...CODES, ...MARKS].join('x'), list: [1, null, 'a\nb'] };
    const text = plainJson(value);
    expect(JSON.parse(text)).toEqual(value);
    for (const code of [...CODES, ...MARKS]) expect(text).not.toContain(code[0]);
  });
});

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
