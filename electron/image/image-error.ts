import { hasLostBytes } from '../files/real-path';
import { problemOf, systemCode } from '../files/system-error';
import { failed, messageOf, type FeaturescopeError } from '../shared/errors';
import { message, type Message } from '../shared/messages/message';
import { PICTURE_FORMATS } from './formats';
import type { Content } from './sniff';

/** The formats that are read, as words. */
const FORMATS = message('part/picture-formats', {
  some: PICTURE_FORMATS.slice(0, -1),
  last: PICTURE_FORMATS.at(-1)!,
});

const during = (file: string): { during: readonly Message[] } => ({
  during: [message('doing/reading', { file })],
});

/** The error for a picture of a kind that is not read; `problem` says which. */
export function unsupported(problem: Message, fileName: string): FeaturescopeError {
  return failed('image/unsupported-format', { problem, formats: FORMATS }, during(fileName));
}

/** The error for a picture of which nothing can be decoded. */
export function damaged(format: string, fileName: string): FeaturescopeError {
  return failed('image/damaged', { format }, during(fileName));
}

/** The error for a picture, or a file, that is too large. */
export function tooLarge(problem: Message, fileName: string): FeaturescopeError {
  return failed('image/too-large', { problem }, during(fileName));
}

/** The error for content that is no picture of a format that is read. */
export function contentError(
  content: Exclude<Content, { kind: 'picture' }>,
  fileName: string,
): FeaturescopeError {
  switch (content.kind) {
    case 'empty':
      return failed('image/empty', { formats: FORMATS }, during(fileName));
    case 'lfs-pointer':
      return notAnImage(message('part/git-lfs-pointer'), fileName);
    case 'other-picture':
      return unsupported(message('part/content-unread', { what: content.what }), fileName);
    case 'not-a-picture':
      return notAnImage(message('part/give-another', { what: content.what, formats: FORMATS }), fileName);
  }
}

/** The error for what is no file with a picture; `problem` says what it is and what to do. */
export function notAnImage(problem: Message, fileName: string): FeaturescopeError {
  return failed('image/not-an-image', { problem }, during(fileName));
}

export function isFolder(fileName: string): FeaturescopeError {
  return failed('image/is-directory', {}, during(fileName));
}

/** The error for a file that cannot be opened or read. */
export function fileError(error: unknown, fileName: string): FeaturescopeError {
  const options = { ...during(fileName), cause: error };
  switch (problemOf(error)) {
    case 'missing':
    case 'file-in-path':
      return failed(hasLostBytes(fileName) ? 'image/bad-name' : 'image/not-found', {}, options);
    case 'forbidden':
      return failed('image/unreadable', { problem: message('part/no-permission-to-read') }, options);
    case 'no-answer':
      return failed('image/unreadable', { problem: message('part/no-answer-to-reading') }, options);
    default: {
      const why = systemCode(error) || messageOf(error);
      return failed('image/unreadable', { problem: message('part/read-failed', { why }) }, options);
    }
  }
}
