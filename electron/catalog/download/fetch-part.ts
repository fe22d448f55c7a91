import type { FileHandle } from 'node:fs/promises';
import { problemOf } from '../../files/system-error';
import { failed, messageOf, type FeaturescopeError } from '../../shared/errors';
import { message, type Message } from '../../shared/messages/message';
import type { CatalogEntry } from '../catalog';
import { byHand, byteCount, megabytes, unwritable } from './download-error';
import type { PartFile } from './part-file';
import { Cut, respond, Watch } from './respond';

/** Where the publisher states no size, it may differ this much from the catalogue's. */
const SIZE_TOLERANCE = 1.25;

/** Most bytes that a model's file may have. */
export function mostBytes(model: CatalogEntry): number {
  return model.isExactSize ? model.bytes : Math.ceil(model.bytes * SIZE_TOLERANCE);
}

interface Answer {
  readonly response: Response;
  /** Bytes of the part that stay; the answer goes on behind them. */
  readonly keep: number;
  /** Bytes of the whole file as the server says; undefined where it does not. */
  readonly total: number | undefined;
  readonly validator: string;
}

function numberIn(text: string | null | undefined): number | undefined {
  return text != null && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

/** A strong ETag or a date: only these may be used with If-Range. RFC 9110, 13.1.5. */
function validatorOf({ headers }: Response): string {
  const tag = headers.get('etag') ?? '';
  return tag !== '' && !tag.startsWith('W/') ? tag : (headers.get('last-modified') ?? '');
}

/** Asks for what is missing; a server that cannot continue, or has another file by now, sends it all from the start. */
async function ask(model: CatalogEntry, url: URL, part: PartFile, watch: Watch): Promise<Answer> {
  const have = await part.bytes();
  const origin = await part.origin();
  const mayContinue = have > 0 && have <= mostBytes(model) && origin?.url === url.href;
  const headers: Record<string, string> = {};
  if (mayContinue) {
    headers['range'] = `bytes=${have}-`;
    if (origin.validator !== '') headers['if-range'] = origin.validator;
  }
  const response = await respond(url, headers, watch);
  const { status } = response;
  if (mayContinue && status === 206) {
    const [, first, total] =
      /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(response.headers.get('content-range') ?? '') ?? [];
    if (numberIn(first) === have)
      return { response, keep: have, total: numberIn(total), validator: validatorOf(response) };
  }
  if (mayContinue && (status === 206 || status === 416)) {
    // It has another part than the one asked for, or none: from the start, without asking for parts.
    await response.body?.cancel();
    await part.remove();
    return ask(model, url, part, watch);
  }
  if (status === 200)
    return {
      response,
      keep: 0,
      total: numberIn(response.headers.get('content-length')),
      validator: validatorOf(response),
    };
  await response.body?.cancel();
  if (status >= 500 || status === 429 || status === 408)
    throw new Cut(message('part/server-answered', { status }));
  throw failed('model/refused', { host: url.host, status, byHand: byHand(url) });
}

function wrongLength(model: CatalogEntry, url: URL, found: Message): FeaturescopeError {
  return failed('model/wrong-length', {
    problem: message('part/sends-other-length', { host: url.host, found, wanted: byteCount(model.bytes) }),
    remedy: message('part/another-file', { byHand: byHand(url) }),
  });
}

/** A disk that is nearly full takes a part of the bytes without an error. */
async function writeWhole(handle: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, position + done);
    done += bytesWritten;
  }
}

async function writeAll(
  handle: FileHandle,
  { response, keep, total }: Answer,
  context: {
    readonly model: CatalogEntry;
    readonly url: URL;
    readonly watch: Watch;
    readonly onBytes: (bytes: number, total: number) => void;
  },
  part: PartFile,
): Promise<void> {
  const { model, url, watch, onBytes } = context;
  const limit = mostBytes(model);
  let position = keep;
  onBytes(position, total ?? model.bytes);
  if (response.body === null) throw new Cut(message('part/empty-answer'));
  const reader = response.body.getReader();
  try {
    for (;;) {
      let chunk: Awaited<ReturnType<typeof reader.read>>;
      try {
        chunk = await reader.read();
      } catch (error) {
        if (watch.signal.aborted) throw watch.signal.reason;
        throw new Cut(messageOf(error), { cause: error });
      }
      if (chunk.done) break;
      watch.heard();
      if (position + chunk.value.length > limit) {
        await part.remove();
        throw wrongLength(model, url, message('part/more-than', { most: megabytes(limit) }));
      }
      try {
        await writeWhole(handle, chunk.value, position);
      } catch (error) {
        throw unwritable(part.file, error, true);
      }
      position += chunk.value.length;
      onBytes(position, total ?? model.bytes);
    }
  } finally {
    // Without this the server would go on sending.
    await reader.cancel().catch(() => undefined);
  }
  const wanted = total ?? (model.isExactSize ? model.bytes : position);
  if (position < wanted) throw new Cut(message('part/ended-early'));
}

/**
 * One attempt to complete the unfinished file from an address, going on where the last one ended.
 * @throws FeaturescopeError model/unreachable, model/refused, model/wrong-length, model/bad-redirect, output/...;
 *         Cut where another attempt may go on; what `signal` was aborted with
 */
export async function fetchPart(
  model: CatalogEntry,
  url: URL,
  part: PartFile,
  stallMs: number,
  signal: AbortSignal | undefined,
  onBytes: (bytes: number, total: number) => void,
): Promise<void> {
  signal?.throwIfAborted();
  if (model.isExactSize && (await part.bytes()) === model.bytes) return; // only its check was missing
  const watch = new Watch(stallMs, signal);
  try {
    const answer = await ask(model, url, part, watch);
    const { response, keep, total, validator } = answer;
    const isWrong =
      total !== undefined && (model.isExactSize ? total !== model.bytes : total > mostBytes(model));
    if (isWrong || response.headers.has('content-encoding')) {
      await response.body?.cancel();
      throw wrongLength(model, url, isWrong ? byteCount(total) : message('part/packed-bytes'));
    }
    let handle: FileHandle;
    try {
      handle = await part.openAt(keep, { url: url.href, validator });
    } catch (error) {
      await response.body?.cancel();
      throw unwritable(part.file, error, true);
    }
    try {
      await writeAll(handle, answer, { model, url, watch, onBytes }, part);
      await handle.sync();
    } catch (error) {
      if (problemOf(error) === 'disk-full') throw unwritable(part.file, error, true);
      throw error;
    } finally {
      await handle.close();
    }
  } finally {
    watch.end();
  }
}
