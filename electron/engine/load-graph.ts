import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { problemOf } from '../files/system-error';
import { failed, messageOf, type FeaturescopeError } from '../shared/errors';
import { message } from '../shared/messages/message';
import { graphFolderPrefix } from '../shared/names';
import type { TensorFlow } from './tensorflow';

/**
 * Loads a graph.
 * @param savedModel  bytes of a `saved_model.pb`
 * @returns its number, for `TensorFlow.run`
 * @throws FeaturescopeError engine/failed, engine/temporary-folder, engine/temporary-folder-full
 */
export function loadGraph(native: TensorFlow, savedModel: Uint8Array): number {
  // The native loader takes a folder; it has read everything when it returns.
  const folder = graphFolder(savedModel);
  try {
    return native.loadGraph(folder);
  } catch (error) {
    const problem = message('part/graph-refused', { why: messageOf(error).slice(0, 200) });
    throw failed('engine/failed', { problem }, { cause: error });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A new temporary folder with the graph. */
function graphFolder(savedModel: Uint8Array): string {
  let folder: string | undefined;
  try {
    folder = mkdtempSync(path.join(os.tmpdir(), graphFolderPrefix(process.pid)));
    writeFileSync(path.join(folder, 'saved_model.pb'), savedModel);
    return folder;
  } catch (error) {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
    throw temporaryFolderError(error);
  }
}

/** Why the graph could not be put into the temporary folder. */
function temporaryFolderError(error: unknown): FeaturescopeError {
  const folder = os.tmpdir();
  return problemOf(error) === 'disk-full'
    ? failed('engine/temporary-folder-full', { folder }, { cause: error })
    : failed('engine/temporary-folder', { folder, why: messageOf(error) }, { cause: error });
}
