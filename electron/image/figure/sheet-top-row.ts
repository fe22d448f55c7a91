import { clamp, type PixelSize } from '../../core/fit';
import { EM } from '../../core/figure-sizes';
import { resizeRgb } from '../../core/resize';
import { partSetting, stackedBody, type Setting } from './body';
import type { HypercolumnsContent, SheetContent } from './content';
import { hypercolumnsBody, leastHypercolumnsPx } from './hypercolumns-body';
import { moved, type Block, type Item } from './items';
import { layOutClasses, leastClassesPx } from './predictions-body';
import { drawnSizeIn } from './tile';

const LEAST_PHOTO_EM = 5;
/** Of the row: the picture, and each hypercolumn. */
const PHOTO_WIDTH_SHARE = 0.22;
const MOST_HYPERCOLUMNS_SHARE = 0.5;
/** Least widths of a hypercolumn: the first one with which everything fits; narrower ones stand in several rows. */
export const HYPERCOLUMN_EM = [16, 11] as const;

/** Something that can have any height from one on. */
interface Part {
  /** The height that it needs. */
  readonly leastPx: number;
  layOut(heightPx: number): Block;
}

/**
 * Picture, predictions and hypercolumns of a sheet in one row. Picture and hypercolumns are as wide as their height makes them,
 * and the classes have the rest.
 * @param tileEm  least width of a hypercolumn
 */
export function topRowOf(content: SheetContent, innerPx: number, tileEm: number, setting: Setting): Part {
  const { hypercolumns, photo, predictions } = content;
  const { metrics } = setting;
  const between = metrics.ems(2);
  const right = hypercolumns && hypercolumnsPart(hypercolumns, innerPx, tileEm, setting);
  const widthsAt = (height: number) => {
    const picture = placePhoto(photo, { width: Math.round(PHOTO_WIDTH_SHARE * innerPx), height });
    const rightPx = right ? right.widthAt(height) : 0;
    const left = picture.widthPx + between;
    return { picture, left, rightPx, classesPx: innerPx - left - (rightPx === 0 ? 0 : rightPx + between) };
  };
  const least = (heightPx: number): number => {
    if (!predictions) return heightPx;
    const neededPx = leastClassesPx(predictions, widthsAt(heightPx).classesPx, setting);
    // A higher row has wider pictures, which leave less for the classes.
    return neededPx <= heightPx ? heightPx : least(neededPx);
  };
  return {
    leastPx: least(Math.max(metrics.ems(LEAST_PHOTO_EM), right?.leastPx ?? 0)),
    layOut: (heightPx) => {
      const { picture, left, rightPx, classesPx } = widthsAt(heightPx);
      const classes = predictions
        ? layOutClasses(predictions, classesPx, setting, heightPx)
        : { items: [], heightPx: 0 };
      const last = right?.layOut(heightPx) ?? { items: [], heightPx: 0 };
      return {
        items: [
          ...picture.items,
          ...moved(classes.items, left, 0),
          ...moved(last.items, innerPx - rightPx, 0),
        ],
        heightPx: Math.max(picture.heightPx, classes.heightPx, last.heightPx),
      };
    },
  };
}

function hypercolumnsPart(
  content: HypercolumnsContent,
  innerPx: number,
  tileEm: number,
  setting: Setting,
): Part & { widthAt(heightPx: number): number } {
  const { metrics } = setting;
  const count = content.hypercolumns.length;
  const mostPx = Math.round(Math.min(MOST_HYPERCOLUMNS_SHARE, count * PHOTO_WIDTH_SHARE) * innerPx);
  const columnsInRow = clamp(Math.floor(mostPx / metrics.ems(HYPERCOLUMN_EM.at(-1)!)), 1, count);
  const laidIn = (widthPx: number, heightPx: number): Block => {
    const body = hypercolumnsBody(content, partSetting(setting, widthPx, heightPx, { columnsInRow }));
    return stackedBody(body.layOut(widthPx, 0));
  };
  const widthAt = (heightPx: number): number => {
    const pictures = laidIn(mostPx, heightPx).items.filter((item) => item.kind === 'photo');
    const tilePx = Math.max(metrics.ems(tileEm), ...pictures.map(({ box }) => box.width));
    return Math.min(mostPx, columnsInRow * (tilePx + metrics.ems(EM.gap)) - metrics.ems(EM.gap));
  };
  return {
    leastPx: leastHypercolumnsPx(content, mostPx, partSetting(setting, mostPx, null, { columnsInRow })),
    widthAt,
    layOut: (heightPx) => laidIn(widthAt(heightPx), heightPx),
  };
}

/** The picture of a sheet, as large as it can be in a box. */
export function placePhoto(
  photo: SheetContent['photo'],
  most: PixelSize,
): Block & { readonly widthPx: number } {
  const { width, height } = drawnSizeIn(photo, most);
  const pixels = () => resizeRgb(photo, width, height, 'antialias');
  const item: Item = { kind: 'photo', pixels, box: { x: 0, y: 0, width, height } };
  return { items: [item], heightPx: height, widthPx: width };
}
