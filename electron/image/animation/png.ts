import { crc32 } from 'node:zlib';
import { type ByteRange, tagAt, viewOf } from '../headers/header';
import type { Animation, AnimationFrame } from './animation';

const SIGNATURE_BYTES = 8;
/** Length, name and checksum of a chunk. */
const CHUNK_BYTES = 12;
/** Colour types with an alpha channel: grey + alpha, RGB + alpha. */
const ALPHA_TYPES = [4, 6];
/** Chunks of an animation alone. */
const OF_ANIMATION = ['acTL', 'fcTL', 'fdAT', 'IDAT', 'IEND'];

interface Frame {
  /** The content of its fcTL; undefined for a picture that stands beside the animation. */
  readonly control: number | undefined;
  /** Compressed data, without the numbers that fdAT begins with. */
  readonly data: ByteRange[];
}

/** What a PNG file holds besides its frames. */
interface Parts {
  readonly frames: readonly Frame[];
  /** Chunks that every frame needs: palette, transparency, colours. */
  readonly shared: readonly ByteRange[];
}

/** Walks the chunks of a PNG file that are whole. Source: W3C PNG specification, third edition, sections 5 and 11.3.7. */
function partsOf(bytes: Uint8Array): Parts {
  const view = viewOf(bytes);
  const frames: Frame[] = [];
  const shared: ByteRange[] = [];
  let isAnimated = false;
  for (let begin = SIGNATURE_BYTES; begin + CHUNK_BYTES <= bytes.length;) {
    const tag = tagAt(bytes, begin + 4);
    const end = begin + CHUNK_BYTES + view.getUint32(begin);
    const content = begin + 8;
    const isWhole = end <= bytes.length;
    if (tag === 'acTL') isAnimated = true;
    if (tag === 'fcTL' && isWhole && end - begin >= CHUNK_BYTES + 26)
      frames.push({ control: content, data: [] });
    if (tag === 'IDAT' && frames.length === 0) frames.push({ control: undefined, data: [] });
    const skipped = { IDAT: 0, fdAT: 4 }[tag];
    if (skipped !== undefined)
      frames.at(-1)?.data.push({ begin: content + skipped, end: Math.min(end - 4, bytes.length) });
    const hasData = frames.some(({ data }) => data.length > 0);
    if (!OF_ANIMATION.includes(tag) && isWhole && !hasData) shared.push({ begin, end });
    if (tag === 'IEND') break;
    begin = end;
  }
  return { frames: isAnimated ? frames : frames.slice(0, 1), shared };
}

/** How many frames a PNG file has; one that stands beside the animation counts as the first, as in Pillow. */
export function pngFrameCount(bytes: Uint8Array): number {
  return Math.max(1, partsOf(bytes).frames.filter(({ data }) => data.length > 0).length);
}

/**
 * The frames of an animated PNG file. What a frame clears is black where the file has no transparency, as Pillow has it.
 * @param bytes  without colour profile unless it is to be kept
 */
export function pngAnimation(bytes: Uint8Array): Animation {
  const { frames, shared } = partsOf(bytes);
  const withData = frames.filter(({ data }) => data.length > 0);
  const isBeside = withData[0]?.control === undefined;
  const view = viewOf(bytes);
  const whole = { width: view.getUint32(16), height: view.getUint32(20) };
  const hasAlpha =
    ALPHA_TYPES.includes(view.getUint8(25)) || shared.some(({ begin }) => tagAt(bytes, begin + 4) === 'tRNS');
  return {
    frames: withData.map((frame) => ({
      ...frameOf(bytes, frame, shared, whole),
      clearColour: hasAlpha ? undefined : 'black',
    })),
    begin: isBeside ? 1 : 0,
  };
}

function frameOf(
  bytes: Uint8Array,
  { control, data }: Frame,
  shared: readonly ByteRange[],
  whole: { width: number; height: number },
): AnimationFrame {
  if (control === undefined)
    return { x: 0, y: 0, ...whole, replaces: true, afterwards: 'stays', still: () => bytes };
  const view = viewOf(bytes);
  const [width, height] = [view.getUint32(control + 4), view.getUint32(control + 8)];
  const dispose = view.getUint8(control + 24);
  return {
    ...{ x: view.getUint32(control + 12), y: view.getUint32(control + 16), width, height },
    replaces: view.getUint8(control + 25) === 0,
    afterwards: dispose === 1 ? 'cleared' : dispose === 2 ? 'restored' : 'stays',
    still: () => stillOf(bytes, data, shared, width, height),
  };
}

function stillOf(
  bytes: Uint8Array,
  data: readonly ByteRange[],
  shared: readonly ByteRange[],
  width: number,
  height: number,
): Uint8Array {
  const parts: Uint8Array[] = [bytes.subarray(0, SIGNATURE_BYTES)];
  for (const { begin, end } of shared) {
    const chunk = Uint8Array.from(bytes.subarray(begin, end));
    if (tagAt(chunk, 4) === 'IHDR') {
      const view = viewOf(chunk);
      view.setUint32(8, width);
      view.setUint32(12, height);
      view.setUint32(chunk.length - 4, crc32(chunk.subarray(4, -4)));
    }
    parts.push(chunk);
  }
  for (const { begin, end } of data) parts.push(...chunkOf('IDAT', bytes.subarray(begin, end)));
  parts.push(...chunkOf('IEND', new Uint8Array(0)));
  return Buffer.concat(parts);
}

function chunkOf(name: string, content: Uint8Array): Uint8Array[] {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(content.length);
  head.write(name, 4, 'latin1');
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(content, crc32(head.subarray(4))));
  return [head, content, checksum];
}
