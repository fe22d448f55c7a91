import { type PictureHeader, tagAt, viewOf } from './header';

/** A box of an ISO base media file: its name and where its content lies. */
interface Box {
  readonly name: string;
  readonly begin: number;
  readonly end: number;
}

/** nclx values for "sRGB": BT.709 primaries, IEC 61966-2-1 transfer. */
const SRGB_PRIMARIES = 1;
const SRGB_TRANSFER = 13;

/**
 * The largest `ispe` (image spatial extent) among the item properties: the picture itself, not a tile or thumbnail.
 * @throws RangeError if the boxes down to the item properties are missing or not whole
 * Source: ISO/IEC 14496-12 (boxes), 23008-12 (meta, iprp, ipco, ispe, colr).
 */
export function readAvifHeader(bytes: Uint8Array): PictureHeader {
  const view = viewOf(bytes);
  const properties = ['meta', 'iprp', 'ipco'].reduce<Box>(
    (parent, name) => childNamed(bytes, view, parent, name),
    { name: 'file', begin: 0, end: bytes.length },
  );
  const children = boxesIn(bytes, view, properties);
  const sizes = children
    .filter(({ name }) => name === 'ispe')
    .map(({ begin }) => ({ width: view.getUint32(begin + 4), height: view.getUint32(begin + 8) }));
  const largest = sizes.reduce((a, b) => (b.width * b.height > a.width * a.height ? b : a), {
    width: 0,
    height: 0,
  });
  const last = boxesIn(bytes, view, { name: 'file', begin: 0, end: Infinity }).at(-1);
  return {
    ...largest,
    mayHaveAlpha: true,
    isTruncated: last === undefined || last.end > bytes.length,
    orientation: 1,
    decodableBytes: (keepProfile) => (keepProfile ? bytes : neutralProfile(bytes, children)),
  };
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

/**
 * A copy whose colour boxes say sRGB. Boxes are referred to by number, so they stay where they are: an ICC box turns into
 * free space, and a coded one (nclx) keeps its matrix, which belongs to the pixels.
 */
function neutralProfile(bytes: Uint8Array, properties: readonly Box[]): Uint8Array {
  const copy = bytes.slice();
  const view = viewOf(copy);
  for (const { begin } of properties.filter(({ name, end }) => name === 'colr' && end <= bytes.length)) {
    if (tagAt(copy, begin) === 'nclx' && begin + 8 <= copy.length) {
      view.setUint16(begin + 4, SRGB_PRIMARIES);
      view.setUint16(begin + 6, SRGB_TRANSFER);
    } else
      copy.set(
        [...'free'].map((letter) => letter.charCodeAt(0)),
        begin - 4,
      );
  }
  return copy;
}
