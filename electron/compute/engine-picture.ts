import { stat } from 'node:fs/promises';
import path from 'node:path';
import { decodeSourcePicture, lookOf, type SourcePicture } from '../analysis/source-picture';
import type { Bands } from '../core/bands';
import { resizeRgb } from '../core/resize';
import { packed, type RgbImage } from '../core/tensor';
import { answered } from '../files/answered';
import { realPath } from '../files/real-path';
import type { DecodeOptions } from '../image/decode';
import { readPictureBytes } from '../image/read-file';
import type { Picture, PictureSource } from '../shared/contract';
import { failed } from '../shared/errors';
import { message } from '../shared/messages/message';
import { KeptPixels, type Again } from './kept-pixels';
import { step } from './step';
import type { ComputeJob, OpenedPicture } from './services';

const SAMPLE_PHOTO = 'sample/chelsea.png';
/** What the page draws of it: more would only cost time on the way. */
const PREVIEW_EDGE_PX = 1280;
/** A file up to this size is kept for decoding its large picture again; a longer one is read again. */
const MOST_KEPT_FILE_BYTES = 48e6;

/** What there is to say of pixels that come from no file. */
const PLAIN = {
  colours: null,
  frames: { number: 1, count: 1, canChoose: true },
  values: null,
  bands: null,
  notes: [],
  warnings: [],
} as const;

export interface EnginePicture extends OpenedPicture {
  readonly pixels: KeptPixels;
  /** A picture, or an array, which is fed as it is. */
  readonly kind: SourcePicture['kind'];
}

export async function openEnginePicture(
  source: PictureSource,
  modelsDir: string,
  job: ComputeJob,
): Promise<EnginePicture> {
  const { picture, again } = await open(source, modelsDir, job);
  const { name, warnings } = picture;
  const image = imageOf(picture);
  if (Math.max(image.width, image.height) > PREVIEW_EDGE_PX) await step(job, 'resize');
  const preview = previewOf(image);
  const pixels = new KeptPixels(picture, again);
  const { width, height } = image;
  return {
    pixels,
    kind: picture.kind,
    bytes: pixels.bytes + (preview === image ? 0 : preview.data.byteLength),
    withImage: (imageJob, work) => pixels.lend(imageJob, (lent) => work(packedImage(imageOf(lent)))),
    letGo: () => pixels.letGo(),
    description: {
      name,
      path: source.kind === 'path' ? source.path : null,
      isSample: source.kind === 'sample',
      ...{ width, height },
      colours: picture.kind === 'picture' ? picture.colours : null,
      values: picture.kind === 'picture' ? picture.values : null,
      bands: picture.kind === 'picture' ? choiceOf(picture.bands) : null,
      frames: picture.kind === 'picture' ? picture.frames : PLAIN.frames,
      preview: packedImage(preview),
      warnings: [...warnings],
    },
  };
}

async function open(
  source: PictureSource,
  modelsDir: string,
  job: ComputeJob,
): Promise<{ picture: SourcePicture; again: Again | null }> {
  if (source.kind === 'sample') return openFile(path.join(modelsDir, SAMPLE_PHOTO), {}, job);
  if (source.kind === 'pixels') {
    await step(job, 'decode');
    const { name, image } = source;
    return { picture: { kind: 'picture', name, image, ...PLAIN }, again: null };
  }
  const decoding: DecodeOptions = {
    colourProfile: source.convertColours === true ? 'convert' : 'ignore',
    ...source.reading,
  };
  if (source.kind === 'path') return openFile(source.path, decoding, job);
  await step(job, 'decode');
  return decodeBytes(source.bytes, source.name, decoding);
}

async function decodeBytes(
  bytes: Uint8Array,
  file: string,
  decoding: DecodeOptions,
): Promise<{ picture: SourcePicture; again: Again }> {
  const decode = (): Promise<SourcePicture> => decodeSourcePicture(bytes, file, decoding);
  return { picture: await decode(), again: { bytes: bytes.byteLength, decode } };
}

async function openFile(
  file: string,
  decoding: DecodeOptions,
  job: ComputeJob,
): Promise<{ picture: SourcePicture; again: Again }> {
  const { bytes, state } = await read(file, job);
  await step(job, 'decode');
  const opened = await decodeBytes(bytes, file, decoding);
  if (bytes.byteLength <= MOST_KEPT_FILE_BYTES) return opened;
  const decode = async (againJob: ComputeJob): Promise<SourcePicture> => {
    const now = await read(file, againJob);
    if (now.state !== state)
      throw failed('image/changed', {}, { during: [message('doing/reading', { file })] });
    await step(againJob, 'decode');
    return decodeSourcePicture(now.bytes, file, decoding);
  };
  return { picture: opened.picture, again: { bytes: 0, decode } };
}

/** The bytes of a file, and what tells whether it is the same one later. */
function read(file: string, job: ComputeJob): Promise<{ bytes: Uint8Array; state: string }> {
  job.progress({ stage: 'read', fraction: null });
  return job.outside(async () => {
    const bytes = await readPictureBytes(file);
    const found = await realPath(file);
    const { mtimeMs, size, ino } = await answered(() => stat(found));
    return { bytes, state: `${mtimeMs} ${size} ${ino}` };
  });
}

function choiceOf(bands: Bands | null): Picture['bands'] {
  if (!bands) return null;
  const { total, taken, isChosen, isColour } = bands;
  return { total, taken: [...taken], isChosen, isColour };
}

/** The whole upright picture in its own pixels. */
export function imageOf(picture: SourcePicture): RgbImage {
  return picture.kind === 'picture' ? picture.image : lookOf(picture.tensor);
}

function packedImage(image: RgbImage): Picture['preview'] {
  return { ...image, data: packed(image.data) };
}

function previewOf(image: RgbImage): RgbImage {
  const scale = PREVIEW_EDGE_PX / Math.max(image.width, image.height);
  if (scale >= 1) return image;
  const side = (pixels: number): number => Math.max(1, Math.round(pixels * scale));
  return resizeRgb(image, side(image.width), side(image.height), 'antialias');
}
