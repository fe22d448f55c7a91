import path from 'node:path';
import { fitImage, type FitMode, type PixelRect } from '../core/fit';
import { isNpy, parseNpy } from '../core/npy';
import { preprocess, preprocessGrey, preprocessWithAlpha } from '../core/preprocess';
import { rangeOf } from '../core/quantise';
import type { RgbImage, Tensor } from '../core/tensor';
import { failed } from '../shared/errors';
import { message, type Message } from '../shared/messages/message';
import { decodeImage, type DecodeOptions } from '../image/decode';
import { readPictureBytes } from '../image/read-file';
import { formatShape } from '../model/shapes';
import { shapeOf } from '../model/network';
import type { ModelSession } from './model-session';

/** A picture as opened, or a ready tensor from a .npy file. */
export type SourcePicture =
  | {
      readonly kind: 'picture';
      readonly name: string;
      readonly image: RgbImage;
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
  if (isNpy(bytes)) return { kind: 'tensor', name, tensor: parseNpy(bytes, file), warnings: [] };
  const { image, warnings } = await decodeImage(bytes, file, options);
  return { kind: 'picture', name, image, warnings };
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
 * @throws FeaturescopeError image/npy-wrong-shape
 */
export function makeInput(
  session: ModelSession,
  picture: SourcePicture,
  fit: FitMode = 'stretch',
  cropShift = 0,
): ModelInput {
  const [height, width, channels] = session.inputSize;
  if (picture.kind === 'tensor') {
    const { shape } = picture.tensor;
    const wanted = shapeOf(session.network, session.network.inputs[0]!);
    if (!shape.every((length, axis) => axis === 0 || wanted[axis] === null || wanted[axis] === length))
      throw failed(
        'image/npy-wrong-shape',
        {
          found: formatShape(shape),
          model: session.title,
          wanted: formatShape([1, ...wanted.slice(1)]),
        },
        { during: [message('doing/reading', { file: picture.name })] },
      );
    const whole = { x: 0, y: 0, width: shape[2]!, height: shape[1]! };
    return { tensor: picture.tensor, image: lookOf(picture.tensor), source: whole, target: whole };
  }
  const { image, source, target } = fitImage(picture.image, width, height, fit, session.resize, cropShift);
  const prepare = channels === 1 ? preprocessGrey : channels === 4 ? preprocessWithAlpha : preprocess;
  const tensor = prepare(image, session.preprocess);
  return { tensor, image, source, target };
}
