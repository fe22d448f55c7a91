import { shell } from 'electron';
import path from 'node:path';
import { isThere } from '../files/place';
import { failed } from '../shared/errors';
import { message } from '../shared/messages/message';

const NAME = 'LICENSES.chromium.html';

/**
 * Shows the licences of what Electron is made of, 9 MB, in the browser of the system.
 * @throws FeaturescopeError `internal/licences-missing`
 */
export async function showChromiumLicences(): Promise<void> {
  // Beside the executable, except on macOS, where only folders with fixed names are allowed there.
  const folders = [path.dirname(process.execPath), path.join(process.resourcesPath, 'licences')];
  const files = folders.map((folder) => path.join(folder, NAME));
  const areThere = await Promise.all(files.map(isThere));
  const file = files.find((_, place) => areThere[place]);
  const problem = file === undefined ? message('part/file-missing') : await shell.openPath(file);
  if (problem !== '') throw failed('internal/licences-missing', { file: file ?? NAME, problem });
}
