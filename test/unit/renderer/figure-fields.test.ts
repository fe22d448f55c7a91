import { describe, expect, it } from 'vitest';
import { defaultSettings } from '../../../electron/shared/default-settings';
import {
  badFields,
  faultOf,
  fieldOfFailure,
  numberOf,
  choiceOf,
  SIZE_CHOICES,
  sizesOf,
  styleOf,
  textsOf,
  typed,
  unitOf,
  type KeptStyle,
} from '../../../renderer/lib/figure-fields';

const plain = defaultSettings.figureStyle;
const looks = { format: 'pdf', background: 'dark', caption: false, legend: true } as const;

describe('the fields of a figure', () => {
  it('take numbers with a point or a comma, and nothing else', () => {
    expect(['86', ' 86.5 ', '86,5', '1e3', '-3', ''].map(numberOf)).toEqual([86, 86.5, 86.5, 1000, -3, null]);
    expect(['ten', '1,000.5', '86 mm'].map(numberOf)).toEqual([NaN, NaN, NaN]);
  });

  it('show four significant digits, and every digit before the point', () => {
    expect([null, 174, 3.38583, 0.123456, 16383.6].map(typed)).toEqual([
      '',
      '174',
      '3.386',
      '0.1235',
      '16384',
    ]);
  });

  it.each(SIZE_CHOICES)('give the style of the sizes %s back', (choice) => {
    const style: KeptStyle = { ...plain, ...looks, ...sizesOf(choice) };
    const unit = unitOf(style);
    const read = styleOf(textsOf(style, unit), unit, looks);
    expect(read).toEqual(style);
    expect(choiceOf(read!)).toBe(choice);
    expect(choiceOf({ ...style, textPt: 6.5 })).toBeNull();
  });

  it('convert lengths by the dots an inch: 174 mm are 6.85 inches, and 2055 pixels at 300', () => {
    const style: KeptStyle = {
      ...plain,
      width: { value: 174, unit: 'mm' },
      gap: { value: 2.54, unit: 'mm' },
    };
    expect(textsOf(style, 'in')).toMatchObject({ width: '6.85', gap: '0.1', height: '', cell: '' });
    expect(textsOf(style, 'px')).toMatchObject({ width: '2055', gap: '30' });
  });

  it('leave to the figure what is left empty, but for dots and text', () => {
    const texts = textsOf(plain, 'mm');
    expect(styleOf({ ...texts, width: '' }, 'mm', looks)).toMatchObject({ width: null, columnsInRow: null });
    expect(badFields({ ...texts, dpi: '', textPt: ' ', width: 'wide' })).toEqual(['width', 'dpi', 'textPt']);
    expect(styleOf({ ...texts, dpi: '' }, 'mm', looks)).toBeNull();
  });

  it.each([
    ['width', { width: { value: 0, unit: 'mm' } }],
    ['width', { width: { value: 10_000, unit: 'mm' } }],
    ['height', { height: { value: 1, unit: 'px' } }],
    ['cell', { cell: { value: 0, unit: 'mm' } }],
    ['gap', { gap: { value: -1, unit: 'mm' } }],
    ['dpi', { dpi: 10_000 }],
    ['textPt', { textPt: 0 }],
    ['columnsInRow', { columnsInRow: 1.5 }],
    ['background', { background: 'transparent', format: 'jpeg' }],
  ] as [string, Partial<KeptStyle>][])('know that %s is at fault', (field, change) => {
    expect(fieldOfFailure(faultOf({ ...plain, ...change })!)).toBe(field);
  });

  it('find no fault with what can be drawn, and no field for what is nobody’s alone', () => {
    expect(faultOf(plain)).toBeNull();
    expect(fieldOfFailure({ code: 'engine/no-memory', values: {}, during: [], detail: '' })).toBeNull();
  });
});
