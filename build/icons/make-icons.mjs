// Every icon file from the one drawing: `node build/icons/make-icons.mjs FOLDER`.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const drawing = path.join(import.meta.dirname, 'featurescope.svg');
export const pngSizes = [16, 24, 32, 48, 64, 128, 256, 512, 1024];
const icoSizes = [16, 24, 32, 48, 64, 128, 256];
/** Names of the sizes inside an icns file. */
const icnsTypes = { 16: 'icp4', 32: 'icp5', 64: 'icp6', 128: 'ic07', 256: 'ic08', 512: 'ic09', 1024: 'ic10' };

/**
 * Writes icon.svg, NxN.png, icon.ico and icon.icns.
 * @param {string} folder
 */
export async function makeIcons(folder) {
  // Loaded here: set-up, which imports files of this folder's neighbours, runs before any package is installed.
  const { createCanvas, loadImage } = await import('@napi-rs/canvas');
  const image = await loadImage(drawing);
  /** @param {number} size */
  const draw = (size) => {
    const canvas = createCanvas(size, size);
    canvas.getContext('2d').drawImage(image, 0, 0, size, size);
    return canvas.toBuffer('image/png');
  };
  const pngs = new Map(pngSizes.map((size) => [size, draw(size)]));
  mkdirSync(folder, { recursive: true });
  for (const [size, png] of pngs) writeFileSync(path.join(folder, `${size}x${size}.png`), png);
  writeFileSync(path.join(folder, 'icon.ico'), icoOf(icoSizes, pngs));
  writeFileSync(path.join(folder, 'icon.icns'), icnsOf(pngs));
}

/**
 * Windows icon: a directory of 16 bytes an entry, then the PNG files.
 * @param {number[]} sizes
 * @param {Map<number, Buffer>} pngs
 */
function icoOf(sizes, pngs) {
  const header = Buffer.alloc(6 + 16 * sizes.length);
  header.writeUInt16LE(1, 2); // type: icon
  header.writeUInt16LE(sizes.length, 4);
  let offset = header.length;
  const files = sizes.map((size, place) => {
    const png = pngs.get(size) ?? Buffer.alloc(0);
    const at = 6 + 16 * place;
    header.writeUInt8(size % 256, at); // 0 means 256
    header.writeUInt8(size % 256, at + 1);
    header.writeUInt16LE(1, at + 4); // planes
    header.writeUInt16LE(32, at + 6); // bits a pixel
    header.writeUInt32LE(png.length, at + 8);
    header.writeUInt32LE(offset, at + 12);
    offset += png.length;
    return png;
  });
  return Buffer.concat([header, ...files]);
}

/**
 * macOS icon: blocks of type, length and PNG.
 * @param {Map<number, Buffer>} pngs
 */
function icnsOf(pngs) {
  const blocks = Object.entries(icnsTypes).map(([size, type]) => block(type, pngs.get(Number(size))));
  return block('icns', Buffer.concat(blocks));
}

/**
 * @param {string} type
 * @param {Buffer} [content]
 */
function block(type, content = Buffer.alloc(0)) {
  const head = Buffer.alloc(8);
  head.write(type, 0, 'ascii');
  head.writeUInt32BE(content.length + 8, 4);
  return Buffer.concat([head, content]);
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  await makeIcons(path.resolve(process.argv[2] ?? '.cache/package/icons'));
