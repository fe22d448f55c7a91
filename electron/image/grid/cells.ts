import type { GridColumn, GridFilter } from './grid-input';
import { centredIn } from './placed';
import type { Box, PlacedMap, PlacedMark, PlacedText } from './placed';
import { cutEnd, formatValue } from './text';
import type { MeasureText } from './text';
import { drawnSizeOf } from './tile';

/** Room for the line with the range of values under every cell. */
export const CAPTION_PX = 18;

const mark = { padding: 8, height: 22 };

/** The contents of one column of cells. */
export interface PlacedCells {
  readonly blanks: Box[];
  readonly maps: PlacedMap[];
  readonly marks: PlacedMark[];
  readonly texts: PlacedText[];
}

/** What stands below each map. */
export interface Captions {
  /** The filter's number, where the row does not tell it. */
  readonly withNumber: boolean;
  /** The limits of its colours. */
  readonly withRange: boolean;
}

/**
 * Places the maps of one layer: each in the middle of its cell with its range of values below, constant maps
 * and maps with non-finite values marked. Rows without a map stay blank; the first of them says why.
 * @param cells the cells of the column, one a row
 */
export function placeColumn(
  column: GridColumn,
  cells: readonly Box[],
  captions: Captions,
  measure: MeasureText,
): PlacedCells {
  const placed: PlacedCells = { blanks: [], maps: [], marks: [], texts: [] };
  cells.forEach((cell, row) => {
    const map = column.filters[row];
    if (map === undefined) {
      if (placed.blanks.length === 0) placed.texts.push(reasonIn(cell, reasonForBlank(column, row), measure));
      placed.blanks.push(cell);
      return;
    }
    const size = drawnSizeOf(map.height, map.width, cell.width);
    const box = centredIn(cell, size.width, size.height);
    placed.maps.push({ map, box, colormap: column.colormap });
    placed.marks.push(...marksOf(map, cell, measure));
    const caption = captionOf(map, captions);
    if (caption !== '') placed.texts.push(below(cell, caption, measure));
  });
  return placed;
}

function reasonForBlank({ shape }: GridColumn, row: number): string {
  const channels = shape[2];
  if (shape.length !== 3) return 'no maps';
  if (channels == null || row < channels) return 'not shown';
  return channels === 1 ? 'only 1 filter' : `only ${channels} filters`;
}

function reasonIn(cell: Box, reason: string, measure: MeasureText): PlacedText {
  const text = cutEnd(reason, 'detail', cell.width - 2 * mark.padding, measure);
  return { text, style: 'detail', align: 'centre', x: cell.x + cell.width / 2, baseline: middleOf(cell) + 4 };
}

function captionOf({ filter, min, max, constant }: GridFilter, { withNumber, withRange }: Captions): string {
  const hasRange = withRange && constant === null && min <= max;
  return [
    ...(withNumber ? [`#${filter}`] : []),
    ...(hasRange ? [`${formatValue(min)} … ${formatValue(max)}`] : []),
  ].join('  ');
}

function below(cell: Box, caption: string, measure: MeasureText): PlacedText {
  const text = cutEnd(caption, 'detail', cell.width, measure);
  return { text, style: 'detail', align: 'left', x: cell.x, baseline: cell.y + cell.height + CAPTION_PX - 4 };
}

function marksOf(map: GridFilter, cell: Box, measure: MeasureText): PlacedMark[] {
  const marks: PlacedMark[] = [];
  if (map.constant !== null)
    marks.push(markAt(middleOf(cell), 'constant', `constant ${formatValue(map.constant)}`, cell, measure));
  if (map.nonFiniteCount)
    marks.push(
      markAt(cell.y + cell.height - 15, 'nonFinite', `${map.nonFiniteCount} NaN or ∞`, cell, measure),
    );
  return marks;
}

function markAt(
  middleY: number,
  kind: PlacedMark['kind'],
  wanted: string,
  cell: Box,
  measure: MeasureText,
): PlacedMark {
  const text = cutEnd(wanted, 'mark', cell.width - 2 * mark.padding, measure);
  const width = Math.ceil(measure(text, 'mark')) + 2 * mark.padding;
  const box = { ...centredIn(cell, width, mark.height), y: middleY - mark.height / 2 };
  const x = cell.x + cell.width / 2;
  return { kind, box, text: { text, style: 'mark', align: 'centre', x, baseline: middleY + 4 } };
}

function middleOf(cell: Box): number {
  return cell.y + Math.round(cell.height / 2);
}
