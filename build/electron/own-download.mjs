/** First choice: the download of the electron package itself, checked against the checksums that the package carries. */
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { electronVersion, projectRoot } from './version.mjs';

const requireFromProject = createRequire(path.join(projectRoot, 'package.json'));

/**
 * Asks for a few bytes first: a machine that cannot reach the host finds out in seconds, not after a minute of retries.
 * @param {number} timeoutMs
 */
export async function isOwnDownloadReachable(timeoutMs) {
  const mirror = process.env['ELECTRON_MIRROR'] ?? process.env['npm_config_electron_mirror'];
  const base = mirror ?? 'https://github.com/electron/electron/releases/download/';
  const url = `${base.replace(/\/?$/, '/')}v${electronVersion}/SHASUMS256.txt`;
  try {
    const response = await fetch(url, { method: 'HEAD', signal: AbortSignal.timeout(timeoutMs) });
    return response.ok;
  } catch {
    return false;
  }
}

/**
 * @param {string} folder  empty folder that receives Electron
 * @param {string} downloadCache  where finished downloads are kept
 * @param {(fraction: number | null) => void} onProgress
 */
export async function downloadOwn(folder, downloadCache, onProgress) {
  // Both helpers belong to the electron package; they are asked for from its place, not from ours.
  const electronManifest = requireFromProject.resolve('electron/package.json');
  const requireFromElectron = createRequire(electronManifest);
  const { downloadArtifact } = requireFromElectron('@electron/get');
  const extract = requireFromElectron('extract-zip');
  const checksums = JSON.parse(
    fs.readFileSync(path.join(path.dirname(electronManifest), 'checksums.json'), 'utf8'),
  );
  const zip = await downloadArtifact({
    version: electronVersion,
    artifactName: 'electron',
    platform: process.platform,
    arch: process.arch,
    cacheRoot: downloadCache,
    checksums,
    downloadOptions: {
      quiet: true,
      getProgressCallback: async (/** @type {{ percent: number }} */ state) => onProgress(state.percent),
    },
  });
  onProgress(null);
  await extract(zip, { dir: folder });
}
