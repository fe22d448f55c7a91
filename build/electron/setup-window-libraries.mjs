/**
 * Set-up step: the system libraries that Electron's window needs on Linux, and Xvfb where there is no display.
 * As root with apt they are installed; otherwise the error names the exact command.
 */
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { electronExecutable } from './version.mjs';

const run = promisify(execFile);

/** What Electron links to or opens on Debian and Ubuntu; apt resolves the rest. */
const libraryPackages = [
  'libgtk-3-0',
  'libnss3',
  'libnspr4',
  'libatk-bridge2.0-0',
  'libatspi2.0-0',
  'libcups2',
  'libdrm2',
  'libgbm1',
  'libasound2',
  'libxkbcommon0',
  'libxcomposite1',
  'libxdamage1',
  'libxfixes3',
  'libxrandr2',
  'libxss1',
  'libxtst6',
];
const displayPackages = ['xvfb', 'xauth'];

export const windowLibrariesStep = {
  id: 'window-libraries',
  title: 'System libraries of the window',

  async check() {
    return (await missingPackages()).length === 0;
  },

  async run() {
    const packages = await missingPackages();
    const names = await availableNames(packages);
    const command = `apt-get install -y --no-install-recommends ${names.join(' ')}`;
    if (process.getuid?.() !== 0 || !isOnPath('apt-get'))
      throw new Error(`The window needs system libraries that are missing here. Run: sudo ${command}`);
    await run('apt-get', ['update']).catch(() => undefined); // old lists may still be good enough
    const [program = '', ...args] = command.split(' ');
    await run(program, args, { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
    const left = await missingLibraries();
    if (left.length > 0) throw new Error(`Electron still lacks ${left.join(', ')} after: ${command}`);
  },
};

/** Libraries that the loader does not find for the Electron executable. */
export async function missingLibraries() {
  const { stdout } = await run('ldd', [electronExecutable()]);
  return [...stdout.matchAll(/^\s*(\S+) => not found$/gm)].map((match) => match[1] ?? '');
}

async function missingPackages() {
  if (process.platform !== 'linux') return [];
  const packages = [];
  if ((await missingLibraries()).length > 0) packages.push(...libraryPackages);
  if (!process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY'] && !isOnPath('xvfb-run'))
    packages.push(...displayPackages);
  return packages;
}

/**
 * Newer distributions renamed some libraries (libgtk-3-0t64): take the name that apt knows.
 * @param {string[]} packages
 */
async function availableNames(packages) {
  if (!isOnPath('apt-cache')) return packages;
  const { stdout } = await run('apt-cache', ['pkgnames']).catch(() => ({ stdout: '' }));
  const known = new Set(stdout.split('\n'));
  return packages.map((name) => (known.has(`${name}t64`) ? `${name}t64` : name));
}

/** @param {string} program */
function isOnPath(program) {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter);
  return folders.some((folder) => fs.existsSync(path.join(folder, program)));
}
