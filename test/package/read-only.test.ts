/** Places where nothing can be written: the app starts all the same, works, and says once what it cannot keep. */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { projectRoot } from '../../build/electron/version.mjs';
import { openFolder, unpackedApp } from './packages';
import { listOf, OrdinaryUser, quit, ROCKET_NOTE } from './ordinary-user';

const place = openFolder('read-only');
const command = path.join(place, 'app/featurescope');
let user: OrdinaryUser;

beforeAll(() => {
  execFileSync('cp', ['-rl', unpackedApp, path.dirname(command)]);
  user = new OrdinaryUser();
  user.bring(path.join(projectRoot, 'test/fixtures/photos/rocket.jpg'));
});
afterAll(() => {
  user.remove();
  fs.rmSync(place, { recursive: true });
});

/** Opens the window with the sample, changes a setting, quits, and returns what the terminal was told of settings. */
async function useWindow(env: Record<string, string>): Promise<string[]> {
  const window = await user.openWindow(command, [], env);
  const { page } = window;
  await page.getByText('chelsea.png analysed', { exact: false }).waitFor({ state: 'attached' });
  const answer = await page.evaluate(
    () => globalThis.featurescope.ask('settings:write', { theme: 'dark' }).answer,
  );
  expect(answer.ok).toBe(true);
  await expect.poll(window.output).toContain('settings/not-kept');
  expect(await quit(window)).toBe(0);
  await expect.poll(() => listOf(user.temp)).toEqual([]);
  expect(window.output()).not.toMatch(/electron-log|Error:|at .*\(file:/);
  return window.output().match(/^(warning|error) .*$/gm) ?? [];
}

const notKept = (folder: string, problem: string): string =>
  `warning settings/not-kept: Settings, recent files and the log cannot be kept: ${folder}/.config/featurescope cannot be written to (${problem}). Everything else works; to keep them, allow writing there or free space on its disk.`;

it('runs a command with neither a home nor a place in TMPDIR', () => {
  const env = { HOME: '/nowhere/at/all', TMPDIR: user.lockedFolder('temp-of-command') };
  const { status, stdout, stderr } = user.run(command, ['predict', 'rocket.jpg', '--top', '1'], env);
  expect({ status, stderr }).toEqual({ status: 0, stderr: ROCKET_NOTE });
  expect(stdout).toContain('drilling platform');
});

it('opens the window with a home that is read-only', async () => {
  const home = user.lockedFolder('locked-home');
  expect(await useWindow({ HOME: home })).toEqual([notKept(home, 'EACCES')]);
  expect(listOf(home)).toEqual([]);
});

it('opens the window with no home, and no place in TMPDIR', async () => {
  const env = { HOME: '/dev/null', TMPDIR: user.lockedFolder('temp-of-window') };
  expect(await useWindow(env)).toEqual([notKept('/dev/null', 'ENOTDIR')]);
  expect(listOf(env.TMPDIR)).toEqual([]);
});

it('opens the window with a home on a full disk', async ({ skip }) => {
  const disk = user.fullDisk('full-home');
  if (disk === null) {
    process.stderr.write('a home on a full disk: skipped, this user may not mount one\n');
    return skip();
  }
  try {
    expect(await useWindow({ HOME: disk.folder })).toEqual([notKept(disk.folder, 'ENOSPC')]);
  } finally {
    disk.unmount();
  }
});
