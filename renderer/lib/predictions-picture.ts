/** The predictions pane as a picture: the same bars, numbers and strip, without controls. */
import { stripColumns } from './predictions';
import type { ThemeColours } from './theme-colours';

export interface PredictionsPicture {
  readonly title: string;
  readonly rows: readonly {
    readonly label: string;
    readonly percent: string;
    readonly probability: number;
  }[];
  readonly stripTitle: string;
  readonly stripMeta: string;
  readonly probabilities: Float32Array;
}

const WIDTH_PX = 328;
const MARGIN_PX = 12;
const HEAD_PX = 36;
const ROW_PX = 24;
const STRIP_PX = 34;
const BAR_LEFT_PX = 132;
const BAR_RIGHT_PX = 66;

export function predictionsPictureSize({ rows }: PredictionsPicture): { width: number; height: number } {
  return { width: WIDTH_PX, height: HEAD_PX + rows.length * ROW_PX + 32 + STRIP_PX + MARGIN_PX };
}

/** Draws in units of CSS pixels; the pen's scale makes it larger. */
export function drawPredictions(
  pen: CanvasRenderingContext2D,
  picture: PredictionsPicture,
  colours: ThemeColours,
): void {
  const { width, height } = predictionsPictureSize(picture);
  const text = (words: string, x: number, y: number, font: string, colour: string, mostPx?: number) => {
    pen.font = `${font} ${colours.font}`;
    pen.fillStyle = colour;
    pen.fillText(mostPx === undefined ? words : fitHead(words, mostPx, pen), x, y);
  };
  const right = width - MARGIN_PX;
  pen.fillStyle = colours.surface;
  pen.fillRect(0, 0, width, height);
  pen.textBaseline = 'middle';
  text(picture.title, MARGIN_PX, HEAD_PX / 2, '600 13px', colours.ink, width - 2 * MARGIN_PX);
  const bars = { left: BAR_LEFT_PX, width: width - BAR_LEFT_PX - BAR_RIGHT_PX };
  pen.fillStyle = colours.line;
  for (const share of [0, 0.5, 1])
    pen.fillRect(Math.round(bars.left + share * (bars.width - 1)), HEAD_PX, 1, picture.rows.length * ROW_PX);
  picture.rows.forEach(({ label, percent, probability }, rank) => {
    const y = HEAD_PX + rank * ROW_PX + ROW_PX / 2;
    const weight = rank === 0 ? '600 12px' : '400 12px';
    const ink = rank === 0 ? colours.ink : colours['ink-2'];
    text(label, MARGIN_PX, y, weight, ink, 112);
    pen.fillStyle = rank === 0 ? colours['data-strong'] : colours.data;
    pen.fillRect(bars.left, y - 6, Math.max(2, probability * bars.width), 12);
    pen.textAlign = 'right';
    text(percent, right, y, weight, ink);
    pen.textAlign = 'left';
  });
  const stripTop = HEAD_PX + picture.rows.length * ROW_PX + 8;
  text(picture.stripTitle, MARGIN_PX, stripTop + 8, '600 11px', colours['ink-2']);
  pen.textAlign = 'right';
  text(picture.stripMeta, right, stripTop + 8, '400 11px', colours['ink-3']);
  pen.textAlign = 'left';
  drawStrip(pen, picture.probabilities, stripTop + 24, width - 2 * MARGIN_PX, colours);
}

function drawStrip(
  pen: CanvasRenderingContext2D,
  probabilities: Float32Array,
  top: number,
  width: number,
  colours: ThemeColours,
): void {
  pen.fillStyle = colours['line-strong'];
  pen.fillRect(MARGIN_PX, top + STRIP_PX, width, 1);
  const columns = stripColumns(probabilities, width);
  const strongest = [...columns].sort((a, b) => b.probability - a.probability).slice(0, 4);
  columns.forEach((column, at) => {
    const isStrong = strongest.includes(column);
    const barPx = (isStrong ? 2 : 1) * (columns.length < width ? width / columns.length / 2 : 1);
    pen.fillStyle = isStrong ? colours['data-strong'] : colours.data;
    const x = MARGIN_PX + (at * width) / columns.length;
    pen.fillRect(x, top + STRIP_PX * (1 - column.height), Math.max(1, barPx), STRIP_PX * column.height);
  });
}

/** The longest beginning that fits, with an ellipsis where something is left out. */
function fitHead(words: string, mostPx: number, pen: CanvasRenderingContext2D): string {
  if (pen.measureText(words).width <= mostPx) return words;
  let length = words.length - 1;
  while (length > 1 && pen.measureText(`${words.slice(0, length)}…`).width > mostPx) length--;
  return `${words.slice(0, length).trimEnd()}…`;
}
