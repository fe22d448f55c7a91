// Starts the app folder named on Electron's command line. Takes the place of Electron's own default_app.asar, which the
// republished package lacks. An ES module on purpose: its top-level await keeps `ready` back until the app has been
// loaded, so that apps that are ES modules can still register privileged schemes.
import { app } from 'electron';
import fs from 'node:fs';
import Module, { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const requireFromHere = createRequire(path.join(process.cwd(), 'index.js'));
const { preloads, target } = readArguments(process.argv.slice(1));

for (const preload of preloads) {
  const isFile = path.isAbsolute(preload) || preload.startsWith('.');
  requireFromHere(isFile ? path.resolve(preload) : preload);
}
if (target === null) fail('usage: electron [options] <app folder | file>');
else await loadApp(path.resolve(target));

/** @param {string[]} args */
function readArguments(args) {
  /** @type {string[]} */
  const preloads = [];
  for (let i = 0; i < args.length; i++) {
    const argument = args[i] ?? '';
    if (argument === '-v' || argument === '--version') {
      console.log(`v${process.versions.electron}`);
      process.exit(0);
    }
    // Playwright passes `-r loader.js` to wait for the app.
    if (argument === '-r' || argument === '--require') preloads.push(args[++i] ?? '');
    else if (!argument.startsWith('-')) return { preloads, target: argument };
  }
  return { preloads, target: null };
}

/** @param {string} folder */
async function loadApp(folder) {
  Object.defineProperty(process, 'defaultApp', { enumerable: true, value: true });
  /** @type {any} */
  const anyApp = app; // the setters are not in the types
  const manifestFile = path.join(folder, 'package.json');
  const hasManifest = fs.existsSync(manifestFile);
  if (hasManifest) {
    const manifest = JSON.parse(fs.readFileSync(manifestFile, 'utf8'));
    if (manifest.version) anyApp.setVersion(manifest.version);
    app.setName(manifest.productName || manifest.name || 'Electron');
    anyApp.setDesktopName(manifest.desktopName || `${app.getName()}.desktop`);
  }
  let file;
  try {
    // @ts-expect-error: not in the types; `true` asks for the main module of a folder
    file = Module._resolveFilename(folder, null, true);
  } catch (error) {
    fail(`Cannot find an Electron app at ${folder}\n${error instanceof Error ? error.message : error}`);
    return;
  }
  anyApp.setAppPath(hasManifest ? folder : path.dirname(file));
  try {
    await import(pathToFileURL(file).href);
  } catch (error) {
    fail(`The app threw an error while it was loaded\n${error instanceof Error ? error.stack : error}`);
  }
}

/** @param {string} message */
function fail(message) {
  console.error(message);
  app.exit(1);
}
