// The licences of everything that is shipped, for the About dialog and for a file in the package.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { electronVersion, projectRoot } from '../electron/version.mjs';
import { insideBundles, packagesBeside } from './packages.mjs';

/**
 * @typedef {object} Licence
 * @property {string} name
 * @property {string} version '' where there is none
 * @property {string} licence short name
 * @property {string} text
 */

/** @param {string[]} parts */
const read = (...parts) =>
  readFileSync(path.join(projectRoot, ...parts), 'utf8')
    .replaceAll('\r\n', '\n')
    .replace(/^\n+/, '')
    .trimEnd();
const NOTICES = 'build/package/notices';

/**
 * All licences, ours first, then by name.
 * @returns {Licence[]}
 */
export function collectLicences() {
  const { version } = JSON.parse(read('package.json'));
  const others = [electron(), chromium(), tensorflow(), ...npmPackages(), ...models(), ...works()];
  others.sort((a, b) => a.name.localeCompare(b.name, 'en'));
  return [{ name: 'Featurescope', version, licence: 'MIT', text: read('LICENSE') }, ...others];
}

/** The licences as one text file. */
export function licencesAsText() {
  const rule = '='.repeat(80);
  return collectLicences()
    .map(
      ({ name, version, licence, text }) =>
        `${rule}\n${`${name} ${version}`.trim()} (${licence})\n${rule}\n\n${text}\n`,
    )
    .join('\n');
}

/** @returns {Licence} */
function electron() {
  return {
    name: 'Electron',
    version: electronVersion,
    licence: 'MIT',
    text: read('node_modules/electron/LICENSE'),
  };
}

/** @returns {Licence} */
function chromium() {
  return {
    name: 'Chromium, Node.js, FFmpeg',
    version: '',
    licence: 'BSD-3-Clause, MIT, LGPL-2.1 and others',
    text: [
      'Electron contains Chromium (BSD-3-Clause), Node.js (MIT), FFmpeg (LGPL-2.1, as the separate library libffmpeg) and',
      'the libraries that these are made of. All their licences are in the file LICENSES.chromium.html of the installation.',
    ].join('\n'),
  };
}

/** @returns {Licence} */
function tensorflow() {
  const parts = gunzipSync(readFileSync(path.join(projectRoot, NOTICES, 'tensorflow-third-party.txt.gz')));
  return {
    name: 'TensorFlow (native library)',
    version: '',
    licence: 'Apache-2.0',
    text: [
      read(NOTICES, 'Apache-2.0.txt'),
      'What TensorFlow is made of:',
      parts.toString('utf8').replaceAll('\r\n', '\n').trim(),
    ].join('\n\n'),
  };
}

/** @returns {Licence[]} */
function npmPackages() {
  return [...Object.keys(packagesBeside()), ...insideBundles].map((name) => {
    const folder = path.join('node_modules', name);
    const manifest = JSON.parse(read(folder, 'package.json'));
    return {
      name: name.replace(/.*node_modules\//, ''),
      version: manifest.version,
      licence: String(manifest.license).replace(/^SEE LICENSE IN .*/, 'NIST, HDF5 (BSD-3-Clause)'),
      text: textOf(folder, manifest),
    };
  });
}

/**
 * @param {string} folder
 * @param {{ name: string, license: string, author?: string | { name: string }, homepage?: string }} manifest
 */
function textOf(folder, manifest) {
  const files = readdirSync(path.join(projectRoot, folder)).filter((file) =>
    /^(licen[cs]e|copying|notice)/i.test(file),
  );
  const own = files.sort().map((file) => read(folder, file));
  if (manifest.name.startsWith('@napi-rs/canvas-'))
    own.push(read('node_modules/@napi-rs/canvas/LICENSE'), skia(folder));
  // The LGPL adds permissions to the GPL and is read together with it.
  if (manifest.license === 'LGPL-3.0') own.push(read(NOTICES, 'GPL-3.0.txt'));
  if (own.length > 0) return own.join('\n\n');
  const author =
    typeof manifest.author === 'string' ? manifest.author : (manifest.author?.name ?? manifest.name);
  if (manifest.license === 'ISC') return read(NOTICES, 'ISC.txt').replace('{author}', author);
  if (manifest.license === 'Apache-2.0') return read(NOTICES, 'Apache-2.0.txt');
  throw new Error(`${manifest.name} has no licence text, and none is known for ${manifest.license}`);
}

/** @param {string} folder */
function skia(folder) {
  /** @type {{ components: { name: string, version?: string, licenses?: { expression?: string, license?: { id?: string } }[] }[] }} */
  const { components } = JSON.parse(read(folder, 'sbom.cdx.json'));
  const lines = components
    .filter(({ licenses }) => licenses !== undefined)
    .map(({ name, version = '', licenses = [] }) => {
      const ids = licenses.map(({ expression, license }) => expression ?? license?.id ?? '');
      return `  ${name} ${version}: ${ids.join(', ')}`;
    });
  return [
    'The library contains Skia (BSD-3-Clause; its text, and those of its parts, are also in LICENSES.chromium.html) and:',
    ...lines,
  ].join('\n');
}

/** @returns {Licence[]} */
function models() {
  /** @type {{ models: { title: string, file: string, licence: string, isBundled: boolean }[] }} */
  const catalog = JSON.parse(read('models/catalog.json'));
  return catalog.models
    .filter(({ isBundled }) => isBundled)
    .map(({ title, file, licence }) => ({
      name: `${title} (model and labels)`,
      version: '',
      licence,
      text: read('models', path.dirname(file), 'LICENSE'),
    }));
}

/** @returns {Licence[]} */
function works() {
  return [
    { name: 'Sample photo', version: '', licence: 'CC0-1.0', text: read('models/sample/README.md') },
    {
      name: 'Architectures of downloadable models',
      version: '',
      licence: 'Apache-2.0',
      text: `Written by Keras, without weights. Weights are fetched on request, under the licences that the catalogue names.\n\n${read(NOTICES, 'Apache-2.0.txt')}`,
    },
    {
      name: 'Inter (font)',
      version: '4.001',
      licence: 'OFL-1.1',
      text: read('electron/image/fonts/OFL.txt'),
    },
    {
      name: 'Noto Sans SC (font)',
      version: '2.004',
      licence: 'OFL-1.1',
      text: read('electron/image/fonts/OFL-NotoSansSC.txt'),
    },
  ];
}
