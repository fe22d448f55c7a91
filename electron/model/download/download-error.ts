import { FeaturescopeError, messageOf, type ErrorCode } from '../../shared/errors';
import type { CatalogEntry } from '../catalog';

/** `96.1 MB`, as listed in the catalogue. */
export function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

/** A failure of a download, with what can be done instead: a browser may get through where a program does not. */
export function failed(
  code: ErrorCode,
  model: CatalogEntry,
  what: string,
  remedy: string,
  cause?: unknown,
): FeaturescopeError {
  return new FeaturescopeError(code, `downloading ${model.title}: ${what}; ${remedy}.`, { cause });
}

/** Advice where the network is in the way. */
export function orByHand(url: URL): string {
  return `try again, or fetch ${url.href} with a browser and give that file instead`;
}

/** The system's code of an error, also of one that `fetch` hides as the cause. */
export function systemCode(error: unknown): string {
  for (let current = error; current instanceof Error; current = current.cause) {
    const { code } = current as NodeJS.ErrnoException;
    if (typeof code === 'string') return code;
  }
  return '';
}

/** What the system says of a file or folder that cannot be written. */
export function unwritable(model: CatalogEntry, file: string, error: unknown): FeaturescopeError {
  const code = systemCode(error);
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return failed(
      'output/disk-full',
      model,
      `the disk of ${file} is full`,
      'make room and try again: what is there already is kept',
      error,
    );
  return failed(
    'output/unwritable',
    model,
    `${file} cannot be written (${messageOf(error)})`,
    'check its permissions',
    error,
  );
}
