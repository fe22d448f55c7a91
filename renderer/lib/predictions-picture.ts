/** The predictions pane as a picture: the same bars, numbers and strip, without controls. */
import { barOf, stripColumns, type Bar, type StripScale, type ValueRange } from './predictions';
import type { ThemeColours } from './theme-colours';

export interface PredictionsPicture {
  readonly title: string;
  /** What the numbers are, where they are no plain softmax; '' otherwise. */
  readonly note: string;
  readonly rows: readonly { readonly label: string; readonly text: string; readonly bar: Bar }[];
  /** What a bar's way covers; null: the one number of the model is written large, without bars. */
  readonly range: ValueRange | null;
  readonly strip: {
    readonly title: string;
    readonly meta: string;
    readonly values: Float32Array;
    readonly scale: StripScale;
  };
}

const WIDTH_PX = 328;
const MARGIN_PX = 12;
const HEAD_PX = 36;
const NOTE_PX = 20;
const ROW_PX = 24;
const STRIP_PX = 34;
const VALUE_PX = 96;
const NAME_PX = 112;
const GAP_PX = 8;
const BAR_LEFT_PX = MARGIN_PX + NAME_PX + GAP_PX;
const BAR_RIGHT_PX = 66;
/** Numbers of scores are longer than those of probabilities. */
const SCORE_RIGHT_PX = 86;

function headHeight({ note }: PredictionsPicture): number {
  return HEAD_PX + (note === '' ? 0 : NOTE_PX);
}

export function predictionsPictureSize(picture: PredictionsPicture): { width: number; height: number } {
  const content = picture.range ? picture.rows.length * ROW_PX + 32 + STRIP_PX + MARGIN_PX : VALUE_PX;
  return { width: WIDTH_PX, height: headHeight(picture) + content };
}

/** Draws in units of CSS pixels; the pen's scale makes it larger. */
export function drawPredictions(
  pen: CanvasRenderingContext2D,
  picture: PredictionsPicture,
  colours: ThemeColours,
): void {
  const { width, height } = predictionsPictureSize(picture);
  const { rows, strip, range } = picture;
  const text = (words: string, x: number, y: number, font: string, colour: string, mostPx?: number) => {
    pen.font = `${font} ${colours.font}`;
    pen.fillStyle = colour;
    pen.fillText(mostPx === undefined ? words : fitHead(words, mostPx, pen), x, y);
  };
  const right = width - MARGIN_PX;
  const inner = width - 2 * MARGIN_PX;
  pen.fillStyle = colours.surface;
  pen.fillRect(0, 0, width, height);
  pen.textBaseline = 'middle';
  text(picture.title, MARGIN_PX, HEAD_PX / 2, '600 13px', colours.ink, inner);
  const top = headHeight(picture);
  if (picture.note !== '')
    text(picture.note, MARGIN_PX, top - NOTE_PX / 2, '400 11px', colours['ink-3'], inner);
  if (!range) {
    pen.textAlign = 'center';
    text(rows[0]?.label ?? '', width / 2, top + 20, '400 12px', colours['ink-2'], inner);
    text(rows[0]?.text ?? '', width / 2, top + 52, '500 40px', colours.ink);
    pen.textAlign = 'left';
    return;
  }
  const isShare = strip.scale === 'log';
  const bars = { left: BAR_LEFT_PX, width: width - BAR_LEFT_PX - (isShare ? BAR_RIGHT_PX : SCORE_RIGHT_PX) };
  pen.fillStyle = isShare ? colours.line : colours['line-strong'];
  for (const share of isShare ? [0, 0.5, 1] : [barOf(0, range).to])
    pen.fillRect(Math.round(bars.left + share * (bars.width - 1)), top, 1, rows.length * ROW_PX);
  rows.forEach(({ label, text: number, bar }, rank) => {
    const y = top + rank * ROW_PX + ROW_PX / 2;
    const weight = rank === 0 ? '600 12px' : '400 12px';
    const ink = rank === 0 ? colours.ink : colours['ink-2'];
    text(label, MARGIN_PX, y, weight, ink, NAME_PX);
    pen.fillStyle = rank === 0 ? colours['data-strong'] : colours.data;
    const barPx = Math.max(2, (bar.to - bar.from) * bars.width);
    pen.fillRect(bars.left + bar.from * bars.width, y - 6, barPx, 12);
    pen.textAlign = 'right';
    text(number, right, y, weight, ink);
    pen.textAlign = 'left';
  });
  const stripTop = top + rows.length * ROW_PX + 8;
  text(strip.title, MARGIN_PX, stripTop + 8, '600 11px', colours['ink-2']);
  pen.textAlign = 'right';
  text(strip.meta, right, stripTop + 8, '400 11px', colours['ink-3']);
  pen.textAlign = 'left';
  drawStrip(pen, strip, stripTop + 24, inner, colours);
}

function drawStrip(
  pen: CanvasRenderingContext2D,
  { values, scale }: PredictionsPicture['strip'],
  top: number,
  width: number,
  colours: ThemeColours,
): void {
  const zero = scale === 'log' ? 0 : barOf(0, scale).to;
  pen.fillStyle = colours['line-strong'];
  pen.fillRect(MARGIN_PX, top + STRIP_PX * (1 - zero), width, 1);
  const columns = stripColumns(values, width, scale);
  const strongest = [...columns].sort((a, b) => b.value - a.value).slice(0, 4);
  columns.forEach((column, at) => {
    const isStrong = strongest.includes(column);
    const barPx = (isStrong ? 2 : 1) * (columns.length < width ? width / columns.length / 2 : 1);
    pen.fillStyle = isStrong ? colours['data-strong'] : colours.data;
    const x = MARGIN_PX + (at * width) / columns.length;
    const heightPx = STRIP_PX * (column.to - column.from);
    pen.fillRect(x, top + STRIP_PX * (1 - column.to), Math.max(1, barPx), heightPx);
  });
}

/** The longest beginning that fits, with an ellipsis where something is left out. */
function fitHead(words: string, mostPx: number, pen: CanvasRenderingContext2D): string {
  if (pen.measureText(words).width <= mostPx) return words;
  let length = words.length - 1;
  while (length > 1 && pen.measureText(`${words.slice(0, length)}…`).width > mostPx) length--;
  return `${words.slice(0, length).trimEnd()}…`;
}
