import path from 'node:path';
import { walk } from '../setup/files.mjs';

const UNPACKED_MODULES = 'resources/app.asar.unpacked/node_modules';
/** Parts of an installed app by the beginnings of their names; the first that fits counts. */
const parts = [
  { title: 'TensorFlow (libtensorflow)', begins: [`${UNPACKED_MODULES}/@tensorflow/`] },
  { title: 'Skia (pictures and labels)', begins: [`${UNPACKED_MODULES}/@napi-rs/`] },
  { title: 'HEIC decoder', begins: [`${UNPACKED_MODULES}/libheif-js/`] },
  { title: 'models', begins: ['resources/models/'] },
  { title: 'app code', begins: ['resources/app.asar'] },
  { title: 'fonts, icon', begins: ['resources/electron/', 'resources/icon.png'] },
  { title: 'licences', begins: ['resources/licences/', 'LICENSE'] },
  { title: 'Electron (Chromium, Node)', begins: [''] },
];

/**
 * What takes the space.
 * @param {string} folder  an installed app
 * @returns {{ title: string, bytes: number, files: number }[]} largest first
 */
export function sizesOf(folder) {
  const table = parts.map(({ title }) => ({ title, bytes: 0, files: 0 }));
  for (const { file, stats } of walk(folder)) {
    if (!stats.isFile()) continue;
    const name = path.relative(folder, file).split(path.sep).join('/');
    const row = table[parts.findIndex(({ begins }) => begins.some((begin) => name.startsWith(begin)))];
    if (!row) continue;
    row.bytes += stats.size;
    row.files += 1;
  }
  return table.sort((a, b) => b.bytes - a.bytes);
}

/** @param {number} bytes */
export const megabytesOf = (bytes) => `${(bytes / 1e6).toFixed(1).padStart(7)} MB`;
