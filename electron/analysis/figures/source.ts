import { cropRgb, type FitMode, type PixelSize } from '../../core/fit';
import type { LayerVerdicts } from '../../core/map-verdicts';
import { resizeRgb } from '../../core/resize';
import type { RgbImage } from '../../core/tensor';
import type { CaptionFacts } from '../../image/figure/content';
import type { ModelSession } from '../model-session';
import type { RankedLabel } from '../predictions';
import type { ModelInput, SourcePicture } from '../source-picture';

/** Pixels of the picture that a figure keeps: a large photo is made smaller. */
const MOST_PHOTO_PIXELS = 24e6;

/** The picture of a figure in its own size; its pixels may be read again for it. */
export interface FigurePhoto extends PixelSize {
  readonly lend: <Result>(use: (image: RgbImage) => Result) => Result | Promise<Result>;
}

/** What is said of a layer's maps. */
export interface JudgedMaps {
  /** Its place in the list. */
  readonly layer: number;
  readonly verdicts: Pick<LayerVerdicts, 'kinds'>;
}

/** What figures are made from: a picture in a model. */
export interface FigureSource {
  readonly session: ModelSession;
  readonly input: ModelInput;
  /** Name of the picture. */
  readonly picture: string;
  /** Null for an array, which is shown as it is fed. */
  readonly photo: FigurePhoto | null;
  readonly fit: FitMode;
  /** The best classes, where they are known; empty where the model has none. Otherwise a pass gives them. */
  readonly rank?: (count: number) => readonly RankedLabel[];
  /** Verdicts on the maps of layers, where they are known from more than this picture. */
  readonly verdicts?: (layers: readonly number[]) => Promise<readonly JudgedMaps[]>;
  /** What a comparison shows, from left to right. */
  readonly compared?: readonly ComparedSource[];
}

/** One of the things that a comparison shows side by side; of its picture, only what is fed is drawn. */
export type ComparedSource = Omit<FigureSource, 'photo' | 'compared'> & { readonly photo: PixelSize | null };

/** The source of figures of an opened picture. */
export function figureSource(
  session: ModelSession,
  picture: SourcePicture,
  input: ModelInput,
  fit: FitMode,
): FigureSource {
  const image = picture.kind === 'picture' ? picture.image : null;
  const photo = image && {
    width: image.width,
    height: image.height,
    lend: <R>(use: (image: RgbImage) => R) => use(image),
  };
  return { session, input, picture: picture.name, photo, fit };
}

/** The source of a comparison; its pictures are not kept in their own pixels. */
export function comparisonSource(compared: readonly ComparedSource[]): FigureSource {
  // Whoever compares, each column has its own classes.
  return { ...compared[0]!, photo: null, rank: () => [], compared };
}

export function captionFactsOf({ compared, ...source }: FigureSource): CaptionFacts {
  const { session, input } = source;
  return {
    model: session.title,
    input: { width: input.image.width, height: input.image.height },
    pictures: (compared ?? [source]).map(({ picture, photo, fit }) => ({
      picture,
      fitted: photo && { width: photo.width, height: photo.height, fit },
    })),
    preprocess: session.preprocess,
  };
}

/** Size of the part of the picture that the model sees, as it is kept. */
export function seenSize({ input: { source } }: FigureSource): PixelSize {
  const scale = Math.min(1, Math.sqrt(MOST_PHOTO_PIXELS / (source.width * source.height)));
  const side = (length: number) => Math.max(1, Math.round(length * scale));
  return { width: side(source.width), height: side(source.height) };
}

/** That part in its pixels; of an array what is fed. */
export async function seenPhoto(figure: FigureSource): Promise<RgbImage> {
  const { photo, input } = figure;
  if (!photo) return input.image;
  return photo.lend((image) => reduced(cropRgb(image, input.source), seenSize(figure)));
}

/** The whole picture, small enough to be kept. */
export async function wholePhoto({ photo, input }: FigureSource, most: PixelSize): Promise<RgbImage> {
  if (!photo) return input.image;
  const scale = Math.min(1, most.width / photo.width, most.height / photo.height);
  const side = (length: number) => Math.max(1, Math.round(length * scale));
  return photo.lend((image) => reduced(image, { width: side(image.width), height: side(image.height) }));
}

function reduced(image: RgbImage, { width, height }: PixelSize): RgbImage {
  return image.width === width && image.height === height
    ? image
    : resizeRgb(image, width, height, 'antialias');
}
