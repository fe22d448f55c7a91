// Installs the Debian package into a bare system of this machine's release and tries it there: npm run check:bare-root.
// Everything comes from the package's own Depends; there is no Node, no desktop and no library of this machine.
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, realpathSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { hasDisplay } from '../electron/launch-window.mjs';
import { vitestCommand } from '../commands/run.mjs';
import { projectRoot } from '../electron/version.mjs';
import { virtualDisplay } from '../electron/with-display.mjs';
import { remove, statOrNull } from '../setup/files.mjs';
import { secondsSince } from '../setup/progress.mjs';
import { isInPath } from '../setup/steps/system-tools.mjs';
import { makeRoot } from './bare-root/make-root.mjs';

const packages = process.env['FEATURESCOPE_PACKAGES'] ?? path.join(projectRoot, 'out/package');
const tests = vitestCommand('package');
/** What the tests themselves are made with, and must not change what they see of the package. */
const INSIDE = '/tester/node';
const moreTools = ['fswebcam', 'desktop-file-utils', 'libglib2.0-bin', 'libgtk-3-bin', 'xdg-utils'];

function reasonAgainst() {
  if (process.platform !== 'linux' || process.getuid?.() !== 0)
    return 'only root on Linux can make another root; use sudo';
  for (const tool of ['debootstrap', 'unshare', 'apt-get'])
    if (!isInPath(tool, process.env)) return `the program ${tool} is missing; install it`;
  if (!hasDisplay() && !isInPath('xvfb-run', process.env)) return 'there is neither a display nor xvfb-run';
  const sums = path.join(packages, 'SHA256SUMS');
  const found = statOrNull(sums) === null ? '' : readFileSync(sums, 'utf8');
  if (!/\.deb$/m.test(found) || !/\.tar\.gz$/m.test(found))
    return `there are not both packages in ${packages}; run "npm run package -- --target deb --target tar.gz" first`;
  return null;
}

/**
 * Makes the root, or takes one that was kept.
 * @param {string | undefined} kept
 */
function rootFolder(kept) {
  const folder = kept ?? realpathSync(mkdtempSync(path.join(os.tmpdir(), 'featurescope-root-')));
  const startedMs = Date.now();
  if (statOrNull(path.join(folder, 'etc/debian_version')) === null) makeRoot(folder);
  chmodSync(folder, 0o755); // everybody's root
  console.log(`bare root ready in ${secondsSince(startedMs)}`);
  return folder;
}

/**
 * @param {string} root
 * @param {string[]} command
 */
function runInside(root, command) {
  const enter = path.join(import.meta.dirname, 'bare-root/enter.sh');
  const line = [
    ...virtualDisplay(),
    'unshare',
    '--mount',
    '--pid',
    '--fork',
    '--ipc',
    enter,
    root,
    projectRoot,
  ];
  const [program = '', ...args] = [...line, realpathSync(process.execPath), ...command];
  const env = {
    ...{ PATH: '/usr/sbin:/usr/bin:/sbin:/bin', HOME: '/root', LANG: 'C.UTF-8' },
    ...{ FEATURESCOPE_PACKAGES: packages, FEATURESCOPE_BARE_ROOT: '1', DEBIAN_FRONTEND: 'noninteractive' },
    ...(process.env['DISPLAY'] && { DISPLAY: process.env['DISPLAY'] }),
    ...(process.env['XAUTHORITY'] && { XAUTHORITY: process.env['XAUTHORITY'] }),
  };
  return spawnSync(program, args, { cwd: projectRoot, stdio: 'inherit', env }).status ?? 1;
}

function main() {
  const { values } = parseArgs({ options: { root: { type: 'string' } } });
  const reason = reasonAgainst();
  if (reason !== null) throw new Error(`the bare root was not tried: ${reason}`);
  const root = rootFolder(values.root);
  try {
    process.exitCode =
      runInside(root, ['apt-get', 'update', '-q']) ||
      // First with what the package depends on and nothing more, then what needs the tools of a webcam and of a desktop.
      runInside(root, [INSIDE, ...tests, 'installed']) ||
      runInside(root, ['apt-get', 'install', '-y', '-q', '--no-install-recommends', ...moreTools]) ||
      runInside(root, [INSIDE, ...tests, 'installed', '-t', 'TEST frames|desktop hands over']);
  } finally {
    if (values.root === undefined) remove(root);
  }
}

try {
  main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
