import path from 'node:path';
import { fitImage, type FitMode, type PixelRect } from '../core/fit';
import { isNpy, parseNpy } from '../core/npy';
import { bandsFedTo, takesPictures, type Bands } from '../core/bands';
import { preprocess, preprocessBands, preprocessGrey, preprocessWithAlpha } from '../core/preprocess';
import { rangeOf } from '../core/quantise';
import type { RgbImage, Tensor } from '../core/tensor';
import { failed, tellDuring } from '../shared/errors';
import { message, type Message } from '../shared/messages/message';
import { bandsText, nameWithReading, type PictureReading } from '../shared/picture-reading';
import { decodeImage, type DecodeOptions, type Frames } from '../image/decode';
import { readPictureBytes } from '../image/read-file';
import { lookOfBands } from '../image/tiff/bands';
import type { StoredValues } from '../image/tiff/values';
import { formatShape, type Shape } from '../model/shapes';
import { shapeOf } from '../model/network';
import type { ModelSession } from './model-session';

/** A picture as opened, or a ready tensor from a .npy file. */
export type SourcePicture =
  | {
      readonly kind: 'picture';
      /** Of the file, with what was chosen of how it is read. */
      readonly name: string;
      readonly image: RgbImage;
      /** The name of colours other than sRGB that the file states; null for sRGB. */
      readonly colours: string | null;
      /** What the numbers of a TIFF picture are; null for 8 bits. */
      readonly values: StoredValues | null;
      readonly frames: Frames;
      /** The bands of a TIFF picture that has more than colours, or of which some were chosen. */
      readonly bands: Bands | null;
      readonly notes: readonly Message[];
      readonly warnings: readonly Message[];
    }
  | {
      readonly kind: 'tensor';
      readonly name: string;
      readonly tensor: Tensor;
      readonly warnings: readonly Message[];
    };

/** What is fed to the model, and how it looks. */
export interface ModelInput {
  readonly tensor: Tensor;
  /** The pixels that the model sees, before preprocessing. */
  readonly image: RgbImage;
  /** Which part of the picture (in its pixels) lies where in `image`. */
  readonly source: PixelRect;
  readonly target: PixelRect;
}

/**
 * Opens a picture, or a .npy file whose numbers are fed as they are.
 * @throws FeaturescopeError of the area image
 */
export async function openSourcePicture(file: string, options: DecodeOptions = {}): Promise<SourcePicture> {
  return decodeSourcePicture(await readPictureBytes(file), file, options);
}

/** The same of a file's bytes; see {@link openSourcePicture}. */
export async function decodeSourcePicture(
  bytes: Uint8Array,
  file: string,
  options: DecodeOptions = {},
): Promise<SourcePicture> {
  const name = path.basename(file);
  if (isNpy(bytes)) {
    const warnings = refuseForArrays(options, file);
    return { kind: 'tensor', name, tensor: parseNpy(bytes, file), warnings };
  }
  const { format: _format, ...decoded } = await decodeImage(bytes, file, options);
  const valueRange = decoded.values ? options.valueRange : undefined;
  return {
    kind: 'picture',
    ...decoded,
    name: nameWithReading(name, {
      valueRange,
      bands: options.bands,
      frame: decoded.frames.count > 1 ? options.frame : undefined,
    }),
  };
}

/** An array is fed as it is: nothing can be chosen of it. */
function refuseForArrays({ bands, frame = 1, valueRange }: PictureReading, file: string): Message[] {
  const during = [message('doing/reading', { file })];
  if (frame > 1) throw failed('image/no-such-frame', { frame, count: 1 }, { during });
  if (bands) throw failed('image/no-bands', {}, { during });
  return valueRange === undefined ? [] : [message('note/value-range-unused', { file })];
}

/** A tensor as a picture to look at: its smallest value black, its largest white; one channel becomes grey. */
export function lookOf(tensor: Tensor): RgbImage {
  const [, height, width, channels] = tensor.shape as [number, number, number, number];
  const { min, max } = rangeOf(tensor.data);
  const scale = max > min ? 255 / (max - min) : 0;
  const data = new Uint8Array(height * width * 3);
  for (let pixel = 0; pixel < height * width; pixel++)
    for (let colour = 0; colour < 3; colour++) {
      const value = tensor.data[pixel * channels + Math.min(colour, channels - 1)]!;
      data[3 * pixel + colour] = Math.round((value - min) * scale);
    }
  return { data, height, width };
}

