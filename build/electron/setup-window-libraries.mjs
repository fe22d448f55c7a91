import { spawnSync } from 'node:child_process';
import { explain, tools } from '../setup/explain.mjs';
import { SetupFailure } from '../setup/failure.mjs';
import { isInPath } from '../setup/steps/system-tools.mjs';
import { electronExecutable, electronFolderIn } from './version.mjs';

/** @import { Context, Step } from '../setup/context.mjs' */

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

/**
 * The system libraries that Electron's window needs on Linux, and Xvfb where there is no display. As root with apt they
 * are installed; otherwise the failure names the exact command.
 * @param {Context} context
 * @returns {Step}
 */
export function windowLibraries(context) {
  const missing = () => missingPackages(context);
  return {
    id: 'window-libraries',
    title: 'system libraries of the window',
    check() {
      const packages = missing();
      if (packages.length === 0) return { ok: true, detail: 'complete' };
      return { ok: false, detail: `not installed: ${packages.join(' ')}` };
    },
    async run(progress) {
      const names = await availableNames(context, missing());
      const install = ['install', '-y', '--no-install-recommends', ...names];
      if (!context.isRoot || !isInPath('apt-get', context.env))
        throw new SetupFailure('system libraries are missing', `sudo apt-get ${install.join(' ')}`);
      const env = { DEBIAN_FRONTEND: 'noninteractive' };
      const describe = () => `installing ${names.length} packages with apt-get`;
      const update = await progress.watch(context.run('apt-get', ['update'], { env }), describe);
      const result = await progress.watch(context.run('apt-get', install, { env }), describe);
      if (result.code !== 0)
        throw explain(tools.apt, { ...result, output: `${update.output}\n${result.output}` }, context.root);
    },
  };
}

/** @param {Context} context */
function missingPackages({ platform, env, root }) {
  if (platform !== 'linux') return [];
  const hasDisplay = Boolean(env['DISPLAY'] || env['WAYLAND_DISPLAY']) || isInPath('xvfb-run', env);
  return [
    ...(missingLibraries(electronExecutable(electronFolderIn(root))).length > 0 ? libraryPackages : []),
    ...(hasDisplay ? [] : displayPackages),
  ];
}

/**
 * Libraries that the loader does not find. Asking it takes 15 ms and is right on every distribution.
 * @param {string} executable
 */
export function missingLibraries(executable) {
  const { stdout } = spawnSync('ldd', [executable], { encoding: 'utf8' });
  return [...(stdout ?? '').matchAll(/^\s*(\S+) => not found$/gm)].map((match) => match[1] ?? '');
}

/**
 * Newer distributions renamed some libraries (libgtk-3-0t64): takes the name that apt knows.
 * @param {Context} context
 * @param {string[]} packages
 */
async function availableNames({ run, env }, packages) {
  if (!isInPath('apt-cache', env)) return packages;
  const renamed = packages.map((name) => `${name}t64`);
  const { output } = await run('apt-cache', ['show', '--no-all-versions', ...renamed]);
  return packages.map((name) => (output.includes(`Package: ${name}t64\n`) ? `${name}t64` : name));
}
