/** The visible part of the matrix, or of one layer, as a picture: whole tiles with their heads, no marks. */
import { fitTail } from '../../lib/fit-text';
import { layerRange } from '../../lib/map-colours';
import { headRoom, laneX, lineY, visibleRange, TILE_GAP_PX } from '../../lib/matrix-layout';
import { painterLook, type ThemeColours } from '../../lib/theme-colours';
import { TilePainter } from '../../lib/tile-painter';
import type { AppModel } from '../../state/app-model.svelte';
import { layerShape } from '../../lib/matrix-cells';
import { tileJobs } from './tile-jobs';

const MARGIN_PX = 8;
/** Room for the name of a layer that is shown by itself. */
const CAPTION_PX = 24;

/** Where the picture's tiles lie, in CSS pixels. */
function framePicture({ grid, oneLayer }: AppModel) {
  const { layout } = grid;
  const range = visibleRange(layout, grid.view, 0);
  const pitch = layout.tilePx + TILE_GAP_PX;
  const left = layout.rowHeadPx;
  const top = oneLayer.layer ? CAPTION_PX : layout.columnHeadPx;
  return {
    range,
    left,
    top,
    width: left + (range.endLane - range.firstLane) * pitch + MARGIN_PX,
    height: top + (range.endLine - range.firstLine) * pitch + MARGIN_PX,
  };
}

export function matrixPictureSize(app: AppModel): { width: number; height: number } {
  const { width, height } = framePicture(app);
  return { width, height };
}

/** Draws on a canvas of the picture's size times the scale. */
export function drawMatrixPicture(
  pen: CanvasRenderingContext2D,
  app: AppModel,
  colours: ThemeColours,
  scale: number,
): void {
  const { range, left, top } = framePicture(app);
  const { layout } = app.grid;
  const first = {
    left: laneX(layout, range.firstLane) - left,
    top: lineY(layout, range.firstLine) - top,
  };
  const painter = new TilePainter();
  painter.prepare(painterLook(colours, layout.tilePx, scale));
  const jobs = tileJobs(app, first, range).map((job) => ({ ...job, badge: null }));
  painter.paint(pen, jobs, null, { mostMs: Infinity });
  pen.scale(scale, scale);
  if (app.oneLayer.layer) drawLineNumbers(pen, app, colours, first);
  else drawHeads(pen, app, colours, first);
  pen.globalCompositeOperation = 'destination-over';
  pen.fillStyle = colours.surface;
  pen.fillRect(0, 0, pen.canvas.width, pen.canvas.height);
}

/** Which layer it is, and the first channel or rank of each line. */
function drawLineNumbers(
  pen: CanvasRenderingContext2D,
  app: AppModel,
  colours: ThemeColours,
  first: { left: number; top: number },
): void {
  const { range, width } = framePicture(app);
  const { grid, oneLayer, wording } = app;
  const { column } = oneLayer;
  if (!column) return;
  const { layer } = column;
  pen.textBaseline = 'middle';
  pen.font = `600 11px ${colours.font}`;
  pen.fillStyle = colours.ink;
  const title = wording.t('layer.title', { layer: layer.indexPath });
  pen.fillText(title, MARGIN_PX, CAPTION_PX / 2);
  const from = MARGIN_PX + pen.measureText(title).width + 6;
  pen.font = `400 11px ${colours.font}`;
  pen.fillStyle = colours['ink-3'];
  const about = `${layer.name}, ${layer.className}, ${layerShape(column)}`;
  pen.fillText(about, from, CAPTION_PX / 2, width - from - MARGIN_PX);
  for (let line = range.firstLine; line < range.endLine; line++) {
    const middle = lineY(grid.layout, line) - first.top + grid.layout.tilePx / 2;
    pen.fillText(String(line * grid.layout.lanes), MARGIN_PX, middle);
  }
}

function drawHeads(
  pen: CanvasRenderingContext2D,
  app: AppModel,
  colours: ThemeColours,
  first: { left: number; top: number },
): void {
  const { range, left } = framePicture(app);
  const { layout, isFlipped } = app.matrix;
  const layerHead = (position: number, x: number, y: number, widthPx: number, heightPx: number) => {
    const column = app.choice.matrix[position];
    if (!column) return;
    const write = (words: string, dx: number, line: number, font: string, colour: string) => {
      pen.font = `${font} ${colours.font}`;
      pen.fillStyle = colour;
      pen.fillText(words, x + dx, y + line);
      return pen.measureText(words).width;
    };
    const wide = write(column.layer.indexPath, 0, 7, '600 11px', colours.ink);
    const room = headRoom(widthPx, heightPx);
    if (room === 'index') return;
    write(layerShape(column), wide + 4, 7, '400 10px', colours['ink-3']);
    if (room === 'line') return;
    const limits = app.settings.value.range === 'layer' ? layerRange(column) : null;
    const { t, translator } = app.wording;
    const second = limits
      ? t('range.brief', { min: translator.brief(limits.min), max: translator.brief(limits.max) })
      : column.layer.shortClassName;
    write(second, 0, 21, '400 10px', colours['ink-2']);
    const tail = fitTail(column.layer.name, widthPx, (part) => pen.measureText(part).width);
    write(tail, 0, 35, '400 10px', colours['ink-3']);
  };
  const number = (value: number, x: number, y: number) => {
    pen.font = `400 11px ${colours.font}`;
    pen.fillStyle = colours['ink-3'];
    pen.fillText(String(value), x, y);
  };
  pen.textBaseline = 'middle';
  for (let lane = range.firstLane; lane < range.endLane; lane++) {
    const x = laneX(layout, lane) - first.left;
    if (isFlipped) number(lane, x + layout.tilePx / 2 - 4, 12);
    else layerHead(lane, x, 5, layout.tilePx, layout.columnHeadPx);
  }
  for (let line = range.firstLine; line < range.endLine; line++) {
    const middle = lineY(layout, line) - first.top + layout.tilePx / 2;
    const isLow = headRoom(left - 2 * MARGIN_PX, layout.tilePx) !== 'lines';
    const headTop = middle - (isLow ? 7 : 21);
    if (isFlipped) layerHead(line, MARGIN_PX, headTop, left - 2 * MARGIN_PX, layout.tilePx);
    else number(line, MARGIN_PX, middle);
  }
}
