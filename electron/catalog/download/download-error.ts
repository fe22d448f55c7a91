import { problemOf } from '../../files/system-error';
import { failed, messageOf, type FeaturescopeError } from '../../shared/errors';
import { message, type Message } from '../../shared/messages/message';

/** `96.1 MB`, as listed in the catalogue. */
export function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

/** `100,743,312 bytes`. */
export function byteCount(bytes: number): Message {
  return message('part/byte-count', { bytes: bytes.toLocaleString('en') });
}

/** Advice where the network is in the way: a browser may get through where a program does not. */
export function byHand(url: URL): Message {
  return message('part/by-hand', { url: url.href });
}

/**
 * What the system says of a file or folder that cannot be written.
 * @param isPart  the file is a part of a download and stays
 */
export function unwritable(file: string, error: unknown, isPart = false): FeaturescopeError {
  const during = [message(isPart ? 'doing/writing-part' : 'doing/writing-download', { file })];
  if (problemOf(error) === 'disk-full') return failed('output/disk-full', {}, { cause: error, during });
  const why = message('part/not-writable', { file, why: messageOf(error) });
  return failed('output/unwritable', { why }, { cause: error });
}
