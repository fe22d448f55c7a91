import { EM } from '../../core/figure-sizes';
import { MAX_SIDE_PX } from '../../core/figure-style';
import type { FigureStyle } from '../../shared/contract';
import { failed } from '../../shared/errors';
import { message } from '../../shared/messages/message';
import { Translator } from '../../shared/texts/translator';
import { bodyOf } from './bodies';
import { givenHeight, heightOf, type LaidBody } from './body';
import { layOutCaption, layOutTitle } from './caption';
import type { FigureData } from './content';
import { moved, stacked, type Block, type Item, type Page } from './items';
import { layOutLegend } from './legend';
import type { Metrics } from './metrics';

/** Height of a page against its width, as of A4, where only the number of pages makes a figure drawable. */
const PAGE_SHAPE = Math.SQRT2;

/** A figure that is laid out: one picture, or the pages of a PDF. */
export interface FigureLayout {
  readonly pages: readonly Page[];
}

/**
 * Places everything of a figure: title, body, legend and caption below each other. Nothing is drawn, and all lengths are in
 * whole pixels, so that every format shows the same.
 * @param metrics  of the style, in the font that will draw it
 * @throws FeaturescopeError usage/figure-…, output/too-large
 */
export function layOutFigure(data: FigureData, style: FigureStyle, metrics: Metrics): FigureLayout {
  const words = new Translator(style.language);
  const body = bodyOf(data.content, { style, metrics, words });
  const widthPx = body.widthPx();
  const marginPx = metrics.ems(EM.margin);
  const innerPx = widthPx - 2 * marginPx;
  const above = (more = '') =>
    style.caption ? layOutTitle(`${data.title}${more}`, innerPx, metrics) : EMPTY;
  const below = stacked(
    [
      style.legend ? layOutLegend(body.legend, innerPx, metrics) : EMPTY,
      style.caption ? layOutCaption(data.facts, words, innerPx, metrics) : EMPTY,
    ],
    metrics.ems(EM.around / 2),
  );
  const gapPx = metrics.ems(EM.around);
  const outside = (title: Block) =>
    [title, below].reduce((sum, { heightPx }) => sum + (heightPx > 0 ? heightPx + gapPx : 0), 2 * marginPx);
  const givenPx = givenHeight(style);
  const page = (title: Block, bands: Block, pagePx: number | null): Page => {
    const naturalPx = outside(title) + bands.heightPx;
    const heightPx = pagePx ?? givenPx ?? naturalPx;
    // Of several pages each begins at its top.
    const spare = pagePx === null ? heightPx - naturalPx : 0;
    const titlePx = title.heightPx > 0 ? title.heightPx + gapPx : 0;
    const bodyY = marginPx + titlePx + Math.floor(spare / 2);
    const belowY = heightPx - marginPx - below.heightPx;
    const items: Item[] = [
      ...moved(title.items, marginPx, marginPx),
      ...moved(bands.items, marginPx, bodyY),
      ...moved(below.items, marginPx, belowY),
    ];
    return { widthPx, heightPx, items };
  };
  const laid = body.layOut(innerPx, outside(above()));
  const mostPx = givenPx ?? MAX_SIDE_PX;
  const heightPx = outside(above()) + heightOf(laid);
  const wishedPx = style.format === 'pdf' && givenPx === null ? body.pagePx : undefined;
  if (heightPx <= (wishedPx ?? mostPx) && widthPx <= MAX_SIDE_PX)
    return { pages: [page(above(), stacked(laid.bands, laid.gapPx), null)] };
  const aroundPx = outside(above(NUMBER));
  const mostPagePx = givenPx ?? pageHeight(wishedPx ?? Math.round(widthPx * PAGE_SHAPE), laid, aroundPx);
  const groups = onPages(laid, mostPagePx - aroundPx);
  // As high as the fullest page.
  const fullestPx = Math.max(
    ...(groups ?? []).map((bands) => heightOf({ bands, gapPx: laid.gapPx }) + aroundPx),
  );
  const pagePx = givenPx ?? fullestPx;
  if (style.format !== 'pdf' || groups === null || Math.max(widthPx, pagePx) > MAX_SIDE_PX)
    throw tooLarge(widthPx, heightPx, mostPx, groups !== null && groups.length > 1);
  return {
    pages: groups.map((bands, place) => {
      const number = groups.length > 1 ? ` · ${place + 1}/${groups.length}` : '';
      return page(above(number), stacked(bands, laid.gapPx), pagePx);
    }),
  };
}

/** Stands for a page's number while it is not known. */
const NUMBER = ' · 99/99';

/** At most as wished, or what the highest band needs. */
function pageHeight(wishedPx: number, { bands }: LaidBody, aroundPx: number): number {
  const highest = Math.max(...bands.map(({ heightPx }) => heightPx));
  return Math.max(wishedPx, highest + aroundPx);
}

const EMPTY: Block = { items: [], heightPx: 0 };

/** The bands of each page; null where one is higher than a page. */
function onPages({ bands, gapPx }: LaidBody, roomPx: number): Block[][] | null {
  const pages: Block[][] = [];
  let used = Infinity;
  for (const band of bands) {
    if (band.heightPx > roomPx) return null;
    if (used + gapPx + band.heightPx > roomPx) {
      pages.push([]);
      used = -gapPx;
    }
    pages.at(-1)!.push(band);
    used += gapPx + band.heightPx;
  }
  return pages;
}

function tooLarge(width: number, height: number, mostPx: number, canBePages: boolean) {
  return failed('output/figure-too-large', {
    ...{ width, height, most: mostPx },
    remedy: message(canBePages ? 'part/figure-fewer-or-pdf' : 'part/figure-fewer'),
  });
}
