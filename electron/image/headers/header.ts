import type { Message } from '../../shared/messages/message';
import type { Coverage } from '../coverage/coverage';

/** What the first bytes of a picture file say, read without decoding any pixel. */
export interface PictureHeader {
  /** Size in pixels as stored, before any rotation by EXIF. */
  readonly width: number;
  readonly height: number;
  /** False if every pixel that its decoder reports as empty is missing, as those of a complete file are opaque. */
  readonly mayHaveAlpha: boolean;
  /** The file ends before its own structure says it should. */
  readonly isTruncated: boolean;
  /** Orientation by EXIF (1 to 8) that the decoder does not apply by itself. Skia does for JPEG, WebP and AVIF. */
  readonly orientation: number;
  /** The embedded ICC profile, if there is one; it may be damaged. */
  readonly profile: () => Uint8Array | undefined;
  /** Colours other than sRGB that the file states without an ICC profile, in words such as `gamma 1.8`. */
  readonly statedColours?: string;
  /** The file says without an ICC profile that its colours are not sRGB, in a way that is not converted. */
  readonly hasUnreadColours?: boolean;
  /** Why the picture cannot be decoded, if that is known already. */
  readonly unsupported?: Message;
  /** What its compressed data hold, where decoders fill in what is missing and say nothing. */
  readonly coverage?: () => Coverage | Promise<Coverage>;
  /** The stored colours were multiplied by alpha, which the decoder leaves so. */
  readonly isPremultiplied?: boolean;
  /** 16 bits a channel are stored; the decoder gives the upper 8. */
  readonly deep?: { readonly hasValues: () => boolean | Promise<boolean> };
  /** Frames of an animation, or pages; one without it. */
  readonly frames?: { readonly count: number; readonly canChoose: boolean };
  /** Bands that can be chosen: how many, and how many are read without a choice (0: the colours). */
  readonly bands?: { readonly total: number; readonly read: number };
  /**
   * The bytes to hand to Skia: without colour profile unless it is to be kept, so that the stored values come out, and with
   * the end marker that a cut-off JPEG file lacks.
   */
  readonly decodableBytes: (keepProfile: boolean) => Uint8Array;
}

/** Big- and little-endian reads; every read outside the bytes throws RangeError, which means "damaged" to the callers. */
export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Four bytes as letters, for chunk and box names. */
export function tagAt(bytes: Uint8Array, offset: number): string {
  return String.fromCharCode(...bytes.subarray(offset, offset + 4));
}

/** Half-open range of bytes. */
export interface ByteRange {
  readonly begin: number;
  readonly end: number;
}

/** A copy without the given ranges (ascending, not overlapping); the bytes themselves if there are none. */
export function withoutRanges(bytes: Uint8Array, ranges: readonly ByteRange[]): Uint8Array {
  if (ranges.length === 0) return bytes;
  const kept = new Uint8Array(bytes.length - ranges.reduce((sum, { begin, end }) => sum + end - begin, 0));
  let source = 0;
  let target = 0;
  for (const { begin, end } of [...ranges, { begin: bytes.length, end: bytes.length }]) {
    kept.set(bytes.subarray(source, begin), target);
    target += begin - source;
    source = end;
  }
  return kept;
}
