import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { messageOf } from '../shared/errors';
import { message } from '../shared/messages/message';
import { cameraFailed } from './camera-error';

const REMOVAL = { recursive: true, force: true, maxRetries: 3 };

/**
 * Gives `work` a fresh folder that only this user can enter, and removes it however the work or the process ends.
 * @throws FeaturescopeError camera/failed if it cannot be made, and what `work` throws
 */
export async function inTemporaryFolder<Result>(work: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = await makeFolder();
  const removeAtExit = () => {
    try {
      rmSync(folder, REMOVAL); // nothing else is waited for any more
    } catch {
      // What cannot be removed is no reason to lose the pictures.
    }
  };
  process.on('exit', removeAtExit);
  try {
    return await work(folder);
  } finally {
    await rm(folder, REMOVAL).catch(() => undefined);
    process.removeListener('exit', removeAtExit);
  }
}

async function makeFolder(): Promise<string> {
  try {
    // Made with mode 0700.
    return await mkdtemp(path.join(path.resolve(os.tmpdir()), 'featurescope-camera-'));
  } catch (error) {
    throw cameraFailed(message('part/no-temporary-folder', { why: messageOf(error) }), error);
  }
}
