import fs from 'node:fs';
import path from 'node:path';
import { graphFolderPrefix } from '../shared/names';

/**
 * Removes the graphs that a process had not removed when it ended. At once, as the app may be about to end too.
 * @param temporary  the folder for temporary files that the process used
 */
export function removeGraphFolders(pid: number, temporary: string): void {
  try {
    for (const name of fs.readdirSync(temporary))
      if (name.startsWith(graphFolderPrefix(pid)))
        fs.rmSync(path.join(temporary, name), { recursive: true, force: true });
  } catch {
    // The folder for temporary files is gone, or not ours any more: so are the graphs in it.
  }
}
