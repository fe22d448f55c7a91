/** The fields of the figure dialog: what is typed in them, and which of them a failure is about. */
import { checkFigureStyle } from '../../electron/core/figure-style';
import { lengthOf, pixelsOf } from '../../electron/core/lengths';
import type { Failure, FigureLength, FigureShows, FigureStyle } from '../../electron/shared/contract';
import { isFeaturescopeError } from '../../electron/shared/errors';
import { DEFAULT_FIGURE_STYLE, FIGURE_PRESETS, type FigurePreset } from '../../electron/shared/figure-styles';

export type KeptStyle = Omit<FigureStyle, 'language'>;
export type LengthUnit = FigureLength['unit'];

export const LENGTH_FIELDS = ['width', 'height', 'cell', 'gap'] as const;
export const FIGURE_FIELDS = [...LENGTH_FIELDS, 'dpi', 'textPt', 'columnsInRow'] as const;
export type FigureField = (typeof FIGURE_FIELDS)[number];
/** What is typed in each; '' leaves it to the figure where it may be left. */
export type FieldTexts = Readonly<Record<FigureField, string>>;
/** Fields that must hold a number. */
const NEEDED: readonly FigureField[] = ['dpi', 'textPt'];
/** All unit-less choices of a style. */
export type FigureLook = Pick<KeptStyle, 'format' | 'background' | 'caption' | 'legend'>;

/** The sizes that are chosen at once; `automatic` are those of a first start. */
export type SizeChoice = FigurePreset | 'automatic';
export const SIZE_CHOICES = ['automatic', ...(Object.keys(FIGURE_PRESETS) as FigurePreset[])] as const;

/** What a choice of sizes sets. */
export function sizesOf(choice: SizeChoice): Partial<KeptStyle> {
  if (choice !== 'automatic') return FIGURE_PRESETS[choice];
  const { width, height, dpi, textPt, columnsInRow, cell, gap } = DEFAULT_FIGURE_STYLE;
  return { width, height, dpi, textPt, columnsInRow, cell, gap };
}

/** Fields that change nothing of what some figures show. */
const UNUSED: Readonly<Partial<Record<FigureShows, readonly FigureField[]>>> = {
  map: ['columnsInRow', 'cell', 'gap'],
  hypercolumns: ['cell', 'gap'],
  predictions: ['columnsInRow', 'cell', 'gap'],
};

export function isUsed(field: FigureField, shows: FigureShows | null): boolean {
  return shows === null || UNUSED[shows]?.includes(field) !== true;
}

/** The number that is typed, with a comma or a point; null for nothing, NaN for what is none. */
export function numberOf(text: string): number | null {
  const trimmed = text.trim();
  return trimmed === '' ? null : Number(trimmed.replace(',', '.'));
}

/** A number as it is typed: no more than four significant digits, as far as there is a point. */
export function typed(value: number | null): string {
  if (value === null) return '';
  return String(Math.abs(value) >= 1000 ? Math.round(value) : Number(value.toPrecision(4)));
}

/** The unit in which a style gives lengths: that of the first it names. */
export function unitOf(style: KeptStyle): LengthUnit {
  return LENGTH_FIELDS.map((field) => style[field]?.unit).find((unit) => unit !== undefined) ?? 'mm';
}

/** A style as text in the fields, all lengths in one unit. */
export function textsOf(style: KeptStyle, unit: LengthUnit): FieldTexts {
  const { dpi, textPt, columnsInRow } = style;
  const length = (field: (typeof LENGTH_FIELDS)[number]) => {
    const kept = style[field];
    if (kept === null) return '';
    return typed(kept.unit === unit ? kept.value : lengthOf(pixelsOf(kept, dpi), unit, dpi).value);
  };
  return {
    ...{ width: length('width'), height: length('height'), cell: length('cell'), gap: length('gap') },
    ...{ dpi: typed(dpi), textPt: typed(textPt), columnsInRow: typed(columnsInRow) },
  };
}

/** Fields whose text is no number where one must be. */
export function badFields(texts: FieldTexts): FigureField[] {
  return FIGURE_FIELDS.filter((field) => {
    const value = numberOf(texts[field]);
    return value === null ? NEEDED.includes(field) : !Number.isFinite(value);
  });
}

/** The style that the fields describe; null where a text is no number. */
export function styleOf(texts: FieldTexts, unit: LengthUnit, look: FigureLook): KeptStyle | null {
  if (badFields(texts).length > 0) return null;
  const length = (field: (typeof LENGTH_FIELDS)[number]): FigureLength | null => {
    const value = numberOf(texts[field]);
    return value === null ? null : { value, unit };
  };
  return {
    ...{ width: length('width'), height: length('height'), cell: length('cell'), gap: length('gap') },
    ...{ dpi: numberOf(texts.dpi)!, textPt: numberOf(texts.textPt)! },
    columnsInRow: numberOf(texts.columnsInRow),
    ...look,
  };
}

/** The choice whose sizes a style has; null for none. */
export function choiceOf(style: KeptStyle): SizeChoice | null {
  const isSame = (choice: SizeChoice) =>
    Object.entries(sizesOf(choice)).every(
      ([key, value]) => JSON.stringify(style[key as keyof KeptStyle]) === JSON.stringify(value),
    );
  return SIZE_CHOICES.find(isSame) ?? null;
}

/** What no figure can have, whatever it shows; null: nothing. */
export function faultOf(style: KeptStyle): Failure | null {
  try {
    checkFigureStyle({ ...style, language: 'en' });
    return null;
  } catch (error) {
    if (!isFeaturescopeError(error)) throw error;
    const { code, values, during } = error;
    return { code, values, during: [...during], detail: '' };
  }
}

const FIELD_OF_CODE: Readonly<Record<string, FigureField | 'background'>> = {
  'usage/figure-dpi': 'dpi',
  'usage/figure-text': 'textPt',
  'usage/figure-text-in-cell': 'textPt',
  'usage/figure-columns': 'columnsInRow',
  'usage/figure-transparent-jpeg': 'background',
  'part/figure-width': 'width',
  'part/figure-height': 'height',
  'part/figure-cell': 'cell',
  'part/figure-gap': 'gap',
};

/** The field that a failure is about; null where it is about none alone. */
export function fieldOfFailure({ code, values }: Failure): FigureField | 'background' | null {
  const { what } = values;
  const key = code === 'usage/figure-length' && typeof what === 'object' && 'key' in what ? what.key : code;
  return FIELD_OF_CODE[key] ?? null;
}
