import os from 'node:os';
import path from 'node:path';

/** Overrides the folder of downloaded models. */
export const USER_MODELS_VARIABLE = 'FEATURESCOPE_MODELS';

/**
 * Folder of the models that the user downloads, the same for the window and the command line: below the data home of XDG on
 * Linux, Application Support on macOS, the local application data on Windows.
 */
export function userModelsFolder(
  environment: Readonly<Record<string, string | undefined>> = process.env,
  platform: NodeJS.Platform = process.platform,
  home: string = os.homedir(),
): string {
  // Relative values are to be ignored: XDG Base Directory Specification 0.8.
  const folderIn = (name: string, paths: path.PlatformPath): string | undefined => {
    const value = environment[name];
    return value !== undefined && paths.isAbsolute(value) ? value : undefined;
  };
  const paths = platform === 'win32' ? path.win32 : path.posix;
  const chosen = folderIn(USER_MODELS_VARIABLE, paths);
  if (chosen !== undefined) return chosen;
  if (platform === 'win32') {
    const local = folderIn('LOCALAPPDATA', paths) ?? paths.join(home, 'AppData', 'Local');
    return paths.join(local, 'Featurescope', 'models');
  }
  if (platform === 'darwin')
    return paths.join(home, 'Library', 'Application Support', 'Featurescope', 'models');
  const data = folderIn('XDG_DATA_HOME', paths) ?? paths.join(home, '.local', 'share');
  return paths.join(data, 'featurescope', 'models');
}
