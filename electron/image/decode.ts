import type { Bands } from '../core/bands';
import type { RgbImage } from '../core/tensor';
import { failed } from '../shared/errors';
import { message, type Message } from '../shared/messages/message';
import type { COLOUR_PROFILE_USES } from '../shared/names';
import type { PictureReading } from '../shared/picture-reading';
import { type DecodedPixels, decodePixels } from './decode-pixels';
import { FORMATS, readHeader, type PictureFormat } from './formats';
import type { PictureHeader } from './headers/header';
import { contentError, damaged, tooLarge, unsupported } from './image-error';
import { orient } from './orient';
import { refuseBands } from './band-choice';
import { noteOnFrames, refuseFrame } from './frame-choice';
import { sniff } from './sniff';
import { UnsupportedSegment } from './tiff/jpeg-segment';
import type { StoredValues } from './tiff/values';
import { notesOnValues, refuseNoValues, warningsAboutValues } from './value-notes';

export type ColourProfileUse = (typeof COLOUR_PROFILE_USES)[number];

export interface DecodeOptions extends PictureReading {
  /** Larger pictures are refused before any memory is taken for their pixels; 1 megapixel = 1,000,000 pixels. Default 100. */
  readonly maxMegapixels?: number;
  /**
   * What an embedded colour profile (ICC, or PNG gAMA, cHRM and cICP, or AVIF nclx) does. `ignore` (default): the stored
   * values are taken as they are, as Keras, Pillow, OpenCV and TensorFlow do. `convert`: they are converted to sRGB.
   */
  readonly colourProfile?: ColourProfileUse;
}

/** Frames of an animation, or pages of a TIFF file. */
export interface Frames {
  /** Counted from 1. */
  readonly number: number;
  readonly count: number;
  /** Others than the first one can be read. */
  readonly canChoose: boolean;
}

export interface DecodedImage {
  /** Turned upright by EXIF, alpha laid on white, 8 bits a channel (16-bit values lose their low byte). */
  readonly image: RgbImage;
  readonly format: PictureFormat;
  /** The name of colours other than sRGB that the file states, such as `Display P3`; null for sRGB, or where nothing is said. */
  readonly colours: string | null;
  /** What the numbers of a TIFF picture are; null for others, and for 8 bits, which are taken as they are. */
  readonly values: StoredValues | null;
  /** The bands of a TIFF picture that has more than colours, or of which some were chosen; null for others. */
  readonly bands: Bands | null;
  /** Which of the frames or pages it is. */
  readonly frames: Frames;
  /** What is good to know of how it was read. */
  readonly notes: readonly Message[];
  /** What is wrong with a picture that could be decoded in part, or shows nothing; empty for a sound one. */
  readonly warnings: readonly Message[];
}

const DEFAULT_MAX_MEGAPIXELS = 100;

/**
 * Decodes a file of one of the formats that are read (formats.ts); of an animation or of many pages the frame that is wanted. The format
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
  const { frame = 1 } = options;
  const found = readHeader(bytes, format, frame);
  if (found === undefined) throw damaged(format, fileName);
  refuseFrame(found, frame, fileName);
  // Frames of an animation may leave parts of the canvas empty.
  const header = frame > 1 && FORMATS[format].animation ? { ...found, mayHaveAlpha: true } : found;
  const checkSize = (width: number, height: number): void => refuseLarge(width, height, fileName, options);
  checkSize(header.width, header.height);
  if (header.unsupported !== undefined) throw unsupported(header.unsupported, fileName);
  refuseBands(header, options, options.maxMegapixels ?? DEFAULT_MAX_MEGAPIXELS, fileName);
  if (header.width < 1 || header.height < 1) throw damaged(format, fileName);
  const pixels = await decodePixels(
    bytes,
    format,
    header,
    { ...options, shouldConvert: options.colourProfile === 'convert' },
    checkSize,
  ).catch((error: unknown) => {
    throw error instanceof UnsupportedSegment ? unsupported(error.problem, fileName) : error;
  });
  if (pixels === undefined || isBlank(pixels, header)) throw damaged(format, fileName);
  refuseNoValues(pixels.values, fileName);
  refuseTooDark(pixels, fileName);
  return {
    image: orient(pixels.image, header.orientation),
    format,
    colours: pixels.colours ?? null,
    values: pixels.values ?? null,
    bands: pixels.bands
      ? { ...pixels.bands, triples: pixels.bands.triples.map((triple) => orient(triple, header.orientation)) }
      : null,
    frames: { number: frame, count: 1, canChoose: true, ...header.frames },
    notes: [...noteOnFrames(header, options, fileName), ...notesOnValues(pixels.values, options, fileName)],
    warnings: [
      ...warningsAboutValues(pixels.values, fileName),
      ...warningsAbout(pixels, header, fileName),
      ...pixels.profileProblems.map((problem) => message(problem, { file: fileName })),
    ],
  };
}

function refuseLarge(width: number, height: number, fileName: string, options: DecodeOptions): void {
  const limit = options.maxMegapixels ?? DEFAULT_MAX_MEGAPIXELS;
  const megapixels = (width * height) / 1e6;
  if (megapixels <= limit) return;
  throw tooLarge(
    message('part/too-many-pixels', { width, height, megapixels: Number(megapixels.toPrecision(6)), limit }),
    fileName,
  );
}

/** True if nothing was decoded: there are no data, or no pixel at all of a picture that should have opaque ones. */
function isBlank(
  { image, emptyPixels, isTruncated, coverage }: DecodedPixels,
  header: PictureHeader,
): boolean {
  const isSuspect = !header.mayHaveAlpha || isTruncated || coverage.isDamaged;
  return coverage.share === 0 || (isSuspect && emptyPixels === image.width * image.height);
}

/** Refuses 16 bits that hold values which are all below 256: cut to their upper 8 bits nothing is left of them. */
function refuseTooDark({ highestSample = 0, values }: DecodedPixels, file: string): void {
  if (highestSample <= 0 || highestSample >= 256) return;
  if (!values) throw unsupported(message('part/sixteen-bits-too-dark'), file);
  const { type, highest } = values;
  throw failed('image/dark-values', { type, highest }, { during: [message('doing/reading', { file })] });
}

function warningsAbout(pixels: DecodedPixels, header: PictureHeader, file: string): Message[] {
  const { image, emptyPixels, isTruncated, coverage } = pixels;
  const area = image.width * image.height;
  const cause = message(isTruncated ? 'part/file-cut-off' : 'part/file-damaged');
  const isSeen = !header.mayHaveAlpha && emptyPixels > 0;
  const missing = isSeen ? emptyPixels / area : 1 - coverage.share;
  if (missing > 0 && (isSeen || coverage.isRestEmpty === true)) {
    const percent = Math.max(1, Math.round(100 * missing));
    return [message('note/picture-missing', { file, cause, percent })];
  }
  if (isTruncated || coverage.isDamaged) return [message('note/picture-coarse', { file, cause })];
  if (emptyPixels === area) return [message('note/picture-transparent', { file })];
  return fewBits(pixels, file);
}

/** Cameras and scanners of 10, 12 or 14 bits write their values into 16 as they are. */
function fewBits({ highestSample = 0 }: DecodedPixels, file: string): Message[] {
  if (highestSample === 0) return [];
  const used = Math.max(8, 32 - Math.clz32(highestSample));
  return used > 14 ? [] : [message('note/picture-few-bits', { file, used, share: 2 ** (16 - used) })];
}
