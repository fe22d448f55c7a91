import { message, type Message } from '../../shared/messages/message';
import type { TiffDirectory } from './directory';
import { colourSamples, COMPRESSION, NUMBERS, PHOTOMETRIC, PREDICTOR, TAGS, type TiffPage } from './format';
import { hasValues, isPlain } from './values';

const MAX_SAMPLES = 512;
const MAX_SEGMENT_BYTES = 2 ** 30;

type Checked = Omit<TiffPage, 'unsupported'>;

/** Proper names of what is not read: compressions, colours (PhotometricInterpretation). */
const COMPRESSION_NAMES: Readonly<Record<number, string>> = {
  2: 'CCITT RLE',
  3: 'CCITT Group 3',
  4: 'CCITT Group 4',
  6: 'JPEG (TIFF 6.0)',
  9: 'JBIG (T.85)',
  10: 'JBIG (T.43)',
  32766: 'NeXT',
  32809: 'ThunderScan',
  34661: 'JBIG',
  34676: 'SGI LogLuv',
  34677: 'SGI LogLuv24',
  34712: 'JPEG 2000',
  34887: 'LERC',
  34892: 'JPEG (DNG)',
  34925: 'LZMA',
  34933: 'PNG',
  34934: 'JPEG XR',
  33003: 'JPEG 2000 (Aperio)',
  33005: 'JPEG 2000 (Aperio)',
  50000: 'Zstandard',
  50001: 'WebP',
  50002: 'JPEG XL',
  52546: 'JPEG XL (DNG)',
};
const COLOUR_NAMES: Readonly<Record<number, string>> = {
  6: 'YCbCr',
  8: 'CIE L*a*b*',
  9: 'ICC L*a*b*',
  10: 'ITU L*a*b*',
  32803: 'CFA',
  32844: 'LogL',
  32845: 'LogLuv',
};
const INK_COLOURS = 'DeviceN';
/** SampleFormat of complex numbers. */
const COMPLEX: readonly number[] = [5, 6];

/** Why a page cannot be decoded; undefined if it can. */
export function whyUnsupported(page: Checked, directory: TiffDirectory): Message | undefined {
  const isPreview = (directory.number(TAGS.subfileType, 0) & 1) === 1 && directory.has(TAGS.subDirectories);
  if (directory.has(TAGS.rawVersion) || isPreview)
    return message('part/content-unread', { what: message('part/content-raw') });
  const what = unreadFeature(page, directory);
  return what && message('part/tiff-unread', { what });
}

/** What the page has that is not read. */
function unreadFeature(page: Checked, directory: TiffDirectory): Message | undefined {
  const { bits, compression, photometric, samples } = page;
  const isJpeg = compression === COMPRESSION.jpeg;
  const unreadNumbers = unreadSamples(page, directory);
  if (unreadNumbers !== undefined) return unreadNumbers;
  if (!Object.values<number>(COMPRESSION).includes(compression)) {
    const name = COMPRESSION_NAMES[compression];
    const method =
      name === undefined
        ? message('part/compression-number', { number: compression })
        : message('part/compression-named', { name });
    return message('part/tiff-compression', { method });
  }
  if (samples > MAX_SAMPLES || (isJpeg && !page.isPlanar && samples !== 1 && samples !== 3))
    return message('part/tiff-channels', { channels: samples });
  if (samples < colourSamples(photometric)) return message('part/tiff-few-channels', { channels: samples });
  if (!areColoursRead(page, directory)) {
    const kind = photometric === PHOTOMETRIC.cmyk ? INK_COLOURS : (COLOUR_NAMES[photometric] ?? photometric);
    return message('part/tiff-colours', { kind });
  }
  if (photometric === PHOTOMETRIC.palette && bits > 8) return message('part/tiff-deep-palette', { bits });
  if (!isPlain(page) && !hasValues(page)) return message('part/tiff-colour-numbers');
  const segmentBytes = (page.segmentWidth * page.segmentHeight * (page.isPlanar ? 1 : samples) * bits) / 8;
  if (segmentBytes > MAX_SEGMENT_BYTES) return message('part/tiff-strips');
  return isPredictorRead(page) ? undefined : message('part/tiff-predictor', { predictor: page.predictor });
}

/** What is not read of the kind of numbers. */
function unreadSamples(
  { bits, compression, numbers, samples }: Checked,
  directory: TiffDirectory,
): Message | undefined {
  const formats = directory.numbers(TAGS.sampleFormat, MAX_SAMPLES);
  if (COMPLEX.includes(numbers)) return message('part/tiff-complex');
  if (!Object.values<number>(NUMBERS).includes(numbers))
    return message('part/tiff-format', { format: numbers });
  if (formats.some((other) => other !== formats[0])) return message('part/tiff-mixed-formats', { formats });
  const all = directory.numbers(TAGS.bits, MAX_SAMPLES);
  if (all.some((other) => other !== bits)) return message('part/tiff-mixed-bits', { bits: all });
  const isJpeg = compression === COMPRESSION.jpeg;
  const isRead = isJpeg
    ? bits === 8 && numbers === NUMBERS.unsigned
    : numbers === NUMBERS.float
      ? [16, 32, 64].includes(bits)
      : [8, 16, 32, 64].includes(bits) ||
        ([1, 2, 4].includes(bits) && samples === 1 && numbers === NUMBERS.unsigned);
  if (isRead) return undefined;
  return message(numbers === NUMBERS.float ? 'part/tiff-float-bits' : 'part/tiff-bits', { bits });
}

function isPredictorRead({ predictor, bits, numbers }: Checked): boolean {
  switch (predictor) {
    case PREDICTOR.none:
      return true;
    case PREDICTOR.differences:
      return bits >= 8;
    default:
      return predictor === PREDICTOR.floats && numbers === NUMBERS.float;
  }
}

function areColoursRead({ compression, isPlanar, photometric }: Checked, directory: TiffDirectory): boolean {
  const isJpeg = compression === COMPRESSION.jpeg;
  if (photometric === PHOTOMETRIC.ycbcr) return isJpeg && !isPlanar;
  if (photometric === PHOTOMETRIC.cmyk) return !isJpeg && directory.number(TAGS.inkSet, 1) === 1;
  return Object.values<number>(PHOTOMETRIC).includes(photometric);
}
