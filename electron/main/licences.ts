import { shell } from 'electron';
import fs from 'node:fs';
import path from 'node:path';
import { failed } from '../shared/errors';
import { message } from '../shared/messages/message';

const NAME = 'LICENSES.chromium.html';

/**
 * Shows the licences of what Electron is made of, 9 MB, in the browser of the system.
 * @throws FeaturescopeError `internal/licences-missing`
 */
export async function showChromiumLicences(): Promise<void> {
  // Beside the executable, except on macOS, where only folders with fixed names are allowed there.
  const places = [path.dirname(process.execPath), path.join(process.resourcesPath, 'licences')];
  const file = places.map((place) => path.join(place, NAME)).find((place) => fs.existsSync(place));
  const problem = file === undefined ? message('part/file-missing') : await shell.openPath(file);
  if (problem !== '') throw failed('internal/licences-missing', { file: file ?? NAME, problem });
}
