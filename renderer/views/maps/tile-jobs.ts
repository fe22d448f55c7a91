import { colormapRgba32 } from '../../../electron/core/colormap';
import { fitHead, textMeasure } from '../../lib/fit-text';
import { quantiser } from '../../../electron/core/quantise';
import { verdictIcons } from '../../../electron/shared/verdict-icons';
import { coloursOfBytes, displayRange } from '../../lib/map-colours';
import { laneX, lineY, partOfTile, type TileRange } from '../../lib/matrix-layout';
import { BADGE_PX, type Badge, type TileJob } from '../../lib/tile-painter';
import type { AppModel } from '../../state/app-model.svelte';
import { verdictKindOf, type Cell } from '../../lib/matrix-cells';

/** What is to be painted for a range of tiles, relative to the canvas that covers them. */
export function tileJobs(app: AppModel, origin: { left: number; top: number }, range: TileRange): TileJob[] {
  const { grid, tileMaps } = app;
  const { layout } = grid;
  const settings = app.settings.value;
  const look = [
    settings.range,
    settings.fixedMin,
    settings.fixedMax,
    settings.colormap,
    settings.divergingForSigned,
  ].join();
  const jobs: TileJob[] = [];
  for (let line = range.firstLine; line < range.endLine; line++) {
    for (let lane = range.firstLane; lane < range.endLane; lane++) {
      const cell = grid.cell(grid.placeOf(lane, line));
      if (!cell) continue;
      jobs.push({
        x: laneX(layout, lane) - origin.left,
        y: lineY(layout, line) - origin.top,
        subject: `${app.session.model?.modelId}/${cell.column.layer.index}/${cell.filter}`,
        key: `${tileMaps.key(cell.column.layer.index, cell.filter)}/${look}`,
        make: () => pixelsOf(app, cell),
        isNone: cell.filter < 0,
        isFlat: isFlat(cell),
        isUnit: !cell.column.layer.isSpatial,
        part: partOfTile(cell.column),
        marks: marksOf(app, cell),
        badge: badgeOf(app, cell),
      });
    }
  }
  return jobs;
}

function isFlat({ column: { layer, statistics }, filter }: Cell): boolean {
  return (
    layer.isSpatial && statistics !== null && filter >= 0 && statistics.min[filter] === statistics.max[filter]
  );
}

/** Smaller tiles have no room for a number beside their map, or for the name and the value of a unit. */
const MARKED_PX = 56;
const UNIT_TEXT_PX = 44;

/** Left of a mark's text, and right of it. */
const MARK_SIDES_PX = 10;

function marksOf(
  { grid, wording: { translator }, predictions }: AppModel,
  { column, filter }: Cell,
): string[] {
  const { tilePx } = grid.layout;
  if (filter < 0) return [];
  if (column.layer.isSpatial) return column.order && tilePx >= MARKED_PX ? [String(filter)] : [];
  const value = column.statistics?.mean[filter];
  if (value === undefined || tilePx < UNIT_TEXT_PX) return [];
  const name = predictions.labelOfUnit(column.layer, filter) || String(filter);
  return [fitHead(name, tilePx - MARK_SIDES_PX, textMeasure('500 10px')), translator.value(value)];
}

/** Where a badge would hide too much of a small map, only a flat one, which has nothing to hide, gets its sign. */
const BADGED_PX = 40;

/** What is said of a map; with a word where tiles are large enough for one. */
export function badgeOf({ grid, wording }: AppModel, cell: Cell): Badge | null {
  const { tilePx } = grid.layout;
  const kind = verdictKindOf(cell);
  if (!kind || (tilePx < BADGED_PX && !isFlat(cell))) return null;
  const icon = verdictIcons[kind];
  const word = wording.verdictOf(kind);
  const widthPx = textMeasure('500 10px')(word) + BADGE_PX.sides;
  return { icon, word: tilePx >= MARKED_PX && widthPx <= tilePx - 2 ? word : '' };
}

/** A unit's value as a map of one pixel. */
function unitPixel(app: AppModel, { column, filter }: Cell): ReturnType<TileJob['make']> {
  const value = column.statistics?.mean[filter];
  if (value === undefined) return null;
  const shown = displayRange(app.settings.value, column, { min: value, max: value });
  const nonFinite = Number.isFinite(value) ? null : Uint8Array.of(1);
  const indices = Uint8Array.of(quantiser(shown.min, shown.max)(value));
  return {
    map: { indices, nonFinite, offset: 0, width: 1, height: 1 },
    table: colormapRgba32(shown.colormap),
  };
}

function pixelsOf(app: AppModel, cell: Cell): ReturnType<TileJob['make']> {
  const { column, filter } = cell;
  if (!column.layer.isSpatial) return unitPixel(app, cell);
  const map = app.tileMaps.get(column.layer.index, filter);
  return map ? { map, table: coloursOfBytes(map, displayRange(app.settings.value, column, map)) } : null;
}
