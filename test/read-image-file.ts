import { decodeImage, type DecodeOptions, type DecodedImage } from '../electron/image/decode';
import { readPictureBytes } from '../electron/image/read-file';

/** Reads and decodes a picture as the product does, in one step. */
export async function readImageFile(path: string, options: DecodeOptions = {}): Promise<DecodedImage> {
  return decodeImage(await readPictureBytes(path), path, options);
}
