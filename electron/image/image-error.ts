import { FeaturescopeError } from '../shared/errors';
import { PICTURE_FORMATS, type Content } from './sniff';

/** The formats that are read, as words. */
export const FORMAT_LIST = `${PICTURE_FORMATS.slice(0, -1).join(', ')} or ${PICTURE_FORMATS.at(-1)!}`;
const GIVE_ANOTHER = `give a ${FORMAT_LIST} file`;

type ImageErrorKind =
  | 'not-found'
  | 'is-directory'
  | 'empty'
  | 'not-an-image'
  | 'unsupported-format'
  | 'damaged'
  | 'too-large'
  | 'unreadable';

/** An error about one picture file; `problem` says what is wrong with it and what the user can do. */
export function imageError(
  kind: ImageErrorKind,
  fileName: string,
  problem: string,
  cause?: unknown,
): FeaturescopeError {
  return new FeaturescopeError(`image/${kind}`, `reading ${fileName}: ${problem}.`, { cause });
}

/** The error for content that is no picture of a format that is read. */
export function contentError(
  content: Exclude<Content, { kind: 'picture' }>,
  fileName: string,
): FeaturescopeError {
  switch (content.kind) {
    case 'empty':
      return imageError('empty', fileName, `the file is empty; ${GIVE_ANOTHER}`);
    case 'lfs-pointer':
      return imageError(
        'not-an-image',
        fileName,
        "the content is a Git LFS pointer, not the picture itself; run 'git lfs pull' in its folder",
      );
    case 'other-picture':
      return imageError(
        'unsupported-format',
        fileName,
        `the content is ${content.what}, which cannot be read; save it as a ${FORMAT_LIST} file`,
      );
    case 'not-a-picture':
      return imageError(
        'not-an-image',
        fileName,
        `the content is ${content.what}, not a picture; ${GIVE_ANOTHER}`,
      );
  }
}

/** The error for a file that cannot be opened or read. */
export function fileError(error: unknown, fileName: string): FeaturescopeError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return imageError('not-found', fileName, 'there is no such file; check the path', error);
    case 'EACCES':
    case 'EPERM':
      return imageError('unreadable', fileName, 'you may not read this file; change its permissions', error);
    default:
      return imageError(
        'unreadable',
        fileName,
        `the file cannot be read (${code}); copy it elsewhere and try again`,
        error,
      );
  }
}
