import { open, type FileHandle } from 'node:fs/promises';
import { answered } from './answered';
import { realPath } from './real-path';

/** Read at a time: each part has to come within the limit, the whole file may take long. */
const PART_BYTES = 8 * 1024 ** 2;

/**
 * The bytes of a regular file; what is written to it meanwhile may be missing.
 * @param withinMs  how long the disk may take for each part; the usual time where it is left out
 * @throws the system's error; one of code ETIMEDOUT from a disk that does not answer
 */
export async function readWhole(file: string | Buffer, withinMs?: number): Promise<Uint8Array> {
  const handle = await openFile(file, withinMs);
  try {
    const { size } = await answered(() => handle.stat(), withinMs);
    const bytes = Buffer.allocUnsafeSlow(size);
    let length = 0;
    while (length < size) {
      const [at, most] = [length, Math.min(PART_BYTES, size - length)];
      const { bytesRead } = await answered(() => handle.read(bytes, at, most, at), withinMs);
      if (bytesRead === 0) break;
      length += bytesRead;
    }
    return new Uint8Array(bytes.buffer, 0, length);
  } finally {
    // Not waited for: it waits for the reading that nobody waits for any more.
    handle.close().catch(() => undefined);
  }
}

/** Asks for the first byte of a file, to know whether its disk answers at all. */
export async function readFirst(file: string, withinMs?: number): Promise<void> {
  const handle = await openFile(file, withinMs);
  try {
    await answered(() => handle.read(Buffer.alloc(1), 0, 1, 0), withinMs);
  } finally {
    handle.close().catch(() => undefined);
  }
}

async function openFile(file: string | Buffer, withinMs?: number): Promise<FileHandle> {
  let opening: Promise<FileHandle> | undefined;
  try {
    const found = typeof file === 'string' ? await realPath(file) : file;
    return await answered(() => (opening = open(found)), withinMs);
  } catch (error) {
    // It may still be opened one day.
    opening?.then((handle) => handle.close()).catch(() => undefined);
    throw error;
  }
}
