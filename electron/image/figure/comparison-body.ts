import { EM } from '../../core/figure-sizes';
import { givenHeight, onPaper, partSetting, type Body, type LaidBody, type Setting } from './body';
import { arranged, type Arrangement, type Part } from './comparison-arrangement';
import { placeClasses } from './comparison-classes';
import { legendOfComparison } from './comparison-legend';
import { hypercolumnRows, mapRows, photoRow, placeRow, type ComparisonSizes } from './comparison-rows';
import type { ComparisonContent } from './content';
import { moved, stacked, type Block, type Item } from './items';
import { cutStart, oneLine } from './text';

/** About what title, legend and caption take, until the width is known. */
const AROUND_EM = 12;
const BELOW_HEAD_EM = 0.4;

/**
 * Several things side by side: a column for each, a row for each class, map and hypercolumn. Where the width has room for it, the rows
 * stand in two parts side by side.
 */
export function comparisonBody(content: ComparisonContent, setting: Setting): Body {
  const photo = photoRow(content, setting);
  const maps = mapRows(content, setting);
  const hypercolumns = hypercolumnRows(content, setting);
  const whole: Part = { withClasses: true, rows: [photo, ...maps, ...hypercolumns] };
  const splits: Part[][] = [
    [
      { withClasses: true, rows: [photo] },
      { withClasses: false, rows: [...maps, ...hypercolumns] },
    ],
    [
      { withClasses: true, rows: [photo, ...hypercolumns] },
      { withClasses: false, rows: maps },
    ],
  ];
  const aboutPx = setting.metrics.ems(AROUND_EM);
  const { widthPx } = arranged({ content, setting, aroundPx: aboutPx }, whole, []).sizes;
  return {
    legend: legendOfComparison(content, setting),
    widthPx: () => widthPx,
    ...onPaper(widthPx, setting.style),
    layOut: (innerPx, aroundPx) => {
      const inWidth = partSetting(setting, innerPx, givenHeight(setting.style));
      return placed(
        content,
        arranged({ content, setting: inWidth, aroundPx }, whole, splits),
        innerPx,
        setting,
      );
    },
  };
}

function placed(
  content: ComparisonContent,
  arrangement: Arrangement,
  innerPx: number,
  setting: Setting,
): LaidBody {
  const { parts, sizes, betweenPx } = arrangement;
  const stepPx = arrangement.innerPx + betweenPx;
  const left = Math.max(0, Math.floor((innerPx - parts.length * stepPx + betweenPx) / 2));
  const bands = Array.from({ length: sizes.bands }, (_, band): Block => {
    const columns = content.columns
      .map((_column, place) => place)
      .slice(band * sizes.columnsInRow, (band + 1) * sizes.columnsInRow);
    const blocks = parts.map((part) => placePart(content, part, columns, arrangement, setting));
    return {
      items: blocks.flatMap(({ items }, place) => moved(items, left + place * stepPx, 0)),
      heightPx: Math.max(...blocks.map(({ heightPx }) => heightPx)),
    };
  });
  return { bands, gapPx: setting.metrics.ems(EM.band) };
}

function placePart(
  content: ComparisonContent,
  { withClasses, rows }: Part,
  columns: readonly number[],
  sizes: ComparisonSizes,
  setting: Setting,
): Block {
  const [first, ...others] = rows.map((row) => placeRow(row, columns, sizes, setting));
  const classes = withClasses ? [placeClasses(content, columns, sizes, setting)] : [];
  const below = stacked([first!, ...classes, ...others], sizes.sizes.gapPx);
  const head = placeHead(content, columns, sizes, setting);
  return stacked([head, below], setting.metrics.ems(BELOW_HEAD_EM));
}

/** Number and name of each column, in one line or two. */
function placeHead(
  content: ComparisonContent,
  columns: readonly number[],
  { sizes, form: { isRoomy } }: ComparisonSizes,
  { metrics }: Setting,
): Block {
  const items = columns.flatMap((column, place): Item[] => {
    const x = sizes.rowHeaderPx + place * sizes.columnStepPx;
    const number = String(column + 1);
    const numberPx = isRoomy ? Math.ceil(metrics.measure(number, 'index')) + metrics.ems(0.5) : 0;
    const drop = isRoomy
      ? 0.78 * (metrics.sizePx('index') - metrics.sizePx('name'))
      : metrics.ems(EM.indexLine);
    const label = oneLine(content.columns[column]!.label);
    const name = cutStart(label, 'name', sizes.cellPx - numberPx, metrics.measure);
    return [metrics.line(number, 'index', x, 0), metrics.line(name, 'name', x + numberPx, drop)];
  });
  return { items, heightPx: metrics.ems(EM.indexLine + (isRoomy ? 0 : EM.nameLine)) };
}
