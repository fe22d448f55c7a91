// Files that pictures need and that are easier made than kept.
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { projectRoot } from '../electron/version.mjs';

const photoFile = path.join(projectRoot, 'models/sample/chelsea.png');
const longName = `${'A photo of the cat in the window of the laboratory, taken on a rainy afternoon, '.repeat(2)}third try.png`;

/** A folder for this run; the caller removes it. */
export function makeFolder() {
  return fs.mkdtemp(path.join(os.tmpdir(), 'featurescope-made-'));
}

/**
 * A film for Chromium's fake camera: the sample photo, seen by a hand that is not quite steady.
 * @param {string} folder
 */
export async function makeFilm(folder) {
  const [width, height] = [960, 720];
  const photo = await loadImage(photoFile);
  const canvas = createCanvas(width, height);
  const pen = canvas.getContext('2d');
  const frames = [];
  for (let frame = 0; frame < 30; frame++) {
    const turn = (frame * Math.PI) / 15;
    pen.drawImage(photo, 40 + 30 * Math.sin(turn), 12 + 10 * Math.cos(turn), 360, 270, 0, 0, width, height);
    frames.push(canvas.toBuffer('image/jpeg', 90));
  }
  const file = path.join(folder, 'Desk camera.mjpeg');
  await fs.writeFile(file, Buffer.concat(frames));
  return file;
}

/** Part of the sample photo, as x, y, width, height; the rest is the size of the file. */
const pictures = {
  tall: { part: [180, 0, 60, 300], size: [160, 1600], name: 'tall.png' },
  wide: { part: [0, 90, 451, 60], size: [2400, 160], name: 'wide.png' },
  thinTall: { part: [230, 0, 1, 300], size: [1, 600], name: 'thin-tall.png' },
  thinWide: { part: [0, 150, 451, 1], size: [3000, 1], name: 'thin-wide.png' },
  white: { part: [0, 0, 0, 0], size: [300, 200], name: 'white.png' },
  pixel: { part: [230, 150, 1, 1], size: [1, 1], name: 'pixel.png' },
  longName: { part: [0, 0, 451, 300], size: [451, 300], name: longName },
};

/**
 * @param {string} folder
 * @param {keyof typeof pictures} kind
 */
export async function makePicture(folder, kind) {
  const { part, size, name } = pictures[kind];
  const [x = 0, y = 0, partWidth = 0, partHeight = 0] = part;
  const [width = 1, height = 1] = size;
  const canvas = createCanvas(width, height);
  const photo = await loadImage(photoFile);
  const pen = canvas.getContext('2d');
  pen.fillStyle = 'white';
  pen.fillRect(0, 0, width, height);
  if (partWidth > 0) pen.drawImage(photo, x, y, partWidth, partHeight, 0, 0, width, height);
  const file = path.join(folder, name);
  await fs.writeFile(file, canvas.toBuffer('image/png'));
  return file;
}

/**
 * A thousand class names in Chinese, some of them long.
 * @param {string} folder
 */
export async function makeLabels(folder) {
  const kinds = [
    '埃及猫',
    '虎斑猫',
    '生活在热带雨林树冠层中的大型彩色鹦鹉',
    '越野自行车',
    '带玻璃门的实木书柜',
  ];
  const lines = Array.from({ length: 1000 }, (_, index) => `${kinds[index % kinds.length]} ${index}`);
  const file = path.join(folder, '类别.txt');
  await fs.writeFile(file, lines.join('\n'));
  return file;
}

/**
 * A network of tfjs with a layer of 2048 channels and two outputs that name classes.
 * @param {string} folder
 */
