import { EM } from '../../core/figure-sizes';
import { SMALLEST_SIDE_PX } from '../../core/figure-style';
import { pixelsOf } from '../../core/lengths';
import type { FigureStyle } from '../../shared/contract';
import type { Translator } from '../../shared/texts/translator';
import { stacked, type Block } from './items';
import type { Legend } from './legend';
import type { Metrics } from './metrics';

/** How a figure is made up, and in which words. */
export interface Setting {
  readonly style: FigureStyle;
  readonly metrics: Metrics;
  readonly words: Translator;
}

/** A body in its place. */
export interface LaidBody {
  /** One below the other; pages are broken between them. */
  readonly bands: readonly Block[];
  readonly gapPx: number;
}

/** What stands between the title and the legend. */
export interface Body {
  readonly legend: Legend;
  /** Width of the whole figure. */
  widthPx(): number;
  /** Without a height, a PDF that would be higher than this has pages, as far as its bands allow it; left out: any height. */
  readonly pagePx?: number;
  /**
   * @param innerPx   width between the margins
   * @param aroundPx  height of everything else, margins included
   */
  layOut(innerPx: number, aroundPx: number): LaidBody;
}

/** Of the text on A4. What is wider than A4 is none of its pages. */
const PAGE_HEIGHT = { value: 240, unit: 'mm' } as const;
const PAGE_WIDTH = { value: 210, unit: 'mm' } as const;

/** The height of a page of paper, for a body that is no wider. */
export function onPaper(widthPx: number, { dpi }: FigureStyle): Pick<Body, 'pagePx'> {
  if (widthPx > pixelsOf(PAGE_WIDTH, dpi)) return {};
  return { pagePx: Math.floor(pixelsOf(PAGE_HEIGHT, dpi)) };
}

/** The height that is given for the whole figure; null where it is as high as it needs. */
export function givenHeight({ height, dpi }: FigureStyle): number | null {
  return height === null ? null : Math.round(pixelsOf(height, dpi));
}

/** The width that is asked for, or a usual one. */
export function givenWidth({ width, dpi }: FigureStyle, usualPx: number): number {
  return Math.round(width === null ? usualPx : pixelsOf(width, dpi));
}

/** Of a body; nothing of it is placed. */
export function heightOf({ bands, gapPx }: LaidBody): number {
  return bands.reduce((sum, { heightPx }) => sum + heightPx + gapPx, -gapPx);
}

/** A body as one block. */
export const stackedBody = ({ bands, gapPx }: LaidBody): Block => stacked(bands, gapPx);

/** The setting of a part that has so much room between its margins. */
export function partSetting(
  setting: Setting,
  innerPx: number,
  heightPx: number | null,
  more: Partial<FigureStyle> = {},
): Setting {
  const width = innerPx + 2 * setting.metrics.ems(EM.margin);
  return {
    ...setting,
    style: {
      ...setting.style,
      ...more,
      width: { value: width, unit: 'px' },
      height: heightPx === null ? null : { value: Math.max(SMALLEST_SIDE_PX, heightPx), unit: 'px' },
    },
  };
}