/**
 * Brings a picture to the form that the model takes.
 * @throws FeaturescopeError image/npy-wrong-shape, image/needs-array, image/too-few-bands, image/bands-unfit
 */
export function makeInput(
  session: ModelSession,
  picture: SourcePicture,
  fit: FitMode = 'stretch',
  cropShift = 0,
): ModelInput {
  const [height, width, channels] = session.inputSize;
  const wanted = shapeOf(session.network, session.network.inputs[0]!);
  if (picture.kind === 'tensor') {
    const { data } = picture.tensor;
    const shape = shapeFor(wanted, picture.tensor.shape);
    if (
      shape.length !== wanted.length ||
      !shape.every((length, axis) => axis === 0 || wanted[axis] === null || wanted[axis] === length)
    )
      throw failed(
        'image/npy-wrong-shape',
        {
          found: formatShape(picture.tensor.shape),
          model: session.title,
          wanted: formatShape([1, ...wanted.slice(1)]),
        },
        { during: [message('doing/reading', { file: picture.name })] },
      );
    const whole = { x: 0, y: 0, width: shape[2]!, height: shape[1]! };
    const image = lookOf({ data, shape: [...shape, 1].slice(0, 4) });
    return { tensor: { data, shape }, image, source: whole, target: whole };
  }
  tellDuring(message('doing/reading', { file: picture.name }), () => refuseUnfit(session, picture.bands));
  const fitted = (image: RgbImage) => fitImage(image, width, height, fit, session.resize, cropShift);
  const triples = bandsAlone(picture.bands, channels);
  if (triples) {
    const parts = triples.map(fitted);
    const images = parts.map((part) => part.image);
    const { data, shape } = preprocessBands(images, channels, session.preprocess);
    const { source, target } = parts[0]!;
    const tensor = { data, shape: shape.slice(0, wanted.length) };
    return { tensor, image: lookOfBands(channels, images), source, target };
  }
  const { image, source, target } = fitted(picture.image);
  const prepare = channels === 1 ? preprocessGrey : channels === 4 ? preprocessWithAlpha : preprocess;
  const { data, shape } = prepare(image, session.preprocess);
  return { tensor: { data, shape: shape.slice(0, wanted.length) }, image, source, target };
}

/** The bands of a picture that are fed each as a channel of its own; undefined where its colours are fed. */
function bandsAlone(bands: Bands | null, channels: number): readonly RgbImage[] | undefined {
  if (!bands || channels === 3 || bandsFedTo(bands, channels)?.length !== channels) return undefined;
  const triples = bands.triples.slice(0, Math.ceil(channels / 3));
  return triples.length > 0 ? triples : undefined;
}

/** @throws FeaturescopeError image/needs-array, image/too-few-bands, image/bands-unfit */
function refuseUnfit({ network, title: model, inputSize }: ModelSession, bands: Bands | null): void {
  const channels = inputSize[2];
  const wanted = formatShape([1, ...shapeOf(network, network.inputs[0]!).slice(1)]);
  if (bands === null) {
    if (!takesPictures(channels)) throw failed('image/needs-array', { model, channels, wanted });
    return;
  }
  if (bandsFedTo(bands, channels) !== undefined) return;
  const { total, taken } = bands;
  if (total < channels) throw failed('image/too-few-bands', { model, channels, total, wanted });
  throw failed('image/bands-unfit', { model, channels, total, bands: bandsText(taken) });
}

/** Which bands of a picture are left out for a model; undefined where none are, or where they were chosen. */
export function bandsLeftOut(session: ModelSession, picture: SourcePicture): Message | undefined {
  if (picture.kind !== 'picture' || !picture.bands || picture.bands.isChosen) return undefined;
  const fed = bandsFedTo(picture.bands, session.inputSize[2]);
  const count = picture.bands.total;
  if (!fed || fed.length === count) return undefined;
  return message('note/bands-left-out', { file: picture.name, count, bands: bandsText(fed) });
}

/** The shape of an array for a model without an axis for channels: of height x width x 1 or 1 x height x width, two axes are left. */
function shapeFor(wanted: Shape, given: readonly number[]): readonly number[] {
  if (wanted.length !== 3) return given;
  if (given[3] === 1) return given.slice(0, 3);
  return given[1] === 1 ? [1, ...given.slice(2)] : given;
}
