import { copyFileSync, chmodSync, realpathSync, renameSync } from 'node:fs';
import path from 'node:path';
import { remove } from '../setup/files.mjs';
import { burnFuses } from './fuses.mjs';

/**
 * What is put right in the folder that electron-builder has filled, before it is signed and packed.
 * @param {{ appOutDir: string, electronPlatformName: string, packager: { appInfo: { productFilename: string } } }} context
 */
export async function afterPack({ appOutDir, electronPlatformName, packager }) {
  const { productFilename } = packager.appInfo;
  if (electronPlatformName === 'linux') {
    remove(path.join(appOutDir, 'version')); // a file of set-up
    const program = path.join(appOutDir, 'featurescope-bin');
    // The launcher takes the name, so that every way of starting the app goes through it.
    renameSync(path.join(appOutDir, 'featurescope'), program);
    unlinkFromOthers(program);
    const launcher = path.join(appOutDir, 'featurescope');
    copyFileSync(path.join(import.meta.dirname, 'linux/featurescope.sh'), launcher);
    chmodSync(launcher, 0o755);
    await burnFuses(program);
  } else if (electronPlatformName === 'win32') {
    const program = path.join(appOutDir, `${productFilename}.exe`);
    unlinkFromOthers(program);
    await burnFuses(program);
  } else {
    const app = path.join(appOutDir, `${productFilename}.app`);
    remove(path.join(app, 'Contents/Resources/default_app.asar')); // shown by Electron without an app
    unlinkFromOthers(path.join(app, 'Contents/Frameworks/Electron Framework.framework/Electron Framework'));
    await burnFuses(app);
  }
}

/**
 * Burning writes into the file; had it been linked instead of copied, into Electron's folder of set-up as well.
 * @param {string} file
 */
function unlinkFromOthers(file) {
  const original = realpathSync(file);
  const copy = `${original}.copy`;
  copyFileSync(original, copy);
  chmodSync(copy, 0o755);
  renameSync(copy, original);
}
