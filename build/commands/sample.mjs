import { existsSync, mkdirSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runCli } from './cli.mjs';

const photo = path.resolve(import.meta.dirname, '../../models/sample/chelsea.png');
const FOLDER_NAME = 'featurescope-sample';
/** Tells our own folder from one that happens to have its name. */
const MARKER = '.made-by-npm-start';

/** Writes what the network sees in the sample photo to a folder and says where. */
export async function exportSample() {
  const folder = chooseFolder(process.cwd());
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, MARKER), '');
  process.on('exit', (code) => {
    if (code === 0) console.log(farewell(folder));
    else removeIfEmpty(folder);
  });
  await runCli(['export', photo, '--out', folder, '--force']);
}

/** @param {string} parent */
export function chooseFolder(parent) {
  for (let number = 1; ; number += 1) {
    const folder = path.join(parent, number === 1 ? FOLDER_NAME : `${FOLDER_NAME}-${number}`);
    if (!existsSync(folder) || existsSync(path.join(folder, MARKER))) return folder;
  }
}

/** @param {string} folder */
function farewell(folder) {
  return [
    '',
    `The network's view of the sample photo is in ${folder}`,
    'Your own photo:   npm start -- export photo.jpg --out results',
    'Everything else:  npm start -- --help',
  ].join('\n');
}

/** @param {string} folder */
function removeIfEmpty(folder) {
  rmSync(path.join(folder, MARKER), { force: true });
  try {
    rmdirSync(folder);
  } catch {
    // It holds results of an earlier run.
    writeFileSync(path.join(folder, MARKER), '');
  }
}
