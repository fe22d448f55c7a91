import path from 'node:path';
import { lookOf, openSourcePicture, type SourcePicture } from '../analysis/source-picture';
import { isNpy, parseNpy } from '../core/npy';
import { resizeRgb } from '../core/resize';
import type { RgbImage } from '../core/tensor';
import { decodeImage } from '../image/decode';
import type { PictureSource } from '../shared/contract';
import { packed } from './packed';
import { step } from './step';
import type { JobContext, OpenedPicture } from './services';

const samplePhoto = 'sample/chelsea.png';
/** What the page draws of it: more would only cost time on the way. */
const previewEdgePx = 1280;

export interface EnginePicture extends OpenedPicture {
  readonly picture: SourcePicture;
}

export async function openEnginePicture(
  source: PictureSource,
  modelsDir: string,
  job: JobContext,
): Promise<EnginePicture> {
  await step(job, 'decode');
  const picture = await open(source, modelsDir);
  const image = picture.kind === 'picture' ? picture.image : lookOf(picture.tensor);
  if (Math.max(image.width, image.height) > previewEdgePx) await step(job, 'resize');
  const preview = previewOf(image);
  return {
    picture,
    image: { ...image, data: packed(image.data) },
    description: {
      name: picture.name,
      path: source.kind === 'path' ? source.path : null,
      isSample: source.kind === 'sample',
      width: image.width,
      height: image.height,
      colours: picture.kind === 'picture' ? picture.colours : null,
      preview: { ...preview, data: packed(preview.data) },
      warnings: [...picture.warnings],
    },
  };
}

async function open(source: PictureSource, modelsDir: string): Promise<SourcePicture> {
  if (source.kind === 'sample') return openSourcePicture(path.join(modelsDir, samplePhoto));
  if (source.kind === 'pixels')
    return { kind: 'picture', name: source.name, image: source.image, colours: null, warnings: [] };
  const decoding = { colorProfile: source.convertColours === true ? 'convert' : 'ignore' } as const;
  if (source.kind === 'path') return openSourcePicture(source.path, decoding);
  const { name, bytes } = source;
  if (isNpy(bytes)) return { kind: 'tensor', name, tensor: parseNpy(bytes, name), warnings: [] };
  return { kind: 'picture', name, ...(await decodeImage(bytes, name, decoding)) };
}

function previewOf(image: RgbImage): RgbImage {
  const scale = previewEdgePx / Math.max(image.width, image.height);
  if (scale >= 1) return image;
  const side = (pixels: number): number => Math.max(1, Math.round(pixels * scale));
  return resizeRgb(image, side(image.width), side(image.height), 'antialias');
}
