import { shell } from 'electron';
import fs from 'node:fs';
import path from 'node:path';
import { FeaturescopeError } from '../shared/errors';

const name = 'LICENSES.chromium.html';

/**
 * Shows the licences of what Electron is made of, 9 MB, in the browser of the system.
 * @throws FeaturescopeError `internal/licences-missing`
 */
export async function showChromiumLicences(): Promise<void> {
  // Beside the executable, except on macOS, where only folders with fixed names are allowed there.
  const places = [path.dirname(process.execPath), path.join(process.resourcesPath, 'licences')];
  const file = places.map((place) => path.join(place, name)).find((place) => fs.existsSync(place));
  const problem = file === undefined ? 'the file is missing' : await shell.openPath(file);
  if (problem !== '')
    throw new FeaturescopeError(
      'internal/licences-missing',
      `showing Chromium's licences: ${file ?? name} cannot be opened (${problem}); open it yourself or install Featurescope again.`,
    );
}
