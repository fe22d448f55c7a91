import type { Message } from '../shared/messages/message';
import { message } from '../shared/messages/message';
import { messageOf } from '../shared/errors';

/** What kept the system from doing something with a file. */
export type FileProblem =
  | 'missing'
  | 'file-in-path'
  | 'is-folder'
  | 'exists'
  | 'forbidden'
  | 'read-only'
  | 'disk-full'
  | 'name-too-long'
  | 'endless-link'
  | 'too-many-open'
  | 'no-answer';

const PROBLEMS: Readonly<Record<string, FileProblem>> = {
  ENOENT: 'missing',
  ENOTDIR: 'file-in-path',
  EISDIR: 'is-folder',
  EEXIST: 'exists',
  EACCES: 'forbidden',
  EPERM: 'forbidden',
  EROFS: 'read-only',
  ENOSPC: 'disk-full',
  EDQUOT: 'disk-full',
  EFBIG: 'disk-full',
  ENAMETOOLONG: 'name-too-long',
  ELOOP: 'endless-link',
  EMFILE: 'too-many-open',
  ENFILE: 'too-many-open',
  ETIMEDOUT: 'no-answer',
  EHOSTDOWN: 'no-answer',
  ESTALE: 'no-answer',
};

/** The system's code of an error, such as ENOENT, also of one that is the cause of another; '' where there is none. */
export function systemCode(error: unknown): string {
  for (let current = error; current instanceof Error; current = current.cause) {
    const { code } = current as NodeJS.ErrnoException;
    if (typeof code === 'string') return code;
  }
  return '';
}

/** What an error of the system says; undefined for all that is none or says something rare. */
export function problemOf(error: unknown): FileProblem | undefined {
  return PROBLEMS[systemCode(error)];
}

/** True for what the system refused, unlike a mistake of ours or a cancel. */
export function isSystemError(error: unknown): boolean {
  return problemOf(error) !== undefined || typeof (error as NodeJS.ErrnoException).errno === 'number';
}

const WHY_NOT_WRITTEN: Readonly<Record<FileProblem, Message>> = {
  missing: message('part/no-folder-there'),
  'file-in-path': message('part/file-in-path'),
  exists: message('part/file-in-path'),
  'is-folder': message('part/folder-of-this-name'),
  forbidden: message('part/may-not-write'),
  'read-only': message('part/read-only-disk'),
  'disk-full': message('part/disk-is-full'),
  'name-too-long': message('part/name-too-long'),
  'endless-link': message('part/endless-link'),
  'too-many-open': message('part/too-many-open-files'),
  'no-answer': message('part/disk-does-not-answer'),
};

/** Why something cannot be written, as a part of a sentence. */
export function whyNotWritten(error: unknown): Message | string {
  const problem = problemOf(error);
  return problem === undefined ? messageOf(error) : WHY_NOT_WRITTEN[problem];
}
