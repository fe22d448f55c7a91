// The Debian package, by dpkg-deb alone: electron-installer-debian copies 750 MB once more, cannot add a MIME type, and leaves
// no say in file times.
import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  linkSync,
  mkdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { pngSizes } from '../icons/make-icons.mjs';
import { remove, totalSize, walk } from '../setup/files.mjs';
import { projectRoot } from '../electron/version.mjs';
import { desktopEntry } from './linux/desktop-entry.mjs';
import { COMPONENT_ID, metainfo } from './linux/metainfo.mjs';
import { manifest, places } from './places.mjs';
import { runTool } from './run-tool.mjs';

const NAME = 'featurescope';

/**
 * The packages of all libraries that the programs link to or cannot do without; on newer systems some have another name.
 * `npm run check:bare-root` tries that nothing is missing.
 */
const depends = [
  'libasound2t64 | libasound2',
  'libatk-bridge2.0-0t64 | libatk-bridge2.0-0',
  'libatk1.0-0t64 | libatk1.0-0',
  'libatspi2.0-0t64 | libatspi2.0-0',
  'libc6 (>= 2.25)',
  'libcairo2',
  'libcups2t64 | libcups2',
  'libdbus-1-3',
  'libdrm2',
  'libexpat1',
  'libgbm1',
  'libgcc-s1',
  'libglib2.0-0t64 | libglib2.0-0',
  'libgtk-3-0t64 | libgtk-3-0',
  'libnspr4',
  'libnss3',
  'libpango-1.0-0',
  'libstdc++6 (>= 11)',
  'libudev1',
  'libx11-6',
  'libx11-xcb1', // opened by its name; without it Chromium ends at once, without a word
  'libxcb1',
  'libxcomposite1',
  'libxdamage1',
  'libxext6',
  'libxfixes3',
  'libxkbcommon0',
  'libxrandr2',
];

/** The webcam outside of Chromium; links and "Show in folder". */
const recommends = ['fswebcam', 'xdg-utils'];
/** Chinese texts; drawing by the graphics card. Not recommended, since the command line of a server needs neither. */
const suggests = ['fonts-noto-cjk', 'libegl1', 'libgl1'];

/**
 * @param {string} folder  the app as electron-builder left it
 * @param {string} target
 * @param {{ isFast: boolean, epoch: number }} options
 */
export function packDeb(folder, target, { isFast, epoch }) {
  const root = path.join(places.work, 'deb');
  remove(root);
  installApp(folder, path.join(root, 'usr/lib', NAME));
  const link = path.join(root, 'usr/bin', NAME);
  mkdirSync(path.dirname(link), { recursive: true });
  symlinkSync(`../lib/${NAME}/${NAME}`, link);
  writeShared(path.join(root, 'usr/share'), epoch);
  writeControl(root);
  // Every system with a new enough C++ library reads zstd; xz needs minutes where it needs seconds.
  const compression = isFast ? ['-Zzstd', '-z1'] : ['-Zzstd', '-z12'];
  // dpkg-deb sorts the names itself and takes the latest time from the variable.
  const env = { SOURCE_DATE_EPOCH: String(epoch) };
  setTimes(root, epoch);
  runTool('dpkg-deb', ['--root-owner-group', ...compression, '--build', root, target], { env });
  remove(root);
}

/**
 * Linked, not copied.
 * @param {string} folder
 * @param {string} target
 */
function installApp(folder, target) {
  for (const { file, stats } of walk(folder)) {
    const place = path.join(target, path.relative(folder, file));
    if (stats.isDirectory()) continue;
    mkdirSync(path.dirname(place), { recursive: true });
    if (path.basename(file) === 'chrome-sandbox') {
      // Helps where ordinary users may not make namespaces; it has to belong to root.
      copyFileSync(file, place);
      chmodSync(place, 0o4755);
    } else linkSync(file, place);
  }
}

/**
 * @param {string} share
 * @param {number} epoch
 */
function writeShared(share, epoch) {
  const compress = (/** @type {string | Buffer} */ text) => gzipSync(text, { level: 9 });
  const licences = readFileSync(path.join(projectRoot, 'LICENSE'), 'utf8');
  const others = `Licences of everything else that is in the package: /usr/lib/${NAME}/resources/licences,\n/usr/lib/${NAME}/LICENSE.electron.txt and /usr/lib/${NAME}/LICENSES.chromium.html\n`;
  write(path.join(share, 'doc', NAME, 'copyright'), `${licences}\n${others}`);
  write(
    path.join(share, 'doc', NAME, 'changelog.gz'),
    compress(readFileSync(path.join(projectRoot, 'CHANGELOG.md'))),
  );
  write(path.join(share, 'applications', `${NAME}.desktop`), desktopEntry(NAME));
  write(
    path.join(share, 'mime/packages', `${NAME}.xml`),
    readFileSync(path.join(import.meta.dirname, 'linux/featurescope-mime.xml')),
  );
  write(path.join(share, 'metainfo', `${COMPONENT_ID}.metainfo.xml`), metainfo(manifest.version, epoch));
  const icons = path.join(share, 'icons/hicolor');
  for (const size of pngSizes.filter((size) => size <= 512)) {
    const png = readFileSync(path.join(places.icons, `${size}x${size}.png`));
    write(path.join(icons, `${size}x${size}`, 'apps', `${NAME}.png`), png);
  }
  const drawing = readFileSync(path.join(projectRoot, 'build/icons/featurescope.svg'));
  write(path.join(icons, 'scalable/apps', `${NAME}.svg`), drawing);
}

/** @param {string} root */
function writeControl(root) {
  const sums = [...walk(root)]
    .filter(({ stats }) => stats.isFile())
    .map(({ file }) => {
      const sum = createHash('md5').update(readFileSync(file)).digest('hex');
      return `${sum}  ${path.relative(root, file)}\n`;
    });
  const control = [
    `Package: ${NAME}`,
    // A pre-release sorts before its release.
    `Version: ${manifest.version.replace('-', '~')}`,
    'Section: science',
    'Priority: optional',
    'Architecture: amd64',
    `Depends: ${depends.join(', ')}`,
    `Recommends: ${recommends.join(', ')}`,
    `Suggests: ${suggests.join(', ')}`,
    `Installed-Size: ${Math.ceil(totalSize(root) / 1024)}`,
    'Maintainer: Featurescope developers <featurescope@localhost>',
    `Description: ${manifest.description.split(':')[0]}`,
    ' Predictions, feature maps of every layer and hypercolumns of Keras models, in a',
    ' window and on the command line. Everything is computed on this machine.',
  ];
  write(path.join(root, 'DEBIAN/control'), `${control.join('\n')}\n`);
  write(path.join(root, 'DEBIAN/md5sums'), sums.sort().join(''));
}

/**
 * @param {string} file
 * @param {string | Buffer} content
 */
function write(file, content) {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, content, { mode: 0o644 });
}

/**
 * Also of the folders, which dpkg-deb takes as they are.
 * @param {string} root
 * @param {number} epoch
 */
function setTimes(root, epoch) {
  runTool('find', [root, '-exec', 'touch', '-h', '-d', `@${epoch}`, '{}', '+']);
  runTool('find', [root, '-type', 'd', '-exec', 'chmod', '755', '{}', '+']);
}
