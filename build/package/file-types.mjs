import { readFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../electron/version.mjs';

/** @type {{ pictures: { extension: string, format: string, mimeType: string | null }[] }} */
const { pictures } = JSON.parse(
  readFileSync(path.join(projectRoot, 'electron/shared/file-types.json'), 'utf8'),
);

/**
 * Pictures that Featurescope reads and offers itself for in "Open with"; it never makes itself their first program. Arrays of
 * NumPy have no type that systems know.
 */
export const pictureTypes = pictures.flatMap(({ extension, mimeType }) =>
  mimeType === null ? [] : [{ extension, mimeType }],
);

/** Models; `application/x-keras` is defined by linux/featurescope-mime.xml, the other by the system. */
export const modelMimeTypes = ['application/x-keras', 'application/x-hdf'];
