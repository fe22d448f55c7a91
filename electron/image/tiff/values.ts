import type { ValueRange } from '../../shared/picture-reading';
import { hasBands } from './bands';
import { COMPRESSION, NUMBERS, type TiffPage } from './format';

/** What the numbers of a TIFF picture are, and which of them become 0 to 255. */
export interface StoredValues {
  /** Their type as NumPy calls it, such as `float32`. */
  readonly type: string;
  /** The smallest and the largest, without those that are missing. */
  readonly lowest: number;
  readonly highest: number;
  /** What becomes 0, and what 255. */
  readonly low: number;
  readonly high: number;
  readonly count: number;
  /** How many are NaN, infinite or the value that stands for none. */
  readonly missing: number;
  /** They are scaled from `low` to `high`; else the upper 8 bits are taken. */
  readonly isScaled: boolean;
}

/** True for samples whose upper 8 bits are the picture, as everywhere else. */
export function isPlain({ bits, numbers }: Pick<TiffPage, 'bits' | 'numbers'>): boolean {
  return numbers === NUMBERS.unsigned && bits <= 16;
}

/** True for samples that say how bright something is, so that they can be scaled. */
export function hasValues(page: Pick<TiffPage, 'bits' | 'compression' | 'photometric'>): boolean {
  return hasBands(page) && page.bits >= 8 && page.compression !== COMPRESSION.jpeg;
}

/** What a type of number can hold; of floating-point numbers 0 to 1, as programs store pictures in them. */
export function fullRange({ bits, numbers }: TiffPage): { low: number; high: number } {
  switch (numbers) {
    case NUMBERS.float:
      return { low: 0, high: 1 };
    case NUMBERS.signed:
      return { low: -(2 ** (bits - 1)), high: 2 ** (bits - 1) - 1 };
    default:
      return { low: 0, high: 2 ** bits - 1 };
  }
}

/** Finds the smallest and the largest of many numbers, and how many are none. */
export class ValueFinder {
  lowest = Infinity;
  highest = -Infinity;
  count = 0;
  missing = 0;
  readonly #noData: number | undefined;

  constructor(private readonly page: TiffPage) {
    const { bits, noData, numbers } = page;
    this.#noData =
      noData !== undefined && numbers === NUMBERS.float && bits === 32 ? Math.fround(noData) : noData;
  }

  /**
   * Looks at numbers of a row.
   * @param places  of those that count in each group of `step`
   */
  look(numbers: Float64Array, step: number, places: readonly number[]): void {
    for (const place of places)
      for (let at = place; at < numbers.length; at += step) {
        const value = numbers[at]!;
        this.count++;
        if (this.isMissing(value)) this.missing++;
        else {
          if (value < this.lowest) this.lowest = value;
          if (value > this.highest) this.highest = value;
        }
      }
  }

  isMissing(value: number): boolean {
    return !Number.isFinite(value) || value === this.#noData;
  }

  /**
   * The values that become 0 and 255. Without a wish those of the picture, but floating-point numbers that all lie from 0 to 1
   * are taken as they are meant.
   */
  rangeFor(wish: ValueRange | undefined): { low: number; high: number } {
    if (typeof wish === 'object') return wish;
    const full = fullRange(this.page);
    const isWithin = this.lowest >= full.low && this.highest <= full.high;
    if (wish === 'full' || (wish === undefined && this.page.numbers === NUMBERS.float && isWithin))
      return full;
    return { low: this.lowest, high: this.highest };
  }

  /** What was found, as it is told. */
  told({ low, high }: { low: number; high: number }, isScaled: boolean): StoredValues {
    const { bits, numbers } = this.page;
    const kind = numbers === NUMBERS.float ? 'float' : numbers === NUMBERS.signed ? 'int' : 'uint';
    const { lowest, highest, count, missing } = this;
    return { type: `${kind}${bits}`, lowest, highest, low, high, count, missing, isScaled };
  }
}

/**
 * Numbers as bytes: `low` as 0, `high` as 255, those outside cut, missing ones as 0.
 * Where `low` and `high` are the same, all are 0.
 */
export function scaleNumbers(
  numbers: Float64Array,
  { low, high }: { low: number; high: number },
  finder: ValueFinder,
): Uint8Array {
  const bytes = new Uint8Array(numbers.length);
  // The span of the widest ranges is above all numbers.
  const unit = Number.isFinite(high - low) ? 1 : 0.5;
  const span = high * unit - low * unit;
  if (span === 0) return bytes;
  for (let i = 0; i < bytes.length; i++) {
    const value = numbers[i]!;
    if (finder.isMissing(value)) continue;
    const share = (value * unit - low * unit) / span;
    bytes[i] = Math.round(255 * Math.min(Math.max(share, 0), 1));
  }
  return bytes;
}
