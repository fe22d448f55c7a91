import { messageOf } from '../shared/errors';
import { message, type Message } from '../shared/messages/message';
import { hasLostBytes } from './real-path';
import { problemOf } from './system-error';

/**
 * Why the system does not let a file be read, and what to do.
 * @param file  its path, where it may hold names that are no UTF-8
 */
export function whyUnreadable(error: unknown, file = ''): Message {
  switch (problemOf(error)) {
    case 'missing':
      return message(hasLostBytes(file) ? 'part/name-without-file' : 'part/no-such-file');
    case 'file-in-path':
      return message('part/path-through-file');
    case 'name-too-long':
      return message('part/path-too-long');
    case 'endless-link':
      return message('part/link-to-itself');
    case 'forbidden':
      return message('part/may-not-read');
    case 'no-answer':
      return message('part/no-answer-to-reading');
    default:
      return message('part/unreadable-file', { why: messageOf(error) });
  }
}

/** True where there is no file of the name. */
export function isMissing(error: unknown): boolean {
  const problem = problemOf(error);
  return problem === 'missing' || problem === 'file-in-path';
}
