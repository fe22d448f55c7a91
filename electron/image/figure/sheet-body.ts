import { EM } from '../../core/figure-sizes';
import type { PixelSize } from '../../core/fit';
import { pixelsOf } from '../../core/lengths';
import { resizeRgb } from '../../core/resize';
import type { FigureStyle } from '../../shared/contract';
import { givenHeight, givenWidth, type Body, type LaidBody, type Setting } from './body';
import type { SheetContent } from './content';
import { hypercolumnsBody } from './hypercolumns-body';
import { moved, stacked, type Block, type Item } from './items';
import { joined } from './legend';
import { mapsBody } from './maps-body';
import { layOutClasses } from './predictions-body';
import { drawnSizeIn } from './tile';

const USUAL_WIDTH = { value: 174, unit: 'mm' } as const;
/** Of the width: the picture beside the predictions; its height is at most that too. */
const PHOTO_SHARE = 0.36;
/** On a page with a height they stand in a row above the maps, which has at least so much of the height. */
const TOP_SHARE = 0.22;
const LEAST_TOP_EM = 9;
/** Of that row: the picture, and each hypercolumn. */
const PHOTO_WIDTH_SHARE = 0.22;
const MOST_HYPERCOLUMNS_SHARE = 0.5;

/**
 * The picture with its predictions, the hypercolumns and the maps: below each other, or on a page with a height all but the maps
 * side by side.
 */
export function sheetBody(content: SheetContent, setting: Setting): Body {
  const { hypercolumns, maps } = content;
  const { style } = setting;
  const widthPx = givenWidth(style, pixelsOf(USUAL_WIDTH, style.dpi));
  const heightPx = givenHeight(style);
  const legends = [
    ...(hypercolumns ? [hypercolumnsBody(hypercolumns, setting).legend] : []),
    mapsBody(maps, setting).legend,
  ];
  return {
    legend: joined(legends),
    widthPx: () => widthPx,
    layOut: (innerPx, aroundPx) =>
      heightPx === null
        ? below(content, innerPx, aroundPx, setting)
        : onPage(content, innerPx, heightPx - aroundPx, setting),
  };
}

function below(content: SheetContent, innerPx: number, aroundPx: number, setting: Setting): LaidBody {
  const { metrics } = setting;
  const gapPx = metrics.ems(EM.band);
  const { hypercolumns, photo, predictions, maps } = content;
  const share = Math.round(PHOTO_SHARE * innerPx);
  const picture = placePhoto(photo, { width: share, height: share });
  const left = picture.widthPx + metrics.ems(2);
  const classes = predictions ? layOutClasses(predictions, innerPx - left, setting) : NOTHING;
  const first: Block = {
    items: [...picture.items, ...moved(classes.items, left, 0)],
    heightPx: Math.max(picture.heightPx, classes.heightPx),
  };
  const middle = hypercolumns
    ? hypercolumnsBody(hypercolumns, styled(setting, innerPx, null)).layOut(innerPx, 0).bands
    : [];
  const before = [headed('figure.picture', first, setting), ...middle];
  const beforePx = before.reduce((sum, block) => sum + block.heightPx + gapPx, headPxOf(setting));
  const mapsSetting = styled(setting, innerPx, null);
  const [band, ...rest] = mapsBody(maps, mapsSetting).layOut(innerPx, aroundPx + beforePx).bands;
  return { bands: [...before, headed('figure.maps', band!, setting), ...rest], gapPx };
}

function onPage(content: SheetContent, innerPx: number, roomPx: number, setting: Setting): LaidBody {
  const { metrics } = setting;
  const gapPx = metrics.ems(EM.band);
  const leastPx = Math.max(metrics.ems(LEAST_TOP_EM), Math.round(TOP_SHARE * roomPx));
  const mapsRoom = roomPx - leastPx - gapPx;
  const mapsPart = mapsBody(content.maps, styled(setting, innerPx, mapsRoom)).layOut(innerPx, 0);
  const maps = stackedBody(mapsPart);
  const topPx = Math.max(leastPx, roomPx - maps.heightPx - gapPx);
  const top = sideBySide(content, innerPx, topPx, setting);
  return { bands: [stacked([top, maps], gapPx)], gapPx: 0 };
}

/** Picture, predictions and hypercolumns in one row. */
function sideBySide(content: SheetContent, innerPx: number, heightPx: number, setting: Setting): Block {
  const { hypercolumns, photo, predictions } = content;
  const between = setting.metrics.ems(2);
  const picture = placePhoto(photo, { width: Math.round(PHOTO_WIDTH_SHARE * innerPx), height: heightPx });
  const count = hypercolumns?.hypercolumns.length ?? 0;
  const share = Math.min(MOST_HYPERCOLUMNS_SHARE, count * PHOTO_WIDTH_SHARE);
  const rightPx = count === 0 ? 0 : Math.round(share * innerPx);
  const right = hypercolumns
    ? stackedBody(
        hypercolumnsBody(hypercolumns, styled(setting, rightPx, heightPx, { columnsInRow: count })).layOut(
          rightPx,
          0,
        ),
      )
    : NOTHING;
  const left = picture.widthPx + between;
  const classesPx = innerPx - left - (rightPx === 0 ? 0 : rightPx + between);
  const classes = predictions ? layOutClasses(predictions, classesPx, setting) : NOTHING;
  return {
    items: [...picture.items, ...moved(classes.items, left, 0), ...moved(right.items, innerPx - rightPx, 0)],
    heightPx: Math.max(picture.heightPx, classes.heightPx, right.heightPx),
  };
}

const NOTHING: Block = { items: [], heightPx: 0 };

const stackedBody = ({ bands, gapPx }: LaidBody) => stacked(bands, gapPx);

/** The setting of a part that has so much room between its margins. */
function styled(
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
      height: heightPx === null ? null : { value: Math.max(1, heightPx), unit: 'px' },
    },
  };
}

const headPxOf = ({ metrics }: Setting) => metrics.ems(EM.indexLine) + metrics.ems(0.3);

/** A part with its heading. */
function headed(key: 'figure.picture' | 'figure.maps', block: Block, { metrics, words }: Setting): Block {
  const head = { items: [metrics.line(words.text(key), 'index', 0, 0)], heightPx: metrics.ems(EM.indexLine) };
  return stacked([head, block], metrics.ems(0.3));
}

function placePhoto(photo: SheetContent['photo'], most: PixelSize): Block & { readonly widthPx: number } {
  const { width, height } = drawnSizeIn(photo, most);
  const pixels = () => resizeRgb(photo, width, height, 'antialias');
  const item: Item = { kind: 'photo', pixels, box: { x: 0, y: 0, width, height } };
  return { items: [item], heightPx: height, widthPx: width };
}
