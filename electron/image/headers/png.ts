import { crc32, inflateSync } from 'node:zlib';
import { message } from '../../shared/messages/message';
import { pngFrameCount } from '../animation/png';
import { hasPngValues, pngCoverage } from '../coverage/png';
import { type ByteRange, type PictureHeader, tagAt, viewOf, withoutRanges } from './header';
import { exifOrientation } from './exif';

/** Chunks by which a decoder would convert colours. */
const PROFILE_CHUNKS = ['iCCP', 'gAMA', 'cHRM', 'cICP'];
/** cHRM of sRGB: white, red, green and blue, x and y of each, times 100,000. Source: W3C PNG specification, 11.3.2.1. */
const SRGB_CHROMATICITIES = [31270, 32900, 64000, 33000, 30000, 60000, 15000, 6000];
/** gAMA of sRGB, as writers round it. */
const SRGB_GAMMA = 45455;
const GAMMA_TOLERANCE = 50;
/** Colour types with an alpha channel: grey + alpha, RGB + alpha. */
const ALPHA_TYPES = [4, 6];
/** Samples a pixel by colour type. */
const SAMPLES: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/**
 * Walks the chunks (W3C PNG specification, section 5).
 * @throws RangeError if the file does not begin with a whole IHDR chunk
 */
export function readPngHeader(bytes: Uint8Array): PictureHeader {
  const view = viewOf(bytes);
  const isForIphone = tagAt(bytes, 12) === 'CgBI';
  const header = isForIphone ? 20 + view.getUint32(8) + 8 : 16;
  if (tagAt(bytes, header - 4) !== 'IHDR') throw new RangeError('no IHDR');
  const width = view.getUint32(header);
  const height = view.getUint32(header + 4);
  const depth = view.getUint8(header + 8);
  const colourType = view.getUint8(header + 9);
  const isInterlaced = view.getUint8(header + 12) !== 0;
  let mayHaveAlpha = ALPHA_TYPES.includes(colourType);
  const profile: ByteRange[] = [];
  const data: ByteRange[] = [];
  let orientation = 1;
  let isComplete = false;
  let begin = 8;
  while (!isComplete && begin + 12 <= bytes.length) {
    const tag = tagAt(bytes, begin + 4);
    const end = begin + 12 + view.getUint32(begin);
    if (tag === 'IDAT') data.push({ begin: begin + 8, end: Math.min(end - 4, bytes.length) });
    if (end > bytes.length) break;
    if (tag === 'tRNS') mayHaveAlpha = true;
    if (tag === 'eXIf') orientation = exifOrientation(bytes.subarray(begin + 8, end - 4));
    if (PROFILE_CHUNKS.includes(tag)) profile.push({ begin, end });
    // Where pixels may be transparent, missing ones cannot be told by their look, so the checksums have to tell.
    if (
      tag === 'IDAT' &&
      mayHaveAlpha &&
      crc32(bytes.subarray(begin + 4, end - 4)) !== view.getUint32(end - 4)
    )
      break;
    isComplete = tag === 'IEND';
    begin = end;
  }
  const colours = statedColours(bytes, profile);
  const rows = { width, height, bitsPerPixel: depth * (SAMPLES[colourType] ?? 1), isInterlaced, data };
  return {
    width,
    height,
    ...(isForIphone && { unsupported: message('part/png-iphone') }),
    coverage: async () => pngCoverage(bytes, rows),
    ...(depth === 16 && { deep: { hasValues: async () => hasPngValues(bytes, rows) } }),
    frames: { count: pngFrameCount(bytes), canChoose: true },
    mayHaveAlpha,
    isTruncated: !isComplete,
    orientation,
    profile: () => inflateProfile(bytes, profile),
    ...(colours !== undefined && { statedColours: colours }),
    // What only says sRGB would be taken as a plain power of 2.2.
    decodableBytes: (keepProfile) =>
      keepProfile && colours !== 'sRGB' ? bytes : withoutRanges(bytes, profile),
  };
}

/** What cICP, or else gAMA and cHRM, say of the colours; undefined where an ICC profile has the word or nothing is said. */
function statedColours(bytes: Uint8Array, chunks: readonly ByteRange[]): string | undefined {
  const content = (name: string): DataView | undefined => {
    const chunk = chunks.find(({ begin }) => tagAt(bytes, begin + 4) === name);
    return chunk && viewOf(bytes.subarray(chunk.begin + 8, chunk.end - 4));
  };
  const coded = content('cICP');
  if (coded && coded.byteLength >= 2)
    return coded.getUint8(0) === 1 && coded.getUint8(1) === 13 ? 'sRGB' : 'cICP';
  if (content('iCCP')) return undefined;
  const [gamma, chromaticities] = [content('gAMA'), content('cHRM')];
  if (gamma === undefined && chromaticities === undefined) return undefined;
  const isSrgbGamma =
    gamma === undefined ||
    (gamma.byteLength >= 4 && Math.abs(gamma.getUint32(0) - SRGB_GAMMA) <= GAMMA_TOLERANCE);
  const isSrgbGamut =
    chromaticities === undefined ||
    (chromaticities.byteLength >= 32 &&
      SRGB_CHROMATICITIES.every((wanted, i) => Math.abs(chromaticities.getUint32(4 * i) - wanted) <= 100));
  if (isSrgbGamma && isSrgbGamut) return 'sRGB';
  return gamma && gamma.byteLength >= 4 && !isSrgbGamma
    ? `gamma ${Number((100_000 / gamma.getUint32(0)).toPrecision(2))}`
    : 'cHRM';
}

/** A profile larger than this is no real one. */
const MAX_PROFILE_BYTES = 2 ** 24;

/** The content of iCCP: a name, 0, the compression method 0, zlib data. */
function inflateProfile(bytes: Uint8Array, chunks: readonly ByteRange[]): Uint8Array | undefined {
  const chunk = chunks.find(({ begin }) => tagAt(bytes, begin + 4) === 'iCCP');
  if (chunk === undefined) return undefined;
  const content = bytes.subarray(chunk.begin + 8, chunk.end - 4);
  try {
    return inflateSync(content.subarray(content.indexOf(0) + 2), { maxOutputLength: MAX_PROFILE_BYTES });
  } catch {
    // Damaged data; an empty profile is a damaged one.
    return new Uint8Array(0);
  }
}
