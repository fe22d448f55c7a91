import type { RgbImage } from '../core/tensor';
import { cmykConversion, type ColorProfile, convertToSrgb, readProfile } from './color-profile';
import type { PictureHeader } from './headers';
import { decodeHeic } from './heic';
import { decodeWithSkia } from './skia';
import type { PictureFormat } from './sniff';
import { layOnWhite, type StoredPixels } from './stored-pixels';
import { decodeTiff } from './tiff/decode-tiff';

/** A picture on white, not yet turned by `PictureHeader.orientation`. */
export interface DecodedPixels {
  readonly image: RgbImage;
  /** Pixels that were fully transparent or could not be decoded. */
  readonly emptyPixels: number;
  readonly isTruncated: boolean;
  /** Why colours were not converted although the file has a profile, as clauses. */
  readonly profileProblems: readonly string[];
}

const DAMAGED_PROFILE = 'the colour profile is damaged; the colours are taken as sRGB';
const UNREAD_COLORS = 'the colours are of a kind that is not converted (nclx); they are taken as sRGB';
const UNSUITABLE_PROFILE =
  'the colour profile cannot be applied to this picture; the colours are taken as sRGB';

/**
 * Decodes the pixels of a file whose header is known: HEIC and TIFF by our own means, all else with Skia.
 * @param shouldConvert  to sRGB, if the file says that its colours are others
 * @param checkSize      throws to refuse a size
 * @returns undefined if nothing can be decoded
 */
export async function decodePixels(
  bytes: Uint8Array,
  format: PictureFormat,
  header: PictureHeader,
  shouldConvert: boolean,
  checkSize: (width: number, height: number) => void,
): Promise<DecodedPixels | undefined> {
  const embedded = shouldConvert ? header.profile() : undefined;
  const profile = embedded && readProfile(embedded);
  const profileProblems = embedded !== undefined && profile === undefined ? [DAMAGED_PROFILE] : [];
  if (shouldConvert && header.hasUnreadColors === true) profileProblems.push(UNREAD_COLORS);
  if (format !== 'HEIC' && format !== 'TIFF') {
    const source = header.decodableBytes(shouldConvert && profileProblems.length === 0);
    const pixels = await decodeWithSkia(source, checkSize);
    return pixels && { ...pixels, isTruncated: header.isTruncated, profileProblems };
  }
  const stored =
    format === 'HEIC'
      ? await decodeHeic(bytes, header.width * header.height)
      : await decodeTiff(bytes, profile && cmykConversion(profile));
  if (stored === undefined) return undefined;
  const isConvertible = profile === undefined || isSuitable(profile, stored);
  if (!isConvertible) profileProblems.push(UNSUITABLE_PROFILE);
  const isLeft = profile === undefined || !isConvertible || stored.space === 'CMYK';
  const image = isLeft ? stored.image : await convertToSrgb(stored.image, profile);
  layOnWhite({ ...stored, image });
  return {
    image,
    emptyPixels: stored.missingPixels,
    isTruncated: header.isTruncated || stored.isTruncated,
    profileProblems,
  };
}

function isSuitable(profile: ColorProfile, { space }: StoredPixels): boolean {
  if (space === 'CMYK') return cmykConversion(profile) !== undefined;
  return profile.space === 'RGB' || profile.space === space;
}
