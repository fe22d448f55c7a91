/**
 * First choice: the download of the electron package itself, checked against the checksums that the package carries, or against
 * ours for the Electron of releases.
 */
import { createRequire } from 'node:module';
import path from 'node:path';
import { SetupFailure } from '../setup/failure.mjs';
import { readJson } from '../setup/files.mjs';
import { electronVersion, isReleaseElectron, projectRoot, release } from './version.mjs';

/** @import { Context } from '../setup/context.mjs' */
/** @import { Progress } from '../setup/progress.mjs' */

const USUAL_HOST = 'https://github.com/electron/electron/releases/download/';

/**
 * Asks for a few bytes first: a machine that cannot reach the host finds out in seconds, not after a minute of retries.
 * @param {NodeJS.ProcessEnv} env
 * @param {number} timeoutMs
 */
export async function isOwnDownloadReachable(env, timeoutMs) {
  const base = env['ELECTRON_MIRROR'] ?? env['npm_config_electron_mirror'] ?? USUAL_HOST;
  const url = `${base.replace(/\/?$/, '/')}v${electronVersion}/SHASUMS256.txt`;
  try {
    const response = await fetch(url, { method: 'HEAD', signal: AbortSignal.timeout(timeoutMs) });
    return response.ok;
  } catch {
    return false;
  }
}

/**
 * @param {Context} context
 * @param {string} folder  empty folder that receives Electron
 * @param {Progress} progress
 */
export async function downloadOwn({ cache, platform, arch }, folder, progress) {
  // Both helpers belong to the electron package; they are asked for from its place, not from ours.
  const manifest = createRequire(path.join(projectRoot, 'package.json')).resolve('electron/package.json');
  const requireFromElectron = createRequire(manifest);
  const { downloadArtifact } = requireFromElectron('@electron/get');
  const extract = requireFromElectron('extract-zip');
  let fraction = 0;
  const download = async () => {
    const zip = await downloadArtifact({
      version: electronVersion,
      artifactName: 'electron',
      platform,
      arch,
      cacheRoot: path.join(cache, 'downloads'),
      checksums: isReleaseElectron
        ? release.sha256
        : readJson(path.join(path.dirname(manifest), 'checksums.json')),
      downloadOptions: {
        quiet: true,
        getProgressCallback: async (/** @type {{ percent: number }} */ { percent }) =>
          void (fraction = percent),
      },
    });
    await extract(zip, { dir: folder });
  };
  try {
    await progress.watch(download(), () => `downloading, ${Math.round(fraction * 100)} %`);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new SetupFailure(`Electron ${electronVersion} could not be downloaded: ${reason}`, 'npm run setup');
  }
}
