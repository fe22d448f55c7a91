import type { Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { answered } from '../files/answered';
import { readWhole } from '../files/read-whole';
import { realPath } from '../files/real-path';
import { message } from '../shared/messages/message';
import { fileError, isFolder, notAnImage, tooLarge } from './image-error';

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
  const { info, file } = await find(path).catch((error: unknown) => {
    throw fileError(error, path);
  });
  if (info.isDirectory()) throw isFolder(path);
  if (!info.isFile()) throw notAnImage(message('part/device-or-pipe'), path);
  if (info.size > MAX_FILE_BYTES)
    throw tooLarge(
      message('part/file-of-gibibytes', { size: (info.size / MAX_FILE_BYTES).toFixed(1) }),
      path,
    );
  return readWhole(file).catch((error: unknown) => {
    throw fileError(error, path);
  });
}

async function find(path: string): Promise<{ info: Stats; file: string | Buffer }> {
  const file = await realPath(path);
  return { info: await answered(() => stat(file)), file };
}
