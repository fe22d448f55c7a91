import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { messageOf } from '../shared/errors';
import { cameraError } from './camera-error';

/**
 * Gives `work` a fresh folder that only this user can enter, and removes it however the work or the process ends.
 * @throws FeaturescopeError camera/failed if it cannot be made, and what `work` throws
 */
export async function inTemporaryFolder<Result>(
  doing: string,
  work: (folder: string) => Promise<Result>,
): Promise<Result> {
  const folder = makeFolder(doing);
  const remove = () => {
    try {
      rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
    } catch {
      // What cannot be removed is no reason to lose the pictures.
    }
  };
  process.on('exit', remove);
  try {
    return await work(folder);
  } finally {
    process.removeListener('exit', remove);
    remove();
  }
}

function makeFolder(doing: string): string {
  try {
    // Made with mode 0700.
    return mkdtempSync(path.join(path.resolve(os.tmpdir()), 'featurescope-camera-'));
  } catch (error) {
    throw cameraError(
      'failed',
      doing,
      `no folder for temporary files can be made (${messageOf(error)}); make room, or set TMPDIR to a folder that you may write to`,
      error,
    );
  }
}
