import type { RgbImage } from '../core/tensor';
import { type PictureHeader, readHeader } from './headers';
import { type DecodedPixels, decodePixels } from './decode-pixels';
import { contentError, FORMAT_LIST, imageError } from './image-error';
import { orient } from './orient';
import { readPictureBytes } from './read-file';
import { type PictureFormat, sniff } from './sniff';

/** What an embedded colour profile may do. */
export const COLOR_PROFILE_USES = ['ignore', 'convert'] as const;
export type ColorProfileUse = (typeof COLOR_PROFILE_USES)[number];

export interface DecodeOptions {
  /** Larger pictures are refused before any memory is taken for their pixels; 1 megapixel = 1,000,000 pixels. Default 100. */
  readonly maxMegapixels?: number;
  /**
   * What an embedded colour profile (ICC, or PNG gAMA, cHRM and cICP, or AVIF nclx) does. `ignore` (default): the stored
   * values are taken as they are, as Keras, Pillow, OpenCV and TensorFlow do. `convert`: they are converted to sRGB.
   */
  readonly colorProfile?: ColorProfileUse;
}

export interface DecodedImage {
  /** Turned upright by EXIF, alpha laid on white, 8 bits a channel (16-bit values lose their low byte). */
  readonly image: RgbImage;
  readonly format: PictureFormat;
  /** Whole sentences about what is wrong with a picture that could be decoded in part; empty for a sound one. */
  readonly warnings: readonly string[];
}

const DEFAULT_MAX_MEGAPIXELS = 100;

/**
 * Decodes a JPEG, PNG, WebP, BMP, GIF, AVIF, HEIC or TIFF file (of an animation or of many pages, the first picture). The format
 * is decided by content. CMYK becomes RGB by (255 - C)(255 - K) / 255 as in Pillow, unless a profile is to be used. What is
 * missing of a truncated or damaged file stays white (JPEG: a flat colour), and a warning says so.
 * @param bytes     the whole file; must not change until the promise settles
 * @param fileName  the file as the user gave it, for messages
 * @throws FeaturescopeError image/empty, image/not-an-image, image/unsupported-format, image/damaged or image/too-large
 */
export async function decodeImage(
  bytes: Uint8Array,
  fileName: string,
  options: DecodeOptions = {},
): Promise<DecodedImage> {
  const content = sniff(bytes);
  if (content.kind !== 'picture') throw contentError(content, fileName);
  const { format } = content;
  const header = readHeader(bytes, format);
  if (header === undefined || header.width < 1 || header.height < 1) throw damaged(format, fileName);
  const checkSize = (width: number, height: number): void => refuseLarge(width, height, fileName, options);
  checkSize(header.width, header.height);
  if (header.unsupported !== undefined)
    throw imageError(
      'unsupported-format',
      fileName,
      `${header.unsupported}; save it as a ${FORMAT_LIST} file`,
    );
  const pixels = await decodePixels(bytes, format, header, options.colorProfile === 'convert', checkSize);
  if (pixels === undefined || isBlank(pixels, header)) throw damaged(format, fileName);
  return {
    image: orient(pixels.image, header.orientation),
    format,
    warnings: [...warningsAbout(pixels, header), ...pixels.profileProblems].map(
      (problem) => `reading ${fileName}: ${problem}.`,
    ),
  };
}

/**
 * Reads and decodes a picture file; see {@link decodeImage}.
 * @param path  as the user gave it; messages repeat it unchanged
 * @throws FeaturescopeError as decodeImage, and image/not-found, image/is-directory or image/unreadable
 */
export async function readImageFile(path: string, options: DecodeOptions = {}): Promise<DecodedImage> {
  return decodeImage(await readPictureBytes(path), path, options);
}

function damaged(format: PictureFormat, fileName: string): Error {
  return imageError(
    'damaged',
    fileName,
    `the ${format} data are damaged and no part of the picture can be decoded; get a new copy`,
  );
}

function refuseLarge(width: number, height: number, fileName: string, options: DecodeOptions): void {
  const limit = options.maxMegapixels ?? DEFAULT_MAX_MEGAPIXELS;
  const megapixels = (width * height) / 1e6;
  if (megapixels <= limit) return;
  throw imageError(
    'too-large',
    fileName,
    `the picture has ${width} x ${height} pixels (${Number(megapixels.toPrecision(6))} megapixels), the limit is ${limit}; make it smaller first`,
  );
}

/** True if nothing was decoded: no pixel at all of a picture that should have opaque ones. */
function isBlank({ image, emptyPixels, isTruncated }: DecodedPixels, header: PictureHeader): boolean {
  const isSuspect = !header.mayHaveAlpha || isTruncated;
  return isSuspect && emptyPixels === image.width * image.height;
}

function warningsAbout({ image, emptyPixels, isTruncated }: DecodedPixels, header: PictureHeader): string[] {
  const cause = isTruncated ? 'the file is cut off or damaged' : 'the file is damaged';
  if (!header.mayHaveAlpha && emptyPixels > 0) {
    const percent = Math.max(1, Math.round((100 * emptyPixels) / (image.width * image.height)));
    return [`${cause}; ${percent} % of the picture is missing and left white`];
  }
  return isTruncated ? [`${cause}; a part of the picture may be missing or coarse`] : [];
}
