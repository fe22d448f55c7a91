import { _electron } from 'playwright-core';
import { electronExecutable, projectRoot } from './version.mjs';

/**
 * The app under Playwright, with a profile of its own; as root without Chromium's sandbox, which refuses root.
 * @param {string} userData  folder of the profile
 * @param {string[]} [switches]  more of Chromium's
 */
export function launchQuietly(userData, switches = []) {
  const isRoot = process.getuid?.() === 0;
  return _electron.launch({
    executablePath: electronExecutable(),
    args: [
      projectRoot,
      ...(isRoot ? ['--no-sandbox'] : []),
      '--disable-gpu',
      '--log-level=3',
      `--user-data-dir=${userData}`,
      ...switches,
    ],
    chromiumSandbox: !isRoot,
    colorScheme: null, // else Playwright shows every page as light
  });
}
