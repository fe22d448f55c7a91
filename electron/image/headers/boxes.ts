import { tagAt, viewOf } from './header';

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
}

/**
 * Reads the item properties, among them the largest `ispe` (image spatial extent).
 * @throws RangeError if the boxes down to the item properties are missing or not whole
 * Source: ISO/IEC 14496-12 (boxes), 23008-12 (meta, iprp, ipco, ispe, colr).
 */
export function readHeifStructure(bytes: Uint8Array): HeifStructure {
  const view = viewOf(bytes);
  const parent = ['meta', 'iprp', 'ipco'].reduce<Box>((box, name) => childNamed(bytes, view, box, name), {
    name: 'file',
    begin: 0,
    end: bytes.length,
  });
  const properties = boxesIn(bytes, view, parent);
  const { width, height } = properties
    .filter(({ name }) => name === 'ispe')
    .map(({ begin }) => ({ width: view.getUint32(begin + 4), height: view.getUint32(begin + 8) }))
    .reduce((a, b) => (b.width * b.height > a.width * a.height ? b : a), { width: 0, height: 0 });
  const last = boxesIn(bytes, view, { name: 'file', begin: 0, end: Infinity }).at(-1);
  return { width, height, properties, isTruncated: last === undefined || last.end > bytes.length };
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
export function heifColors(
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

function childNamed(bytes: Uint8Array, view: DataView, parent: Box, name: string): Box {
  const child = boxesIn(bytes, view, parent).find((box) => box.name === name);
  if (child === undefined) throw new RangeError(`no ${name}`);
  // meta is a full box: four bytes of version and flags come before its children.
  return name === 'meta' ? { ...child, begin: child.begin + 4 } : child;
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
