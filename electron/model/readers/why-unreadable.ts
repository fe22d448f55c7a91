import { messageOf } from '../../shared/errors';
import { message, type Message } from '../../shared/messages/message';

const REASONS = {
  ENOENT: 'part/no-such-file',
  ENOTDIR: 'part/path-through-file',
  ENAMETOOLONG: 'part/path-too-long',
  ELOOP: 'part/link-to-itself',
  EACCES: 'part/may-not-read',
  EPERM: 'part/may-not-read',
} as const;

function isKnownCode(code: string): code is keyof typeof REASONS {
  return Object.hasOwn(REASONS, code);
}

/** Why the system does not let a file be read, and what to do. */
export function whyUnreadable(error: unknown): Message {
  const { code = '' } = error as NodeJS.ErrnoException;
  return isKnownCode(code)
    ? message(REASONS[code])
    : message('part/unreadable-file', { why: messageOf(error) });
}

/** True where there is no file of the name. */
export function isMissing(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '');
}
