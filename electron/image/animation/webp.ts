import { tagAt, viewOf } from '../headers/header';
import type { Animation, AnimationFrame } from './animation';

const RIFF_HEADER_BYTES = 12;
const FRAME_HEADER_BYTES = 16;
const ALPHA_FLAG = 0x10;
const PROFILE_FLAG = 0x20;

/** Where the contents of the chunks of one name begin and end. */
function chunksNamed(bytes: Uint8Array, name: 'ANMF' | 'ICCP'): { begin: number; end: number }[] {
  const view = viewOf(bytes);
  const found = [];
  for (let begin = RIFF_HEADER_BYTES; begin + 8 <= bytes.length;) {
    const length = view.getUint32(begin + 4, true);
    const end = Math.min(begin + 8 + length, bytes.length);
    if (tagAt(bytes, begin) === name && end - begin > 8 + FRAME_HEADER_BYTES)
      found.push({ begin: begin + 8, end });
    begin += 8 + length + (length % 2);
  }
  return found;
}

export function webpFrameCount(bytes: Uint8Array): number {
  return Math.max(1, chunksNamed(bytes, 'ANMF').length);
}

/**
 * The frames of an animated WebP file.
 * @param bytes  without colour profile unless it is to be kept
 * Source: Google, WebP Container Specification, "Animation".
 */
export function webpAnimation(bytes: Uint8Array): Animation {
  const view = viewOf(bytes);
  const [profile] = chunksNamed(bytes, 'ICCP');
  const profileChunk =
    profile && bytes.subarray(profile.begin - 8, profile.end + ((profile.end - profile.begin) % 2));
  const frames = chunksNamed(bytes, 'ANMF').map(({ begin, end }): AnimationFrame => {
    const uint24 = (offset: number): number =>
      view.getUint16(begin + offset, true) + view.getUint8(begin + offset + 2) * 0x10000;
    const [width, height] = [uint24(6) + 1, uint24(9) + 1];
    const flags = view.getUint8(begin + 15);
    return {
      ...{ x: 2 * uint24(0), y: 2 * uint24(3), width, height },
      replaces: (flags & 2) !== 0,
      afterwards: (flags & 1) !== 0 ? 'cleared' : 'stays',
      still: () => stillOf(bytes.subarray(begin + FRAME_HEADER_BYTES, end), width, height, profileChunk),
    };
  });
  return { frames, begin: 0 };
}

/** The chunks of a frame in a file of their own. */
function stillOf(
  chunks: Uint8Array,
  width: number,
  height: number,
  profile: Uint8Array | undefined,
): Uint8Array {
  const hasAlpha = tagAt(chunks, 0) === 'ALPH';
  const extended = Buffer.alloc(18);
  extended.write('VP8X', 'latin1');
  extended.writeUInt32LE(10, 4);
  extended[8] = ALPHA_FLAG | (profile ? PROFILE_FLAG : 0);
  extended.writeUIntLE(width - 1, 12, 3);
  extended.writeUIntLE(height - 1, 15, 3);
  const parts = hasAlpha || profile ? [extended, ...(profile ? [profile] : []), chunks] : [chunks];
  const head = Buffer.alloc(RIFF_HEADER_BYTES);
  head.write('RIFF', 'latin1');
  head.writeUInt32LE(4 + parts.reduce((sum, { length }) => sum + length, 0), 4);
  head.write('WEBP', 8, 'latin1');
  return Buffer.concat([head, ...parts]);
}
