import type { RgbImage } from '../../core/tensor';
import type { Message } from '../../shared/messages/message';
import { jpegCoverage } from '../coverage/jpeg';
import { readJpegHeader } from '../headers/jpeg';
import { decodeWithSkia } from '../skia';
import { PHOTOMETRIC, type TiffPage } from './format';

/** Adobe's marker segment; its last byte says how three channels are coded: 0 = RGB, 1 = YCbCr. */
const ADOBE = [0xff, 0xee, 0, 14, 0x41, 0x64, 0x6f, 0x62, 0x65, 0, 100, 0, 0, 0, 0];

export interface JpegSegment {
  readonly image: RgbImage;
  readonly isTruncated: boolean;
  /** Its data are not what an encoder wrote. */
  readonly isDamaged: boolean;
}

/** The JPEG data of a TIFF picture are of a kind that Skia gives zeros for. */
export class UnsupportedSegment extends Error {
  override readonly name = 'UnsupportedSegment';

  constructor(readonly problem: Message) {
    super(problem.key);
  }
}

/**
 * Decodes a strip or tile that is a JPEG file of its own but for the tables that all of them share.
 * @returns undefined if nothing of it can be decoded, or if it has another size than the page says
 * @throws UnsupportedSegment
 * Source: Adobe, TIFF Technical Note 2 (JPEG).
 */
export async function decodeJpegSegment(data: Uint8Array, page: TiffPage): Promise<JpegSegment | undefined> {
  const tables = page.jpegTables?.subarray(2, -2) ?? new Uint8Array(0);
  const transform = page.photometric === PHOTOMETRIC.rgb ? 0 : 1;
  const file = Buffer.concat([
    data.subarray(0, 2),
    Uint8Array.of(...ADOBE, transform),
    tables,
    data.subarray(2),
  ]);
  const isFitting = (width: number, height: number): boolean =>
    width === page.segmentWidth && height <= page.segmentHeight;
  try {
    const header = readJpegHeader(file);
    if (header.unsupported) throw new UnsupportedSegment(header.unsupported);
    const channels = page.isPlanar ? 1 : page.samples;
    if (header.channels !== channels || !isFitting(header.width, header.height)) return undefined;
    const coverage = jpegCoverage(file);
    if (coverage.share === 0) return undefined;
    const pixels = await decodeWithSkia(header.decodableBytes(false), () => undefined);
    // An EXIF block inside may have turned it.
    if (pixels === undefined || !isFitting(pixels.image.width, pixels.image.height)) return undefined;
    return { image: pixels.image, isTruncated: header.isTruncated, isDamaged: coverage.isDamaged };
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
