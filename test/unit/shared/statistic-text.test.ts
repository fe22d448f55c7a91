import { describe, expect, it } from 'vitest';
import { TABLE_NUMBERS } from '../../../electron/analysis/statistics-table';
import { STATISTIC_IDS } from '../../../electron/shared/map-statistics';
import { numberWords } from '../../../electron/shared/texts/number-words';
import { statisticText } from '../../../electron/shared/texts/statistic-text';
import { Translator } from '../../../electron/shared/texts/translator';

describe('a statistic as text', () => {
  it.each([
    ['in English', numberWords(new Translator('en')), ['0%', '0 bit', '0'], ['0.0%', '0.00 bit', '0.00']],
    [
      'in Chinese',
      numberWords(new Translator('zh-CN')),
      ['0%', '0 比特', '0'],
      ['0.0%', '0.00 比特', '0.00'],
    ],
    ['in a table', TABLE_NUMBERS, ['0 %', '0', '0'], ['0.01 %', '0.0001000', '0.000']],
  ])('reads 0 where it is exactly 0, and only there, %s', (_surface, write, zero, small) => {
    const texts = (value: number) =>
      (['zeros', 'entropy', 'r'] as const).map((id) => statisticText(write, id, value));
    expect(texts(0)).toEqual(zero);
    expect(texts(1e-4)).toEqual(small);
    for (const id of STATISTIC_IDS) {
      expect(statisticText(write, id, 0)).toMatch(/^0( ?%| \D+)?$/);
      expect(statisticText(write, id, 1e-4)).not.toMatch(/^0( ?%| \D+)?$/);
    }
  });
});
