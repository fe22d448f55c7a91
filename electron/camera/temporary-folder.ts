import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { messageOf } from '../shared/errors';
import { message } from '../shared/messages/message';
import { cameraFailed } from './camera-error';

/**
 * Gives `work` a fresh folder that only this user can enter, and removes it however the work or the process ends.
 * @throws FeaturescopeError camera/failed if it cannot be made, and what `work` throws
 */
export async function inTemporaryFolder<Result>(work: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = makeFolder();
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

function makeFolder(): string {
  try {
    // Made with mode 0700.
    return mkdtempSync(path.join(path.resolve(os.tmpdir()), 'featurescope-camera-'));
  } catch (error) {
    throw cameraFailed(message('part/no-temporary-folder', { why: messageOf(error) }), error);
  }
}
