import { constants } from 'node:fs';
import { copyFile, mkdir, rename, rm, stat, statfs } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import {
  failed,
  isFeaturescopeError,
  messageOf,
  tellDuring,
  type FeaturescopeError,
} from '../../shared/errors';
import { message, type Message } from '../../shared/messages/message';
import type { Catalog, CatalogEntry } from '../catalog';
import { lock } from '../../files/lock';
import { isSystemError } from '../../files/system-error';
import { makeAside } from '../../files/write-aside';
import { hasHash } from '../file-hash';
import { allowedAddress, looksLikeAddress } from './address';
import { byHand, byteCount, megabytes, unwritable } from './download-error';
import { fetchPart, mostBytes } from './fetch-part';
import { PartFile } from './part-file';
import { Cut, PATIENCE, type Patience } from './respond';

/** How far a download is. `fraction` is of its stage, 0..1; null where that is not known. */
export interface DownloadProgress {
  readonly stage: 'download' | 'check';
  readonly fraction: number | null;
  readonly doneBytes: number;
  readonly totalBytes: number;
}

export interface DownloadOptions {
  /** A file on this disk, or another address of the same file; the catalogue's address where it is left out. */
  readonly from?: string | undefined;
  /** Ends the download; what has arrived is kept. */
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: (progress: DownloadProgress) => void;
  readonly patience?: Patience;
}

/** Progress that begins this much is worth new attempts. */
const WORTHWHILE_BYTES = 1024 ** 2;
/** Room that is left to others. */
const SPARE_BYTES = 16 * 1024 ** 2;

async function checkSpace(folder: string, needed: number): Promise<void> {
  const facts = await statfs(folder).catch(() => undefined);
  if (!facts) return;
  const free = facts.bavail * facts.bsize;
  if (free >= needed + SPARE_BYTES) return;
  const room = message('part/needs-room', { needed: megabytes(needed), folder, free: megabytes(free) });
  throw failed('output/disk-full', {}, { during: [room] });
}

/** Compares a complete file with the catalogue; throws it away if it is another. */
async function checkHash(
  model: CatalogEntry,
  file: string,
  problem: Message,
  { signal, onProgress }: DownloadOptions,
): Promise<void> {
  const { size } = await stat(file);
  const isRight = await hasHash(file, model, (bytes) => {
    signal?.throwIfAborted();
    onProgress?.({
      stage: 'check',
      fraction: size > 0 ? bytes / size : null,
      doneBytes: bytes,
      totalBytes: size,
    });
  });
  if (isRight) return;
  await rm(file, { force: true });
  throw failed('model/hash-mismatch', { problem, remedy: message('part/not-taken') });
}

/** Gives the checked file its name at once, whole or not at all. */
async function takeOver(from: string, target: string): Promise<void> {
  try {
    await rename(from, target);
  } catch (error) {
    throw unwritable(target, error);
  }
}

async function fromAddress(
  model: CatalogEntry,
  url: URL,
  target: string,
  options: DownloadOptions,
): Promise<void> {
  const { signal, onProgress, patience = PATIENCE } = options;
  const part = new PartFile(target);
  await checkSpace(path.dirname(target), model.bytes - Math.min(model.bytes, await part.bytes()));
  let lastStart = await part.bytes();
  for (let attempt = 0; ;) {
    try {
      await fetchPart(model, url, part, patience.stallMs, signal, (doneBytes, totalBytes) =>
        onProgress?.({
          stage: 'download',
          fraction: Math.min(1, doneBytes / totalBytes),
          doneBytes,
          totalBytes,
        }),
      );
      break;
    } catch (error) {
      const bytes = await part.bytes();
      signal?.throwIfAborted();
      const isOffline = isFeaturescopeError(error) && error.code === 'model/unreachable' && bytes > 0;
      if (!(error instanceof Cut) && !(isOffline && attempt > 0)) throw error;
      if (bytes >= lastStart + WORTHWHILE_BYTES) attempt = 0;
      lastStart = bytes;
      const pauseMs = patience.retryMs[attempt++];
      if (pauseMs === undefined) throw error instanceof Cut ? cutFor(model, url, bytes, error) : error;
      await wait(pauseMs, undefined, signal ? { signal } : {}).catch(() => signal?.throwIfAborted());
    }
  }
  try {
    await checkHash(model, part.file, message('part/sent-other', { host: url.host }), options);
  } catch (error) {
    if (isFeaturescopeError(error) && error.code === 'model/hash-mismatch') await part.remove();
    throw error;
  }
  await takeOver(part.file, target);
  await part.removeNote();
}

