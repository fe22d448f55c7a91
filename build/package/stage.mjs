// Collects what goes into a package. The lists name what goes in; nothing else does.
import { copyFileSync, linkSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { makeIcons } from '../icons/make-icons.mjs';
import { remove, sha256OfFile, walk } from '../setup/files.mjs';
import { electronFolder, projectRoot } from '../electron/version.mjs';
import { licencesAsText } from './licences.mjs';
import { matcher, packagesBeside } from './packages.mjs';
import { manifest, places } from './places.mjs';
import { strippedLibraries } from './strip.mjs';

const bundles = [
  { folder: 'out/electron', files: ['*.mjs', '*.cjs', 'chunks/*.mjs'] },
  {
    folder: 'out/renderer',
    files: ['index.html', 'licences.json', 'assets/*.js', 'assets/*.css', 'assets/*.woff2'],
  },
];
const fonts = { folder: 'electron/image/fonts', files: ['*.ttf', '*.otf', 'OFL*.txt'] };
const sample = { folder: 'models/sample', files: ['*.png', 'README.md'] };

/** Fills the folders for the archive and for what lies beside it. */
export async function stage() {
  remove(places.app, places.resources, places.icons, places.electron);
  await makeIcons(places.icons);
  stageElectron();
  stageApp();
  await stageResources();
}

/** The folder of set-up without the app that Electron shows when it has none, which electron-builder cannot read. */
function stageElectron() {
  if (process.platform === 'darwin') return;
  for (const { file, stats } of walk(electronFolder)) {
    const name = path.relative(electronFolder, file);
    if (stats.isFile() && !name.includes('default_app.asar'))
      copyOrLink(file, path.join(places.electron, name));
  }
}

function stageApp() {
  for (const { folder, files } of bundles) take(folder, files, places.app);
  for (const [name, files] of Object.entries(packagesBeside()))
    take(path.join('node_modules', name), files, places.app);
  checkImports();
  stageTensorflow();
  const { name, version, description, license } = manifest;
  const own = {
    ...{ name, version, description, license },
    type: 'module',
    main: 'out/electron/main.mjs',
    desktopName: 'featurescope.desktop',
  };
  writeFileSync(path.join(places.app, 'package.json'), `${JSON.stringify(own, null, 2)}\n`);
}

/** A package that the bundles import but the list lacks would be missed only when somebody uses what needs it. */
function checkImports() {
  for (const { file, stats } of walk(path.join(places.app, 'out/electron'))) {
    if (!stats.isFile() || !file.endsWith('.mjs')) continue;
    const code = readFileSync(file, 'utf8');
    for (const [, once, later] of code.matchAll(
      /^import [^'"]*?['"]([^.'"][^'"]*)['"]|\bimport\(['"]([^.'"][^'"]*)['"]\)/gm,
    )) {
      const name = once ?? later ?? '';
      if (name === '' || name === 'electron' || name.startsWith('node:') || name in packagesBeside())
        continue;
      throw new Error(
        `${path.basename(file)} imports ${name}, which build/package/packages.mjs does not list`,
      );
    }
  }
}

/** The stripped libraries in the place of the full ones. */
function stageTensorflow() {
  const libraries = 'node_modules/@tensorflow/tfjs-node/deps/lib';
  const source = strippedLibraries(path.join(projectRoot, libraries), places.stripped);
  if (source !== places.stripped) return;
  for (const { file } of walk(path.join(places.app, libraries))) {
    remove(file);
    copyOrLink(path.join(source, path.basename(file)), file);
  }
}

async function stageResources() {
  take(fonts.folder, fonts.files, places.resources);
  take(sample.folder, sample.files, places.resources);
  await stageModels();
  const licences = path.join(places.resources, 'licences');
  mkdirSync(licences, { recursive: true });
  writeFileSync(path.join(licences, 'third-party.txt'), licencesAsText());
  const chromium = 'LICENSES.chromium.html';
  // Elsewhere electron-builder puts it beside the program.
  if (process.platform === 'darwin')
    copyFileSync(path.join(electronFolder, chromium), path.join(licences, chromium));
  copyFileSync(path.join(places.icons, '512x512.png'), path.join(places.resources, 'icon.png'));
}

/**
 * The catalogue with the labels of all its models, the architectures, and the weights of the bundled ones, checked against it.
 */
async function stageModels() {
  const folder = path.join(projectRoot, 'models');
  /** @type {{ models: { id: string, file: string, labels: string, sha256?: string, isBundled: boolean }[] }} */
  const { models } = JSON.parse(readFileSync(path.join(folder, 'catalog.json'), 'utf8'));
  const files = new Set(['catalog.json', 'architectures/*.json']);
  for (const { id, file, labels, sha256, isBundled } of models) {
    files.add(labels);
    if (!isBundled) continue;
    if ((await sha256OfFile(path.join(folder, file))) !== sha256)
      throw new Error(`models/${file} is not the file that models/catalog.json names for ${id}`);
    const own = path.posix.dirname(file);
    for (const name of [file, `${own}/LICENSE`, `${own}/README.md`]) files.add(name);
  }
  for (const file of files) take('models', [file], places.resources);
}

/**
 * Copies files of a project folder to the same place below another folder.
 * @param {string} folder  in the project
 * @param {string[]} patterns
 * @param {string} target
 */
function take(folder, patterns, target) {
  const source = path.join(projectRoot, folder);
  const isWanted = matcher(patterns);
  let count = 0;
  for (const { file, stats } of walk(source)) {
    const name = path.relative(source, file).split(path.sep).join('/');
    if (!stats.isFile() || !isWanted(name)) continue;
    copyOrLink(file, path.join(target, folder, name));
    count++;
  }
  if (count === 0) throw new Error(`${folder} holds none of ${patterns.join(', ')}; run "npm run setup"`);
}

/**
 * Large files are linked: they are only read.
 * @param {string} file
 * @param {string} target
 */
function copyOrLink(file, target) {
  mkdirSync(path.dirname(target), { recursive: true });
  try {
    linkSync(realpathSync(file), target);
  } catch {
    copyFileSync(file, target); // another disk, or no links there
  }
}
