import path from 'node:path';
import { getRawHeader } from '@electron/asar';
import { walk } from '../setup/files.mjs';

const UNPACKED_MODULES = 'resources/app.asar.unpacked/node_modules';
const ARCHIVE = 'resources/app.asar';
/** Parts of an installed app by the beginnings of their names; the first that fits counts. */
const parts = [
  { title: 'TensorFlow (libtensorflow)', begins: [`${UNPACKED_MODULES}/@tensorflow/`] },
  { title: 'Skia (pictures and labels)', begins: [`${UNPACKED_MODULES}/@napi-rs/`] },
  { title: 'HEIC decoder', begins: [`${UNPACKED_MODULES}/libheif-js/`] },
  { title: 'models', begins: ['resources/models/'] },
  { title: 'app code', begins: [`${ARCHIVE}/out/`, `${ARCHIVE}/package.json`] },
  { title: 'libraries in the archive', begins: [ARCHIVE] },
  { title: 'fonts, icon', begins: ['resources/electron/', 'resources/icon.png'] },
  { title: 'licences', begins: ['resources/licences/', 'LICENSE'] },
  { title: 'Electron (Chromium, Node)', begins: [''] },
];

/**
 * The files inside an archive; those that lie beside it are not.
 * @param {import('@electron/asar').DirectoryRecord} folder
 * @param {string} [before]
 * @returns {{ name: string, bytes: number }[]}
 */
function filesIn(folder, before = '') {
  return Object.entries(folder.files).flatMap(([name, entry]) => {
    if ('files' in entry) return filesIn(entry, `${before}${name}/`);
    return 'size' in entry && !entry.unpacked ? [{ name: before + name, bytes: entry.size }] : [];
  });
}

/**
 * What takes the space.
 * @param {string} folder  an installed app
 * @returns {{ title: string, bytes: number, files: number }[]} largest first
 */
export function sizesOf(folder) {
  const table = parts.map(({ title }) => ({ title, bytes: 0, files: 0 }));
  const count = (/** @type {string} */ name, /** @type {number} */ bytes) => {
    const row = table[parts.findIndex(({ begins }) => begins.some((begin) => name.startsWith(begin)))];
    if (!row) return;
    row.bytes += bytes;
    row.files += 1;
  };
  for (const { file, stats } of walk(folder)) {
    if (!stats.isFile()) continue;
    const name = path.relative(folder, file).split(path.sep).join('/');
    if (name !== ARCHIVE) count(name, stats.size);
    else
      for (const packed of filesIn(getRawHeader(file).header))
        count(`${ARCHIVE}/${packed.name}`, packed.bytes);
  }
  return table.sort((a, b) => b.bytes - a.bytes);
}

/** @param {number} bytes */
export const megabytesOf = (bytes) => `${(bytes / 1e6).toFixed(1).padStart(7)} MB`;
