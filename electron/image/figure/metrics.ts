import { textSizes, type TextKind } from '../../core/figure-sizes';
import { POINTS_PER_INCH } from '../../core/lengths';
import type { FigureStyle } from '../../shared/contract';
import type { TextItem, Tone } from './items';
import type { MeasureText } from './text';

/** Width of a text in the font that will draw it. */
export type MeasureAt = (text: string, sizePx: number, strong: boolean) => number;

/** Kinds of text that are set in the strong font. */
export const STRONG: ReadonlySet<TextKind> = new Set(['title', 'index', 'row']);

/**
 * A text in pieces that are drawn one after the other. Inside a line Inter draws some signs with glyphs of another shape, which
 * have no letter of their own: copied from a PDF, −3 would be 3, and 112×112 a number.
 */
export function piecesOf(text: string): string[] {
  return text.split(
    /(?<=[!"#$%&'()*+/:;<=>?@[\\\]^`{|}~×÷±−–—-])|(?=[!"#$%&'()*+/:;<=>?@[\\\]^`{|}~×÷±−–—-])/,
  );
}

/** How large text is in a figure; everything else is measured by it. */
export class Metrics {
  /** The smallest text in pixels. */
  readonly em: number;
  /** Width of a text. */
  readonly measure: MeasureText;
  readonly #sizes: Readonly<Record<TextKind, number>>;

  /**
   * @param measureAt  knows the font
   * @param spell      a text in letters that it has
   */
  constructor(
    { textPt, dpi }: Pick<FigureStyle, 'textPt' | 'dpi'>,
    measureAt: MeasureAt,
    private readonly spell: (text: string) => string = (text) => text,
  ) {
    const pixelsPerPoint = dpi / POINTS_PER_INCH;
    this.em = textPt * pixelsPerPoint;
    this.#sizes = textSizes(this.em);
    this.measure = (text, kind) => measureAt(spell(text), this.sizePx(kind), STRONG.has(kind));
  }

  /** A distance in whole pixels from one in sizes of the smallest text. */
  ems(count: number): number {
    return Math.round(count * this.em);
  }

  sizePx(kind: TextKind): number {
    return this.#sizes[kind];
  }

  /** A line of text whose letters, from the top of `h` on, begin at `top`. */
  line(text: string, style: TextKind, x: number, top: number, more: Partial<TextItem> = {}): TextItem {
    const tone: Tone = style === 'detail' || style === 'mark' ? 'quiet' : 'ink';
    const baseline = Math.round(top + 0.78 * this.sizePx(style));
    return { kind: 'text', text: this.spell(text), style, tone, align: 'left', x, baseline, ...more };
  }
}