export async function makeWideModel(folder) {
  const shapes = {
    ...{ 'conv/kernel': [3, 3, 3, 2048], 'conv/bias': [2048] },
    ...{ 'kind/kernel': [2048, 5], 'kind/bias': [5], 'place/kernel': [2048, 3], 'place/bias': [3] },
  };
  const weights = Object.entries(shapes).map(([name, shape]) => ({ name, shape, dtype: 'float32' }));
  const count = weights.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
  const values = Float32Array.from({ length: count }, (_, at) => Math.sin(at * 12.9898) / 12);
  const layer = (
    /** @type {string} */ className,
    /** @type {string} */ name,
    /** @type {string[]} */ from,
    /** @type {object} */ config,
  ) => ({
    ...{ class_name: className, name, config: { name, ...config } },
    inbound_nodes: from.length > 0 ? [from.map((input) => [input, 0, 0, {}])] : [],
  });
  const dense = { activation: 'softmax', use_bias: true };
  const layers = [
    layer('InputLayer', 'photo', [], { batch_input_shape: [null, 64, 64, 3], dtype: 'float32' }),
    layer('Conv2D', 'conv', ['photo'], {
      ...{ filters: 2048, kernel_size: [3, 3], strides: [4, 4], padding: 'same' },
      ...{ activation: 'relu', use_bias: true },
    }),
    layer('GlobalAveragePooling2D', 'pool', ['conv'], {}),
    layer('Dense', 'kind', ['pool'], { ...dense, units: 5 }),
    layer('Dense', 'place', ['pool'], { ...dense, units: 3 }),
  ];
  const output_layers = [
    ['kind', 0, 0],
    ['place', 0, 0],
  ];
  const config = { name: 'wide', layers, input_layers: [['photo', 0, 0]], output_layers };
  const modelTopology = { keras_version: '2.15.0', model_config: { class_name: 'Functional', config } };
  const weightsManifest = [{ paths: ['group1.bin'], weights }];
  await fs.writeFile(path.join(folder, 'group1.bin'), new Uint8Array(values.buffer));
  const file = path.join(folder, 'model.json');
  await fs.writeFile(file, JSON.stringify({ format: 'layers-model', modelTopology, weightsManifest }));
  return file;
}

/**
 * A TIFF file that asks how it is read: two pages of five bands of floats, from the sample photo.
 * @param {string} folder
 */
export async function makeBands(folder) {
  const [width, height, bands] = [226, 150, 5];
  const photo = await loadImage(photoFile);
  const canvas = createCanvas(width, height);
  const pen = canvas.getContext('2d');
  /** @type {Buffer[]} */
  const parts = [Buffer.from('II*\0\0\0\0\0', 'latin1')];
  let [at, link] = [8, 4];
  for (const flip of [1, -1]) {
    pen.setTransform(flip, 0, 0, 1, flip < 0 ? width : 0, 0);
    pen.drawImage(photo, 0, 0, width, height);
    const { data } = pen.getImageData(0, 0, width, height);
    const values = Float32Array.from({ length: width * height * bands }, (_, i) => {
      const band = i % bands;
      const value = data[4 * Math.floor(i / bands) + (band % 3)] ?? 0;
      return 0.12 + (band < 3 ? value : 255 - value) * 1.335;
    });
    const pixels = Buffer.from(values.buffer);
    /** @type {[number, number, number][]} tag, count, value */
    const entries = [
      [256, 1, width],
      [257, 1, height],
      [258, 1, 32],
      [259, 1, 1],
      [262, 1, 1],
      [273, 1, at],
      [277, 1, bands],
      [278, 1, height],
      [279, 1, pixels.length],
      [339, 1, 3],
    ];
    const directory = Buffer.alloc(2 + 12 * entries.length + 4);
    directory.writeUInt16LE(entries.length);
    entries.forEach(([tag, count, value], place) => {
      const entry = 2 + 12 * place;
      directory.writeUInt16LE(tag, entry);
      directory.writeUInt16LE(4, entry + 2);
      directory.writeUInt32LE(count, entry + 4);
      directory.writeUInt32LE(value, entry + 8);
    });
    const whole = Buffer.concat([...parts, pixels]);
    whole.writeUInt32LE(whole.length, link);
    link = whole.length + directory.length - 4;
    parts.splice(0, parts.length, whole, directory);
    at = whole.length + directory.length;
  }
  const file = path.join(folder, 'field.tif');
  await fs.writeFile(file, Buffer.concat(parts));
  return file;
}
