import { EM } from '../../core/figure-sizes';
import { SMALLEST_SIDE_PX } from '../../core/figure-style';
import { pixelsOf } from '../../core/lengths';
import {
  givenHeight,
  givenWidth,
  heightOf,
  onPaper,
  partSetting,
  type Body,
  type LaidBody,
  type Setting,
} from './body';
import type { SheetContent } from './content';
import { hypercolumnsBody } from './hypercolumns-body';
import { moved, stacked, type Block } from './items';
import { joined } from './legend';
import { mapsBody } from './maps-body';
import { layOutClasses } from './predictions-body';
import { HYPERCOLUMN_EM, placePhoto, topRowOf } from './sheet-top-row';

const USUAL_WIDTH = { value: 174, unit: 'mm' } as const;
/** Of the width: the picture beside the predictions; its height is at most that too. */
const PHOTO_SHARE = 0.36;
/** In a row above the maps, where they do not stand below each other: that has so much of the height, if the maps leave it. */
const TOP_SHARE = 0.22;

/**
 * The picture with its predictions, the hypercolumns and the maps: below each other, or all but the maps side by side on a page
 * with a height that is wide or has no room for that. Without a height they move closer where that takes them onto one page.
 */
export function sheetBody(content: SheetContent, setting: Setting): Body {
  const { hypercolumns, maps } = content;
  const { style } = setting;
  const widthPx = givenWidth(style, pixelsOf(USUAL_WIDTH, style.dpi));
  const heightPx = givenHeight(style);
  const paper = onPaper(widthPx, style);
  const legends = [
    ...(hypercolumns ? [hypercolumnsBody(hypercolumns, setting).legend] : []),
    mapsBody(maps, setting).legend,
  ];
  return {
    legend: joined(legends),
    widthPx: () => widthPx,
    ...paper,
    layOut: (innerPx, aroundPx) => {
      if (heightPx === null) {
        const usual = below(content, innerPx, aroundPx, null, setting);
        const roomPx = (paper.pagePx ?? Infinity) - aroundPx;
        if (heightOf(usual) <= roomPx) return usual;
        const closer = [
          below(content, innerPx, aroundPx, roomPx, setting),
          withTopRow(content, innerPx, roomPx, setting),
        ];
        return closer.find((laid) => heightOf(laid) <= roomPx) ?? usual;
      }
      const roomPx = heightPx - aroundPx;
      const laid = roomPx > innerPx ? below(content, innerPx, aroundPx, roomPx, setting) : null;
      const isFitting = laid !== null && heightOf(laid) <= roomPx;
      return isFitting ? laid : withTopRow(content, innerPx, roomPx, setting);
    },
  };
}

/** @param roomPx  height of all of it; null: as much as it needs */
function below(
  content: SheetContent,
  innerPx: number,
  aroundPx: number,
  roomPx: number | null,
  setting: Setting,
): LaidBody {
  const { metrics } = setting;
  const gapPx = metrics.ems(EM.band);
  const { hypercolumns, photo, predictions, maps } = content;
  const share = Math.round(PHOTO_SHARE * innerPx);
  const picture = placePhoto(photo, { width: share, height: share });
  const left = picture.widthPx + metrics.ems(2);
  const classes = predictions
    ? layOutClasses(predictions, innerPx - left, setting, null)
    : { items: [], heightPx: 0 };
  const first: Block = {
    items: [...picture.items, ...moved(classes.items, left, 0)],
    heightPx: Math.max(picture.heightPx, classes.heightPx),
  };
  const middle = hypercolumns
    ? hypercolumnsBody(hypercolumns, partSetting(setting, innerPx, null)).layOut(innerPx, 0).bands
    : [];
  const before = [headed('figure.picture', first, setting), ...middle];
  const beforePx = before.reduce((sum, block) => sum + block.heightPx + gapPx, headPxOf(setting));
  const mapsPx = roomPx === null ? null : roomPx - beforePx;
  const mapsPart = mapsBody(maps, partSetting(setting, innerPx, mapsPx));
  const [band, ...rest] = mapsPart.layOut(innerPx, mapsPx === null ? aroundPx + beforePx : 0).bands;
  return { bands: [...before, headed('figure.maps', band!, setting), ...rest], gapPx };
}

/** The maps shrink until the row above them has its share of the height; then that shrinks as far as it is legible. */
function withTopRow(content: SheetContent, innerPx: number, roomPx: number, setting: Setting): LaidBody {
  const { metrics } = setting;
  const gapPx = metrics.ems(EM.band);
  const mapsIn = (heightPx: number) =>
    mapsBody(content.maps, partSetting(setting, innerPx, heightPx)).layOut(innerPx, 0);
  const mostPx = roomPx - gapPx - heightOf(mapsIn(SMALLEST_SIDE_PX));
  const rows = HYPERCOLUMN_EM.map((tileEm) => topRowOf(content, innerPx, tileEm, setting));
  const row = rows.find(({ leastPx }) => leastPx <= mostPx) ?? rows.at(-1)!;
  const wishedPx = Math.max(row.leastPx, Math.round(TOP_SHARE * roomPx));
  const maps = mapsIn(roomPx - wishedPx - gapPx);
  const topPx = Math.max(row.leastPx, roomPx - heightOf(maps) - gapPx);
  return { bands: [row.layOut(topPx), ...maps.bands], gapPx };
}

const headPxOf = ({ metrics }: Setting) => metrics.ems(EM.indexLine) + metrics.ems(0.3);

/** A part with its heading. */
function headed(key: 'figure.picture' | 'figure.maps', block: Block, { metrics, words }: Setting): Block {
  const head = { items: [metrics.line(words.text(key), 'index', 0, 0)], heightPx: metrics.ems(EM.indexLine) };
  return stacked([head, block], metrics.ems(0.3));
}
