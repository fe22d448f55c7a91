import { createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import { fontOf } from './fonts';

const SIDE = 32;
/** A code that Unicode gives no letter: what is drawn for it is drawn for every letter that no font has. */
const NO_LETTER = '\u{10FFFD}';
/** What stands in the place of a letter that cannot be drawn. */
const STAND_IN = '?';

const known = new Map<string, boolean>();
let context: SKRSContext2D | undefined;
let missing: Buffer | undefined;

function drawingOf(letter: string): Buffer {
  context ??= createCanvas(SIDE, SIDE).getContext('2d');
  context.clearRect(0, 0, SIDE, SIDE);
  context.font = fontOf(SIDE / 2, false);
  context.fillText(letter, SIDE / 8, (3 * SIDE) / 4);
  return Buffer.from(context.getImageData(0, 0, SIDE, SIDE).data);
}

/** True if the bundled fonts or one of this system have a letter. The fonts must be registered. */
export function canDraw(letter: string): boolean {
  let found = known.get(letter);
  if (found === undefined) {
    missing ??= drawingOf(NO_LETTER);
    found = letter <= '\u024F' || !drawingOf(letter).equals(missing);
    known.set(letter, found);
  }
  return found;
}

/** Texts with a question mark for each letter that would be an empty box, and which letters these were. */
export class Spelling {
  readonly lost = new Set<string>();

  spell = (text: string): string => {
    if (/^[\u0000-\u024F]*$/.test(text)) return text;
    return Array.from(text, (letter) => {
      if (canDraw(letter)) return letter;
      this.lost.add(letter);
      return STAND_IN;
    }).join('');
  };
}
