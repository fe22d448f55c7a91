import { readFile, stat } from 'node:fs/promises';
import { fileError, imageError } from './image-error';

/** No picture within the pixel limit needs more; checked before anything is read. */
const MAX_FILE_BYTES = 2 ** 30;

/**
 * The bytes of a file that should hold a picture (or a .npy array), at most 1 GiB.
 * @param path  as the user gave it; messages repeat it unchanged
 * @throws FeaturescopeError image/not-found, image/is-directory, image/unreadable, image/not-an-image (a device or pipe)
 *         or image/too-large
 */
export async function readPictureBytes(path: string): Promise<Uint8Array> {
  // Asking first also keeps us from waiting for ever on a pipe that nobody writes to.
  const info = await stat(path).catch((error: unknown) => {
    throw fileError(error, path);
  });
  if (info.isDirectory())
    throw imageError('is-directory', path, 'this is a folder; give a picture file inside it');
  if (!info.isFile())
    throw imageError('not-an-image', path, 'this is a device or a pipe; give a picture file');
  if (info.size > MAX_FILE_BYTES)
    throw imageError(
      'too-large',
      path,
      `the file has ${(info.size / MAX_FILE_BYTES).toFixed(1)} GiB, the limit is 1 GiB; make the picture smaller first`,
    );
  return readFile(path).catch((error: unknown) => {
    throw fileError(error, path);
  });
}
