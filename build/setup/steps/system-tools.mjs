import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { explain, tools } from '../explain.mjs';
import { SetupFailure } from '../failure.mjs';

/** @import { Context } from '../context.mjs' */
/** @import { Progress } from '../progress.mjs' */

const TITLE = 'system tools';
const oldestPip = { major: 20, minor: 3 };

/** @type {Record<string, { install: string, packages: Record<string, string> }>} */
const managers = {
  'apt-get': { install: 'apt-get install -y', packages: {} },
  dnf: { install: 'dnf install -y', packages: { 'g++': 'gcc-c++' } },
  zypper: { install: 'zypper install', packages: { 'g++': 'gcc-c++' } },
  pacman: {
    install: 'pacman -S --needed',
    packages: { python3: 'python', 'python3-pip': 'python-pip', 'g++': 'gcc' },
  },
};

/**
 * @param {string} program
 * @param {NodeJS.ProcessEnv} env
 */
export function isInPath(program, env) {
  return (env['PATH'] ?? '').split(path.delimiter).some((folder) => {
    try {
      accessSync(path.join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/**
 * What building the addon needs and this machine lacks, by the Debian names of the packages.
 * @param {Context} context
 */
export async function missingTools({ run, env }) {
  const missing = [];
  if (!isInPath('python3', env)) missing.push('python3', 'python3-pip');
  else if ((await run('python3', ['-m', 'pip', '--version'])).code !== 0) missing.push('python3-pip');
  if (!isInPath('g++', env)) missing.push('g++');
  return missing;
}

/**
 * The command that installs packages here, by their Debian names.
 * @param {Pick<Context, 'env' | 'isRoot'>} context
 * @param {string[]} missing
 */
export function installCommand({ env, isRoot }, missing) {
  const name = Object.keys(managers).find((manager) => isInPath(manager, env)) ?? 'apt-get';
  const manager = managers[name];
  const names = missing.map((tool) => manager?.packages[tool] ?? tool);
  return `${isRoot ? '' : 'sudo '}${manager?.install} ${names.join(' ')}`;
}

/**
 * Installs what is missing when we may, else says which command does.
 * @param {Context} context
 * @param {Progress} progress
 */
export async function ensureSystemTools(context, progress) {
  const missing = await missingTools(context);
  if (missing.length > 0) {
    const command = installCommand(context, missing);
    const reason = `${list(missing)} ${missing.length === 1 ? 'is' : 'are'} needed and not installed`;
    if (!context.isRoot || !isInPath('apt-get', context.env)) throw new SetupFailure(reason, command, TITLE);
    await installWithApt(context, missing, progress);
    const left = await missingTools(context);
    if (left.length > 0)
      throw new SetupFailure(`apt-get succeeded, but ${list(left)} cannot be used`, command, TITLE);
  }
  await requireNewPip(context);
}

/** @param {string[]} names */
function list(names) {
  return names.length < 2 ? names.join() : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

/**
 * @param {Context} context
 * @param {string[]} names
 * @param {Progress} progress
 * @param {number} [timeoutMs] for each of its two commands
 */
export async function installWithApt({ run, root }, names, progress, timeoutMs) {
  const options = { env: { DEBIAN_FRONTEND: 'noninteractive' }, ...(timeoutMs && { timeoutMs }) };
  const update = await progress.watch(run('apt-get', ['update'], options), () => 'apt-get update');
  const install = await progress.watch(
    run('apt-get', ['install', '-y', '--no-install-recommends', ...names], options),
    () => `installing ${list(names)} with apt-get`,
  );
  if (install.code === 0) return;
  const both = { ...install, output: `${update.output}\n${install.output}` };
  const failure = explain(tools.apt, both, root);
  throw new SetupFailure(failure.message, failure.command, TITLE);
}

/** @param {Context} context */
async function requireNewPip({ run }) {
  const { output } = await run('python3', ['-m', 'pip', '--version']);
  const [, major, minor] = /pip (\d+)\.(\d+)/.exec(output)?.map(Number) ?? [];
  if (major === undefined || minor === undefined || major > oldestPip.major) return;
  if (major === oldestPip.major && minor >= oldestPip.minor) return;
  throw new SetupFailure(
    `pip ${major}.${minor} is too old, ${oldestPip.major}.${oldestPip.minor} or newer is needed`,
    'python3 -m pip install --user --upgrade pip',
    TITLE,
  );
}
