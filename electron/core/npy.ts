import { failed, tellDuring, type FeaturescopeError } from '../shared/errors';
import { message, type Message } from '../shared/messages/message';
import { sizeOf, type Tensor } from './tensor';

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
/** NumPy itself refuses to read headers longer than 10,000 bytes unless asked to. */
const MAX_HEADER_BYTES = 10_000;

/** The three entries of a .npy header, with the type as NumPy writes it, e.g. `<f4`. */
interface NpyHeader {
  readonly dtype: string;
  readonly isFortranOrder: boolean;
  readonly shape: readonly number[];
}

/** True for the content of a NumPy .npy file, whatever its name. */
export function isNpy(bytes: Uint8Array): boolean {
  return MAGIC.every((byte, i) => bytes[i] === byte);
}

/**
 * Reads a NumPy .npy file (format 1.0, 2.0 or 3.0) that holds one picture for a network.
 * @param bytes  the whole file: float32, little-endian, C order, shape [h, w], [h, w, c] or [1, h, w, c]
 * @param name   the file as the user gave it, for messages
 * @returns      float32 [1, h, w, c] (c 1 for [h, w]), the values unscaled
 * @throws FeaturescopeError image/npy-damaged, -dtype, -byte-order, -order, -shape, -size or -not-finite
 * Source of the format: numpy/lib/format.py.
 */
export function parseNpy(bytes: Uint8Array, name: string): Tensor {
  return tellDuring(message('doing/reading', { file: name }), () => parse(bytes));
}

function parse(bytes: Uint8Array): Tensor {
  const { header, dataOffset } = readHeader(bytes);
  checkType(header);
  const shape = pictureShape(header.shape);
  const expected = sizeOf(shape) * 4;
  const found = bytes.length - dataOffset;
  if (found !== expected) throw failed('image/npy-size', { shape: tuple(header.shape), expected, found });
  const data = new Float32Array(found / 4);
  // Not by `slice`: that of Node's Buffer, which files are read into, is no copy, so its memory begins elsewhere.
  new Uint8Array(data.buffer).set(bytes.subarray(dataOffset));
  checkFinite(data, header.shape);
  return { data, shape };
}

/**
 * The bytes of a .npy file; see `npyHeader`.
 * @param data   float32 values in C order
 * @param shape  dimensions whose product is data.length
 * @throws RangeError if the shape does not fit the data
 */
export function writeNpy(data: Float32Array, shape: readonly number[]): Uint8Array {
  const header = npyHeader(shape, data.length);
  const bytes = new Uint8Array(header.length + data.byteLength);
  bytes.set(header);
  bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), header.length);
  return bytes;
}

/**
 * What stands before the numbers in a .npy file, format 1.0, type `<f4`, C order, padded so that they start at a multiple of 64.
 * @param count  of the values that follow
 * @throws RangeError if the shape does not fit their number
 * Source of the format: numpy/lib/format.py.
 */
export function npyHeader(shape: readonly number[], count = sizeOf(shape)): Uint8Array {
  if (sizeOf(shape) !== count) throw new RangeError(`${count} values do not fill the shape ${tuple(shape)}.`);
  const dictionary = `{'descr': '<f4', 'fortran_order': False, 'shape': ${tuple(shape)}, }`;
  const preamble = MAGIC.length + 4;
  const headerBytes = Math.ceil((preamble + dictionary.length + 1) / 64) * 64 - preamble;
  const header = `${dictionary.padEnd(headerBytes - 1)}\n`;
  const letters = Array.from(header, (letter) => letter.charCodeAt(0));
  return Uint8Array.of(...MAGIC, 1, 0, headerBytes & 0xff, headerBytes >> 8, ...letters);
}

function readHeader(bytes: Uint8Array): { header: NpyHeader; dataOffset: number } {
  if (!isNpy(bytes)) throw damaged(message('part/npy-no-file'));
  const major = bytes[6];
  if (major === undefined || major < 1 || major > 3)
    throw damaged(message('part/npy-version', { version: major ?? '?' }));
  const lengthBytes = major === 1 ? 2 : 4;
  let length = 0;
  for (let i = lengthBytes - 1; i >= 0; i--) length = length * 256 + (bytes[8 + i] ?? Infinity);
  const dataOffset = 8 + lengthBytes + length;
  const text =
    length <= MAX_HEADER_BYTES && dataOffset <= bytes.length
      ? String.fromCharCode(...bytes.subarray(8 + lengthBytes, dataOffset))
      : '';
  const header = parseDictionary(text);
  if (header === undefined) throw damaged(message('part/npy-header'));
  return { header, dataOffset };
}

/** Picks the three entries out of the Python dictionary by pattern; nothing is evaluated. */
function parseDictionary(text: string): NpyHeader | undefined {
  const dtype = /['"]descr['"]\s*:\s*(?:'([^']*)'|"([^"]*)"|(\[))/.exec(text);
  const order = /['"]fortran_order['"]\s*:\s*(True|False)\b/.exec(text);
  const shape = /['"]shape['"]\s*:\s*\(([\d\s,L-]*)\)/.exec(text);
  if (!/^\s*\{.*\}\s*$/s.test(text) || dtype === null || order === null || shape === null) return undefined;
  const dimensions = shape[1]!.split(',').map((part) => part.trim());
  if (dimensions.at(-1) === '') dimensions.pop();
  if (!dimensions.every((part) => /^-?\d+L?$/.test(part))) return undefined;
  return {
    dtype: dtype[1] ?? dtype[2] ?? 'a structured type',
    isFortranOrder: order[1] === 'True',
    shape: dimensions.map((part) => Number.parseInt(part, 10)),
  };
}

function checkType({ dtype, isFortranOrder }: NpyHeader): void {
  if (dtype === '>f4') throw failed('image/npy-byte-order', {});
  if (dtype !== '<f4') throw failed('image/npy-dtype', { dtype: printable(dtype) });
  if (isFortranOrder) throw failed('image/npy-order', {});
}

function pictureShape(shape: readonly number[]): number[] {
  const full = shape.length === 2 ? [1, ...shape, 1] : shape.length === 3 ? [1, ...shape] : [...shape];
  if (full.length !== 4 || full[0] !== 1 || full.some((dimension) => !(dimension >= 1)))
    throw failed('image/npy-shape', { shape: tuple(shape) });
  return full;
}

function checkFinite(data: Float32Array, shape: readonly number[]): void {
  const first = data.findIndex((value) => !Number.isFinite(value));
  if (first < 0) return;
  const count = data.reduce((sum, value) => sum + (Number.isFinite(value) ? 0 : 1), 0);
  const index = indexOf(first, shape);
  throw failed('image/npy-not-finite', {
    bad: count,
    all: data.length,
    first: data[first]!,
    index: tuple(index),
  });
}

/** The multi-dimensional index of a position in C order. */
function indexOf(position: number, shape: readonly number[]): number[] {
  const index: number[] = [];
  for (const dimension of shape.toReversed()) {
    index.unshift(position % dimension);
    position = Math.floor(position / dimension);
  }
  return index;
}

/** A tuple as Python prints it. */
function tuple(numbers: readonly number[]): string {
  return numbers.length === 1 ? `(${numbers[0]!},)` : `(${numbers.join(', ')})`;
}

/** A type name from a file, fit for a message: printable ASCII, at most 40 letters. */
function printable(text: string): string {
  return text.replace(/[^ -~]/g, '?').slice(0, 40);
}

function damaged(problem: Message): FeaturescopeError {
  return failed('image/npy-damaged', { problem });
}