function cutFor(model: CatalogEntry, url: URL, bytes: number, error: Cut): FeaturescopeError {
  const [kept, whole] = [megabytes(bytes), megabytes(model.bytes)];
  const values = { host: url.host, why: error.why, kept, whole, byHand: byHand(url) };
  return failed('model/cut', values, { cause: error });
}

async function fromFile(
  model: CatalogEntry,
  file: string,
  target: string,
  options: DownloadOptions,
): Promise<void> {
  const facts = await stat(file).catch((error: unknown) => {
    const problem = message('part/cannot-be-found', { why: messageOf(error) });
    throw failed('model/not-found', { problem }, { cause: error });
  });
  const isWrongSize = model.isExactSize ? facts.size !== model.bytes : facts.size > mostBytes(model);
  if (!facts.isFile() || isWrongSize)
    throw failed('model/wrong-length', {
      problem: facts.isFile()
        ? message('part/has-other-length', { found: byteCount(facts.size), wanted: byteCount(model.bytes) })
        : message('part/no-file'),
      remedy: message('part/as-published', { file: path.posix.basename(model.file) }),
    });
  await checkSpace(path.dirname(target), facts.size);
  const problem = message('part/other-checksum', { file });
  try {
    await makeAside(target, async (copy) => {
      await copyFile(file, copy, constants.COPYFILE_EXCL);
      await checkHash(model, copy, problem, options);
    });
  } catch (error) {
    throw isSystemError(error) ? unwritable(target, error) : error;
  }
}

/** Address or file to take a model from. */
function sourceOf(model: CatalogEntry, from: string | undefined): URL | string {
  if (from !== undefined && !looksLikeAddress(from)) return from;
  const url = allowedAddress(from ?? model.url ?? '');
  if (url) return url;
  throw failed('model/bad-address', {
    problem: from === undefined ? message('part/no-address') : message('part/not-https', { from }),
  });
}

/** One that was just cancelled needs a moment to let go. */
const LOCK_ATTEMPTS = 10;
const LOCK_PAUSE_MS = 50;

async function lockSoon(target: string): Promise<() => Promise<void>> {
  try {
    await mkdir(path.dirname(target), { recursive: true });
    for (let attempt = 0; attempt < LOCK_ATTEMPTS; attempt++) {
      const unlock = await lock(target);
      if (unlock) return unlock;
      await wait(LOCK_PAUSE_MS);
    }
  } catch (error) {
    throw unwritable(path.dirname(target), error);
  }
  throw failed('model/busy', {});
}

/**
 * Fetches a model of the catalogue, or takes the file that the user has, into the folder of the user's models. It is checked
 * before it gets its name, so a file of that name is always whole. Nothing is done where it is there already.
 * @returns the model's file
 * @throws FeaturescopeError of the areas model, output, job
 */
export async function downloadModel(
  catalog: Catalog,
  model: CatalogEntry,
  options: DownloadOptions = {},
): Promise<string> {
  if (model.isBundled) return catalog.verifiedFile(model);
  const target = catalog.fileOf(model);
  if ((await catalog.verify(model)) === 'sound') return target;
  const downloading = message('doing/downloading', { model: model.title });
  const source = tellDuring(downloading, () => sourceOf(model, options.from));
  const unlock = await tellDuring(downloading, () => lockSoon(target));
  try {
    const doing =
      typeof source === 'string'
        ? message('doing/taking', { file: source, model: model.title })
        : downloading;
    await tellDuring(doing, () =>
      typeof source === 'string'
        ? fromFile(model, source, target, options)
        : fromAddress(model, source, target, options),
    );
    return target;
  } catch (error) {
    if (!options.signal?.aborted) throw error;
    throw (await interrupted(model, target)).toldDuring(downloading);
  } finally {
    await unlock();
  }
}

async function interrupted(model: CatalogEntry, target: string): Promise<FeaturescopeError> {
  const bytes = await new PartFile(target).bytes();
  const left =
    bytes > 0
      ? message('part/part-kept', { kept: megabytes(bytes), whole: megabytes(model.bytes) })
      : message('part/nothing-left');
  return failed('job/cancelled', { left });
}
