import { type ByteRange, tagAt, viewOf } from './header';

/** A box of an ISO base media file: its name and where its content lies. */
export interface Box {
  readonly name: string;
  readonly begin: number;
  readonly end: number;
}

/** What the boxes of a HEIF file (AVIF, HEIC) say. */
export interface HeifStructure {
  /** The largest picture in the file: the picture itself, not a tile or thumbnail. */
  readonly width: number;
  readonly height: number;
  /** The properties of all pictures in the file. */
  readonly properties: readonly Box[];
  readonly isTruncated: boolean;
  /** Pictures of a sequence; 1 without one. */
  readonly frameCount: number;
  /** Colours were multiplied by the alpha of the picture. */
  readonly isPremultiplied: boolean;
  /** Where the data of the pictures in HEVC lie. */
  readonly hevcData: () => readonly ByteRange[];
}

/**
 * Reads the item properties, among them the largest `ispe` (image spatial extent).
 * @throws RangeError if the boxes down to the item properties are missing or not whole
 * Source: ISO/IEC 14496-12 (boxes), 23008-12 (meta, iprp, ipco, ispe, colr).
 */
export function readHeifStructure(bytes: Uint8Array): HeifStructure {
  const view = viewOf(bytes);
  const file = { name: 'file', begin: 0, end: bytes.length };
  const meta = childNamed(bytes, view, file, 'meta');
  const parent = ['iprp', 'ipco'].reduce<Box>((box, name) => childNamed(bytes, view, box, name), meta);
  const properties = boxesIn(bytes, view, parent);
  const { width, height } = properties
    .filter(({ name }) => name === 'ispe')
    .map(({ begin }) => ({ width: view.getUint32(begin + 4), height: view.getUint32(begin + 8) }))
    .reduce((a, b) => (b.width * b.height > a.width * a.height ? b : a), { width: 0, height: 0 });
  const last = boxesIn(bytes, view, { name: 'file', begin: 0, end: Infinity }).at(-1);
  return {
    width,
    height,
    properties,
    isTruncated: last === undefined || last.end > bytes.length,
    frameCount: framesIn(bytes, view, file),
    isPremultiplied: hasReference(bytes, view, meta, 'prem'),
    hevcData: () => hevcItems(bytes, view, meta),
  };
}

/** The ICC profile among the properties, if there is a whole one. */
export function heifProfile(bytes: Uint8Array, properties: readonly Box[]): Uint8Array | undefined {
  const box = properties.find(
    ({ name, begin, end }) =>
      name === 'colr' && end <= bytes.length && ['prof', 'rICC'].includes(tagAt(bytes, begin)),
  );
  return box && bytes.subarray(box.begin + 4, box.end);
}

/**
 * The colours that coded values (nclx) announce: primaries and transfer curve by ITU-T H.273.
 * @returns undefined if there are none
 */
export function heifColours(
  bytes: Uint8Array,
  properties: readonly Box[],
): { primaries: number; transfer: number } | undefined {
  const view = viewOf(bytes);
  const box = properties.find(
    ({ name, begin, end }) =>
      name === 'colr' && end <= bytes.length && end - begin >= 8 && tagAt(bytes, begin) === 'nclx',
  );
  return box && { primaries: view.getUint16(box.begin + 4), transfer: view.getUint16(box.begin + 6) };
}

/** True if an item refers to another one in this way. */
function hasReference(bytes: Uint8Array, view: DataView, meta: Box, name: string): boolean {
  const references = boxesIn(bytes, view, meta).find((box) => box.name === 'iref');
  if (references === undefined) return false;
  return boxesIn(bytes, view, withoutVersion(references)).some((box) => box.name === name);
}

/** Samples of the longest track. Source: ISO/IEC 14496-12, section 8.7.3. */
function framesIn(bytes: Uint8Array, view: DataView, file: Box): number {
  let boxes = [file];
  for (const name of ['moov', 'trak', 'mdia', 'minf', 'stbl', 'stsz'])
    boxes = boxes.flatMap((box) => boxesIn(bytes, view, box).filter((child) => child.name === name));
  const counts = boxes
    .filter(({ begin, end }) => end - begin >= 12)
    .map(({ begin }) => view.getUint32(begin + 8));
  return Math.max(1, ...counts);
}

/** The extents of the items of type hvc1. @throws RangeError if the boxes that tell are damaged */
function hevcItems(bytes: Uint8Array, view: DataView, meta: Box): ByteRange[] {
  const locations = childNamed(bytes, view, meta, 'iloc');
  const infos = childNamed(bytes, view, meta, 'iinf');
  const countBytes = view.getUint8(infos.begin) === 0 ? 2 : 4;
  const entries = boxesIn(bytes, view, { ...infos, begin: infos.begin + 4 + countBytes });
  const ids = new Set<number>();
  for (const { begin } of entries) {
    const idBytes = view.getUint8(begin) === 3 ? 4 : 2;
    const id = idBytes === 4 ? view.getUint32(begin + 4) : view.getUint16(begin + 4);
    if (tagAt(bytes, begin + 4 + idBytes + 2) === 'hvc1') ids.add(id);
  }
  return readExtents(view, locations.begin)
    .filter(({ id, inFile }) => inFile && ids.has(id))
    .flatMap(({ ranges }) => ranges);
}

/** ISO/IEC 14496-12, section 8.11.3. */
function readExtents(view: DataView, begin: number): { id: number; inFile: boolean; ranges: ByteRange[] }[] {
  let at = begin + 4;
  const word = (size: number): number => {
    const value =
      size === 0
        ? 0
        : size === 2
          ? view.getUint16(at)
          : size === 4
            ? view.getUint32(at)
            : Number(view.getBigUint64(at));
    at += size;
    return value;
  };
  const version = view.getUint8(begin);
  const sizes = word(2);
  const [offsetBytes, lengthBytes] = [sizes >> 12, (sizes >> 8) & 15];
  const [baseBytes, indexBytes] = [(sizes >> 4) & 15, version === 0 ? 0 : sizes & 15];
  const idBytes = version < 2 ? 2 : 4;
  return Array.from({ length: word(idBytes) }, () => {
    const id = word(idBytes);
    const inFile = version === 0 || (word(2) & 15) === 0;
    at += 2;
    const base = word(baseBytes);
    const ranges = Array.from({ length: word(2) }, () => {
      at += indexBytes;
      const offset = base + word(offsetBytes);
      return { begin: offset, end: offset + word(lengthBytes) };
    });
    return { id, inFile, ranges };
  });
}

function withoutVersion(box: Box): Box {
  return { ...box, begin: box.begin + 4 };
}

function childNamed(bytes: Uint8Array, view: DataView, parent: Box, name: string): Box {
  const child = boxesIn(bytes, view, parent).find((box) => box.name === name);
  if (child === undefined) throw new RangeError(`no ${name}`);
  // meta is a full box: four bytes of version and flags come before its children.
  return name === 'meta' ? withoutVersion(child) : child;
}

function boxesIn(bytes: Uint8Array, view: DataView, parent: Box): Box[] {
  const boxes: Box[] = [];
  let offset = parent.begin;
  while (offset + 8 <= Math.min(parent.end, bytes.length)) {
    const short = view.getUint32(offset);
    const isLong = short === 1;
    const size = isLong ? Number(view.getBigUint64(offset + 8)) : short === 0 ? bytes.length - offset : short;
    const begin = offset + (isLong ? 16 : 8);
    if (offset + size < begin) break;
    boxes.push({ name: tagAt(bytes, offset + 4), begin, end: offset + size });
    offset += size;
  }
  return boxes;
}
