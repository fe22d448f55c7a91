import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import { endAtRest } from '../files/end-thread';
import { divideByAlpha, type StoredPixels } from './stored-pixels';

/** Time a picture may take; 12 megapixels of a phone need 2 s. */
const BASE_SECONDS = 30;
const SECONDS_PER_MEGAPIXEL = 3;

/**
 * libheif runs in a thread of its own: it reports errors on the console, which then lead nowhere; it keeps the most memory
 * it ever took, which goes with the thread; and should it never return, the thread is ended. Only here is it loaded.
 */
const THREAD = `
const { parentPort, workerData } = require('node:worker_threads');
parentPort.ref(); // it is ended from outside
const { HeifDecoder } = require(workerData.library);
const pictures = new HeifDecoder().decode(workerData.bytes);
const picture = pictures.find((candidate) => candidate.is_primary()) ?? pictures[0];
const [width, height] = picture ? [picture.get_width(), picture.get_height()] : [0, 0];
if (width * height < 1 || width * height > workerData.maxArea) parentPort.postMessage(undefined);
else {
  const data = new Uint8ClampedArray(width * height * 4);
  picture.display({ data, width, height }, (shown) => {
    parentPort.postMessage(shown ? { data, width, height } : undefined, [data.buffer]);
  });
}
`;

interface RgbaPixels {
  readonly data: Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
}

/**
 * Decodes the primary picture of a HEIC file with libheif, turned and cropped as the file says.
 * @param area             its pixels by the header; what is larger is not decoded
 * @param isPremultiplied  its colours were multiplied by alpha
 * @returns undefined if nothing can be decoded, or not in time
 */
export async function decodeHeic(
  bytes: Uint8Array,
  area: number,
  isPremultiplied: boolean,
): Promise<StoredPixels | undefined> {
  const rgba = await decodeInThread(bytes, area);
  if (rgba === undefined) return undefined;
  const { data: source, width, height } = rgba;
  const data = new Uint8Array(width * height * 3);
  let alpha: Uint8Array | undefined;
  for (let i = 0, from = 0, to = 0; i < width * height; i++, from += 4, to += 3) {
    data[to] = source[from]!;
    data[to + 1] = source[from + 1]!;
    data[to + 2] = source[from + 2]!;
    if (source[from + 3] === 255) continue;
    alpha ??= new Uint8Array(width * height).fill(255);
    alpha[i] = source[from + 3]!;
  }
  if (alpha && isPremultiplied) divideByAlpha(data, alpha);
  return {
    image: { data, width, height },
    space: 'RGB',
    alpha,
    missingPixels: 0,
    isTruncated: false,
    isDamaged: false,
    highestSample: undefined,
  };
}

async function decodeInThread(bytes: Uint8Array, maxArea: number): Promise<RgbaPixels | undefined> {
  // Not by `slice`: that of Node's Buffer, which files are read into, is no copy, and what is handed over is gone here.
  const copy = new Uint8Array(bytes);
  const thread = new Worker(THREAD, {
    eval: true,
    stdout: true,
    stderr: true,
    workerData: {
      library: createRequire(import.meta.url).resolve('libheif-js/wasm-bundle'),
      bytes: copy,
      maxArea,
    },
    transferList: [copy.buffer],
  });
  const seconds = BASE_SECONDS + (SECONDS_PER_MEGAPIXEL * maxArea) / 1e6;
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise<RgbaPixels | undefined>((resolve) => {
      thread.once('message', resolve);
      // Out of memory, or ended without a word.
      thread.once('error', () => resolve(undefined));
      thread.once('exit', () => resolve(undefined));
      timer = setTimeout(() => resolve(undefined), 1000 * seconds);
    });
  } finally {
    clearTimeout(timer);
    endAtRest(thread);
  }
}
