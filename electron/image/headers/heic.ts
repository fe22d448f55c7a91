import { message } from '../../shared/messages/message';
import type { Coverage } from '../coverage/coverage';
import { hevcCoverage } from '../coverage/hevc';
import { type Box, heifColours, heifProfile, type HeifStructure, readHeifStructure } from './boxes';
import { type PictureHeader, viewOf } from './header';
import { hevcFrameSize } from './hevc';

/** Primaries of sRGB, or none said. */
const SRGB_PRIMARIES = [1, 2];
/** Transfer curves that show as sRGB's: BT.709 and its kin, none said, sRGB. */
const SRGB_TRANSFERS = [1, 2, 6, 13];

/** Coded frames are padded up to whole blocks, at most this much. */
const LARGEST_PADDING = 64;

/**
 * Size and profile of a HEIC file.
 * @throws RangeError if the boxes down to the item properties or a frame header are missing or not whole, or if a coded
 *         frame, for which the decoder takes memory too, is larger than the picture
 */
export function readHeicHeader(bytes: Uint8Array): PictureHeader {
  const { width, height, properties, isTruncated, isPremultiplied, hevcData, frameCount } =
    readHeifStructure(bytes);
  const frames = properties.filter(({ name }) => name === 'hvcC').map((box) => frameSize(bytes, box));
  if (
    frames.some((frame) => frame.width > width + LARGEST_PADDING || frame.height > height + LARGEST_PADDING)
  )
    throw new RangeError('frame larger than picture');
  const profile = heifProfile(bytes, properties);
  const colours = heifColours(bytes, properties);
  const isSrgb =
    colours === undefined ||
    (SRGB_PRIMARIES.includes(colours.primaries) && SRGB_TRANSFERS.includes(colours.transfer));
  return {
    width,
    height,
    frames: { count: frameCount, canChoose: false },
    // What is missing cannot be told by its look: the decoder fills it in.
    mayHaveAlpha: true,
    isTruncated,
    // The decoder turns the picture as the container says; EXIF must not turn it again.
    orientation: 1,
    profile: () => profile,
    hasUnreadColours: profile === undefined && !isSrgb,
    decodableBytes: () => bytes,
    isPremultiplied,
    coverage: () => coverageOf(bytes, hevcData),
    ...(frames.length === 0 && {
      unsupported: message('part/heif-no-hevc'),
    }),
  };
}

function coverageOf(bytes: Uint8Array, hevcData: HeifStructure['hevcData']): Coverage {
  try {
    return hevcCoverage(bytes, hevcData());
  } catch (error) {
    if (error instanceof RangeError) return { share: 1, isDamaged: true };
    throw error;
  }
}

/** Size of the frames that a decoder configuration (ISO/IEC 14496-15, section 8.3.3) announces. */
function frameSize(bytes: Uint8Array, { begin, end }: Box): { width: number; height: number } {
  const SEQUENCE_PARAMETERS = 33;
  const view = viewOf(bytes.subarray(begin, end));
  let offset = 23;
  for (let arrays = view.getUint8(22); arrays > 0; arrays--) {
    const type = view.getUint8(offset) & 0x3f;
    const units = view.getUint16(offset + 1);
    offset += 3;
    for (let unit = 0; unit < units; unit++) {
      const length = view.getUint16(offset);
      offset += 2;
      if (type === SEQUENCE_PARAMETERS)
        return hevcFrameSize(bytes.subarray(begin + offset, begin + offset + length));
      offset += length;
    }
  }
  throw new RangeError('no sequence parameters');
}
