import { type CmykToRgb, createCmykToRgb } from '../core/icc-cmyk';
import type { RgbImage } from '../core/tensor';
import { tagAt, viewOf } from './headers/header';
import { wrapWithProfile } from './png-writer';
import { decodeWithSkia } from './skia';

/** Rows converted at a time. */
const STRIP_ROWS = 256;

/** An ICC profile that can be used, for these colours. */
export interface ColourProfile {
  readonly bytes: Uint8Array;
  /** `RGB`, `GRAY`, `CMYK`, or the letters of another colour space. */
  readonly space: string;
  readonly parts: ReadonlyMap<string, Uint8Array>;
}

/** Parts without which a profile cannot be used. */
const REQUIRED: Readonly<Record<string, readonly (readonly string[])[]>> = {
  RGB: [['rXYZ', 'gXYZ', 'bXYZ', 'rTRC', 'gTRC', 'bTRC'], ['A2B0']],
  GRAY: [['kTRC'], ['A2B0']],
  CMYK: [['A2B0'], ['A2B1']],
};

/**
 * Reads an ICC profile as far as it takes to know whether it can be used.
 * @returns undefined if it is damaged: not whole, or without its curves or tables
 * Source: ICC.1:2022, sections 7.2 and 7.3.
 */
export function readProfile(bytes: Uint8Array): ColourProfile | undefined {
  const view = viewOf(bytes);
  try {
    if (view.getUint32(0) > bytes.length || tagAt(bytes, 36) !== 'acsp') return undefined;
    if (!['XYZ ', 'Lab '].includes(tagAt(bytes, 20))) return undefined;
    const parts = readParts(bytes, view);
    const space = tagAt(bytes, 16).trim();
    const isUsable = REQUIRED[space]?.some((names) => names.every((name) => parts.has(name))) ?? true;
    return isUsable ? { bytes, space, parts } : undefined;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** The conversion from CMYK to sRGB by a profile; undefined if it is not one for that, or has tables of a rare kind. */
export function cmykConversion({ space, parts }: ColourProfile): CmykToRgb | undefined {
  const table = space === 'CMYK' ? (parts.get('A2B0') ?? parts.get('A2B1')) : undefined;
  try {
    return table && createCmykToRgb(table);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** The content of every part by its name. @throws RangeError if one lies outside the profile */
function readParts(profile: Uint8Array, view: DataView): Map<string, Uint8Array> {
  const parts = new Map<string, Uint8Array>();
  for (let i = view.getUint32(128), at = 132; i > 0; i--, at += 12) {
    const begin = view.getUint32(at + 4);
    const end = begin + view.getUint32(at + 8);
    if (end > profile.length || end - begin < 8) throw new RangeError('part outside');
    parts.set(tagAt(profile, at), profile.subarray(begin, end));
  }
  return parts;
}

/**
 * Converts a picture in the colours of a profile to sRGB: Skia decodes it as a PNG that carries the profile.
 * @param profile  for RGB, or for GRAY if the picture is grey
 */
export async function convertToSrgb(
  { data, width, height }: RgbImage,
  { bytes, space }: ColourProfile,
): Promise<RgbImage> {
  const isGrey = space === 'GRAY';
  const converted = new Uint8Array(data.length);
  for (let top = 0; top < height; top += STRIP_ROWS) {
    const rows = Math.min(STRIP_ROWS, height - top);
    const begin = top * width * 3;
    const strip = data.subarray(begin, begin + rows * width * 3);
    const samples = isGrey ? Uint8Array.from({ length: rows * width }, (_, i) => strip[3 * i]!) : strip;
    const png = wrapWithProfile(samples, width, rows, isGrey ? 1 : 3, bytes);
    const pixels = await decodeWithSkia(png, () => undefined);
    converted.set(pixels?.image.data ?? strip, begin);
  }
  return { data: converted, width, height };
}
