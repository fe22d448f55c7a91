import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { statOrNull } from '../setup/files.mjs';
import { electronExecutable, electronFolder, projectRoot } from './version.mjs';

/** A display that a window can be shown on. */
export function hasDisplay() {
  return process.platform !== 'linux' || Boolean(process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY']);
}

/**
 * Opens the window and stays until it is closed; the process then ends with the window's exit code.
 * @param {string[]} files
 */
export function launchWindow(files) {
  const isRoot = process.getuid?.() === 0;
  const problem = isRoot ? null : sandboxProblem();
  if (problem !== null) {
    console.error(problem);
    process.exitCode = 1;
    return;
  }
  // Chromium's sandbox refuses root; for everybody else it stays on.
  const options = ['--log-level=3', ...(isRoot ? ['--no-sandbox'] : [])];
  const child = spawn(electronExecutable(), [projectRoot, ...options, ...files], {
    stdio: 'inherit',
    env: { ...withoutRunAsNode(process.env), ...missingLocale(process.env) },
  });
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
    process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    console.error(`the window could not be started: ${error.message}`);
    process.exitCode = 1;
  });
  child.on('exit', (code) => {
    process.exitCode = code ?? 1;
  });
}

/**
 * With this variable, which terminals inside other Electron apps hand down, the window's program would be plain Node.
 * @param {NodeJS.ProcessEnv} environment
 * @returns {NodeJS.ProcessEnv}
 */
function withoutRunAsNode({ ELECTRON_RUN_AS_NODE, ...rest }) {
  if (ELECTRON_RUN_AS_NODE)
    console.error(
      'ELECTRON_RUN_AS_NODE is set, with which no window can be opened; this start goes on without it.',
    );
  return rest;
}

/**
 * Where no locale is set, Chromium takes file names that are not ASCII for damaged ones.
 * @param {NodeJS.ProcessEnv} environment
 * @returns {Record<string, string>}
 */
export function missingLocale({ LC_ALL, LC_CTYPE, LANG }) {
  return LC_ALL || LC_CTYPE || LANG ? {} : { LC_CTYPE: 'C.UTF-8' };
}

/** Some systems forbid ordinary users the namespaces that the sandbox is made of; then its helper has to belong to root. */
function sandboxProblem() {
  const isForbidden =
    readSetting('/proc/sys/kernel/apparmor_restrict_unprivileged_userns') === '1' ||
    readSetting('/proc/sys/kernel/unprivileged_userns_clone') === '0' ||
    readSetting('/proc/sys/user/max_user_namespaces') === '0';
  const helper = path.join(electronFolder, 'chrome-sandbox');
  const stats = statOrNull(helper);
  const isHelperReady = stats !== null && stats.uid === 0 && (stats.mode & 0o4755) === 0o4755;
  if (!isForbidden || isHelperReady) return null;
  return [
    "The window's sandbox is not allowed on this system until its helper belongs to root. Run once:",
    `  sudo chown root:root "${helper}" && sudo chmod 4755 "${helper}"`,
  ].join('\n');
}

/** @param {string} file */
function readSetting(file) {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return null;
  }
}
