import { viewOf } from '../headers/header';
import type { Animation, AnimationFrame } from './animation';

const EXTENSION = 0x21;
const CONTROL = 0xf9;
const IMAGE_DESCRIPTOR = 0x2c;
const TRAILER = 0x3b;
const SCREEN_END = 13;
const DESCRIPTOR_BYTES = 10;
const HAS_TRANSPARENT = 1;

/** Where a frame lies in a GIF file. */
export interface GifBlock {
  /** Of its control extension, -1 without one. */
  readonly control: number;
  /** Of its image descriptor. */
  readonly begin: number;
  /** Of its own colour table, and how long that is. */
  readonly tableBytes: number;
  /** Of its data: the code size, then sub-blocks. */
  readonly data: number;
  /** Behind its data; beyond the bytes if they end before. */
  readonly end: number;
}

export function gifTableBytes(flags: number): number {
  return (flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 7) + 1);
}

/**
 * Walks the blocks of a GIF file, from frame to frame, as far as they go.
 * @throws RangeError if the file ends within its first bytes
 * Source: GIF89a specification.
 */
export function* gifBlocks(bytes: Uint8Array): Generator<GifBlock, void> {
  const view = viewOf(bytes);
  let offset = SCREEN_END + gifTableBytes(view.getUint8(10));
  let control = -1;
  for (;;) {
    const kind = bytes[offset];
    if (kind === EXTENSION) {
      if (bytes[offset + 1] === CONTROL) control = offset;
      offset = endOfSubBlocks(bytes, offset + 2);
    } else if (kind === IMAGE_DESCRIPTOR && offset + DESCRIPTOR_BYTES < bytes.length) {
      const tableBytes = gifTableBytes(bytes[offset + 9]!);
      const data = offset + DESCRIPTOR_BYTES + tableBytes;
      const end = endOfSubBlocks(bytes, data + 1);
      yield { control, begin: offset, tableBytes, data, end };
      offset = end;
      control = -1;
    } else return;
  }
}

/** The offset after a chain of sub-blocks; beyond the bytes if they end before the chain does. */
function endOfSubBlocks(bytes: Uint8Array, offset: number): number {
  let length = bytes[offset];
  while (length !== 0) {
    if (length === undefined) return bytes.length + 1;
    offset += length + 1;
    length = bytes[offset];
  }
  return offset + 1;
}

/**
 * The frames of a GIF file. What a frame clears is filled as Pillow fills it: with nothing where a transparent colour is named,
 * else with the background colour.
 */
export function gifAnimation(bytes: Uint8Array): Animation {
  const blocks = [...gifBlocks(bytes)];
  const isTransparent = ({ control }: GifBlock): boolean =>
    control >= 0 && (bytes[control + 3]! & HAS_TRANSPARENT) !== 0;
  const frames = blocks.map((block) =>
    frameOf(bytes, block, isTransparent(block) || isTransparent(blocks[0]!)),
  );
  return { frames, begin: 0 };
}

function frameOf(bytes: Uint8Array, block: GifBlock, hasTransparent: boolean): AnimationFrame {
  const view = viewOf(bytes);
  const { control, begin } = block;
  const disposal = control < 0 ? 0 : (bytes[control + 3]! >> 2) & 7;
  return {
    x: view.getUint16(begin + 1, true),
    y: view.getUint16(begin + 3, true),
    width: view.getUint16(begin + 5, true),
    height: view.getUint16(begin + 7, true),
    replaces: false,
    afterwards: disposal === 2 ? 'cleared' : disposal === 3 ? 'restored' : 'stays',
    clearColour: hasTransparent ? undefined : backgroundOf(bytes, block),
    still: () => stillOf(bytes, block),
  };
}

function backgroundOf(bytes: Uint8Array, { begin, tableBytes }: GifBlock): string {
  const screenTable = gifTableBytes(bytes[10]!);
  const table = tableBytes > 0 ? begin + DESCRIPTOR_BYTES : SCREEN_END;
  const index = screenTable > 0 ? bytes[11]! : 0;
  const entry = 3 * index + 3 > (tableBytes || screenTable) ? 0 : index;
  return `rgb(${bytes.subarray(table + 3 * entry, table + 3 * entry + 3).join(' ')})`;
}

/** The screen as large as the frame, which lies at its corner and is not disposed of. */
function stillOf(bytes: Uint8Array, { control, begin, end }: GifBlock): Uint8Array {
  const head = Uint8Array.from(bytes.subarray(0, SCREEN_END + gifTableBytes(bytes[10]!)));
  head.set(bytes.subarray(begin + 5, begin + 9), 6);
  const extension = control < 0 ? new Uint8Array(0) : Uint8Array.from(bytes.subarray(control, control + 8));
  if (extension.length > 3) extension[3]! &= HAS_TRANSPARENT;
  const frame = Uint8Array.from(bytes.subarray(begin, end));
  frame.fill(0, 1, 5);
  return Buffer.concat([head, extension, frame, Uint8Array.of(TRAILER)]);
}
