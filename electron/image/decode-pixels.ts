import type { Bands } from '../core/bands';
import type { RgbImage } from '../core/tensor';
import { cmykConversion, type ColourProfile, convertToSrgb, readProfile } from './colour-profile';
import { type Coverage, WHOLE } from './coverage/coverage';
import { composeFrame } from './animation/compose';
import { FORMATS, readHeader, type PictureFormat } from './formats';
import type { PictureHeader } from './headers/header';
import { isSrgbProfile, profileName } from './icc-colours';
import { decodeWithSkia, type SkiaPixels } from './skia';
import { layOnWhite, type StoredPixels } from './stored-pixels';
import type { PictureReading } from '../shared/picture-reading';
import type { StoredValues } from './tiff/values';

/** A picture on white, not yet turned by `PictureHeader.orientation`. */
export interface DecodedPixels {
  readonly image: RgbImage;
  /** Pixels that were fully transparent or could not be decoded. */
  readonly emptyPixels: number;
  readonly isTruncated: boolean;
  /** What the compressed data hold. */
  readonly coverage: Coverage;
  /** The highest stored value of 16 bits, at least its upper 8; undefined where that says nothing. */
  readonly highestSample: number | undefined;
  /** The name of colours other than sRGB that the file states; undefined for sRGB, and where nothing is said. */
  readonly colours: string | undefined;
  /** The bands of a TIFF picture that has more than colours, or of which some were chosen. */
  readonly bands?: Bands | undefined;
  /** What the numbers of a TIFF picture are; undefined for others, and for 8 bits. */
  readonly values?: StoredValues | undefined;
  /** Why colours were not converted although the file has a profile. */
  readonly profileProblems: readonly ProfileProblem[];
}

export type ProfileProblem = `note/profile-${'damaged' | 'unread' | 'unsuitable'}`;

interface PixelWishes extends PictureReading {
  /** To sRGB, if the file says that its colours are others. */
  readonly shouldConvert: boolean;
}

/**
 * Decodes the pixels of a file whose header is known: by our own means where the table of formats names some, else with Skia.
 * @param checkSize  throws to refuse a size
 * @returns undefined if nothing can be decoded
 * @throws UnsupportedSegment if JPEG data inside a TIFF file are of a kind that is not read
 */
export async function decodePixels(
  bytes: Uint8Array,
  format: PictureFormat,
  header: PictureHeader,
  { shouldConvert, ...reading }: PixelWishes,
  checkSize: (width: number, height: number) => void,
): Promise<DecodedPixels | undefined> {
  const embedded = header.profile();
  const known = embedded && readProfile(embedded);
  const colours = coloursOf(header, known);
  const profile = shouldConvert ? known : undefined;
  const profileProblems: ProfileProblem[] =
    shouldConvert && embedded !== undefined && profile === undefined ? ['note/profile-damaged'] : [];
  if (shouldConvert && header.hasUnreadColours === true) profileProblems.push('note/profile-unread');
  const { decode } = FORMATS[format];
  if (!decode) {
    const source = header.decodableBytes(shouldConvert && profileProblems.length === 0);
    const { frame = 1 } = reading;
    const isLater = frame > 1;
    const [pixels, coverage] = isLater
      ? await laterFrame(source, format, header, frame)
      : await Promise.all([decodeWithSkia(source, checkSize), header.coverage?.() ?? WHOLE]);
    if (pixels === undefined) return undefined;
    whitenMissing(pixels.image, coverage);
    const highestSample =
      header.deep && !header.mayHaveAlpha && !isLater
        ? await highestOf(pixels.image, header.deep)
        : undefined;
    const isTruncated = header.isTruncated && !isLater;
    return { ...pixels, isTruncated, coverage, highestSample, colours, profileProblems };
  }
  const stored = await decode(bytes, header, { profile, ...reading });
  if (stored === undefined) return undefined;
  const isConvertible = profile === undefined || isSuitable(profile, stored);
  if (!isConvertible) profileProblems.push('note/profile-unsuitable');
  const isLeft = profile === undefined || !isConvertible || stored.space === 'CMYK';
  const image = isLeft ? stored.image : await convertToSrgb(stored.image, profile);
  layOnWhite({ ...stored, image });
  return {
    image,
    emptyPixels: stored.missingPixels,
    isTruncated: header.isTruncated || stored.isTruncated,
    coverage: stored.isDamaged ? { share: 1, isDamaged: true } : ((await header.coverage?.()) ?? WHOLE),
    highestSample: stored.highestSample,
    values: stored.values,
    bands: stored.bands && withColours(stored.bands, image),
    colours,
    profileProblems,
  };
}

/** A frame behind the first one, and whether its data are what an encoder wrote. */
async function laterFrame(
  bytes: Uint8Array,
  format: PictureFormat,
  size: PictureHeader,
  number: number,
): Promise<readonly [SkiaPixels | undefined, Coverage]> {
  const { animation } = FORMATS[format];
  if (!animation) return [undefined, WHOLE];
  const composed = await composeFrame(animation(bytes), number, size, async (still) => {
    const header = readHeader(still, format);
    const { isDamaged } = (await header?.coverage?.()) ?? WHOLE;
    return isDamaged || header?.isTruncated !== false;
  });
  return [composed, { share: 1, isDamaged: composed?.isDamaged === true }];
}

/** What the colours are called where they are not sRGB. */
function coloursOf(header: PictureHeader, profile: ColourProfile | undefined): string | undefined {
  if (profile !== undefined) return isSrgbProfile(profile) ? undefined : profileName(profile) || 'ICC';
  if (header.hasUnreadColours === true) return 'nclx';
  return header.statedColours === 'sRGB' ? undefined : header.statedColours;
}

/** The decoder leaves missing rows black where a picture of 16-bit grey has no alpha. */
function whitenMissing({ data, width, height }: RgbImage, { wholeRows = height }: Coverage): void {
  const rowBytes = 3 * width;
  for (let row = wholeRows; row < height; row++) {
    const pixels = data.subarray(row * rowBytes, (row + 1) * rowBytes);
    if (pixels.every((value) => value === 0)) pixels.fill(255);
  }
}

/** From the upper 8 bits; where all of them are 0, any value that is not stands for the others. */
async function highestOf(
  { data }: RgbImage,
  { hasValues }: NonNullable<PictureHeader['deep']>,
): Promise<number> {
  const highest = data.reduce((most, value) => Math.max(most, value), 0);
  return highest > 0 ? 256 * highest + 255 : Number(await hasValues());
}

/** Bands whose first three are the colours, perhaps converted. */
function withColours(bands: Bands, image: RgbImage): Bands {
  if (!bands.isColour || bands.triples.length === 0) return bands;
  return { ...bands, triples: [image, ...bands.triples.slice(1)] };
}

function isSuitable(profile: ColourProfile, { space, bands }: StoredPixels): boolean {
  if (bands && !bands.isColour) return false;
  if (space === 'CMYK') return cmykConversion(profile) !== undefined;
  return profile.space === 'RGB' || profile.space === space;
}
