import { viewOf } from '../headers/header';
import { type Coverage, WHOLE } from './coverage';
import { HuffmanTable } from './huffman-table';
import { type ScanKind, walkScan } from './jpeg-scan';

const HUFFMAN_TABLES = 0xc4;
const RESTART_INTERVAL = 0xdd;
const START_OF_SCAN = 0xda;
const END_OF_IMAGE = 0xd9;
/** Frames whose scans are walked: baseline, extended, progressive, lossless, all with Huffman codes. */
const WALKED_FRAMES = [0xc0, 0xc1, 0xc2, 0xc3];
const PROGRESSIVE = 0xc2;
const LOSSLESS = 0xc3;
/** Hardware encoders fill up to whole words behind a scan. */
const MOST_PADDING = 16;

interface Component {
  readonly id: number;
  readonly across: number;
  readonly down: number;
}

interface Frame {
  readonly marker: number;
  readonly width: number;
  readonly height: number;
  readonly components: readonly Component[];
}

/**
 * Follows the Huffman codes of a JPEG file as far as that needs no coefficients: all but the later refinements of
 * progressive pictures. A decoder makes grey of what is missing; a file may be cut off and closed again by a tool, or have
 * zeros in it where a copy failed.
 * Source: ITU-T T.81, annexes B, F, G and H.
 */
export function jpegCoverage(bytes: Uint8Array): Coverage {
  try {
    return new Walk(bytes).run();
  } catch (error) {
    if (error instanceof RangeError) return { share: 1, isDamaged: true };
    throw error;
  }
}

class Walk {
  readonly #view: DataView;
  readonly #tables = new Map<number, HuffmanTable>();
  #frame: Frame | undefined;
  #restartInterval = 0;
  #isDamaged = false;
  /** By component: for which share of it a first scan has data. */
  readonly #shares = new Map<number, number>();

  constructor(private readonly bytes: Uint8Array) {
    this.#view = viewOf(bytes);
  }

  run(): Coverage {
    const { bytes } = this;
    const view = this.#view;
    let offset = 2;
    while (offset < bytes.length) {
      const begin = bytes.indexOf(0xff, offset);
      if (begin < 0) break;
      const marker = bytes[begin + 1] ?? 0;
      offset = begin + (marker === 0xff ? 1 : 2);
      if (marker === 0xff || marker < 0xc0 || (marker >= 0xd0 && marker <= 0xd8)) continue;
      if (marker === END_OF_IMAGE) break;
      if (offset + 2 > bytes.length) break;
      const end = offset + view.getUint16(offset);
      const content = bytes.subarray(offset + 2, end);
      if (marker === HUFFMAN_TABLES) this.#readTables(content);
      else if (marker === RESTART_INTERVAL) this.#restartInterval = view.getUint16(offset + 2);
      else if (WALKED_FRAMES.includes(marker)) this.#frame ??= readFrame(marker, content);
      else if (marker === START_OF_SCAN) {
        if (this.#frame === undefined) return WHOLE;
        offset = this.#walk(this.#frame, content, end);
        continue;
      }
      offset = end;
    }
    if (this.#frame === undefined) return WHOLE;
    const shares = this.#frame.components.map(({ id }) => this.#shares.get(id) ?? 0);
    const share = shares.reduce((sum, value) => sum + value, 0) / shares.length;
    return { share, isDamaged: this.#isDamaged || share < 1 };
  }

  #readTables(content: Uint8Array): void {
    let at = 0;
    while (at + 17 <= content.length) {
      const lengths = content.subarray(at + 1, at + 17);
      const count = lengths.reduce((sum, length) => sum + length, 0);
      const table = new HuffmanTable(lengths, content.subarray(at + 17, at + 17 + count));
      if (table.isDamaged) this.#isDamaged = true;
      this.#tables.set(content[at]!, table);
      at += 17 + count;
    }
  }

  /** Walks one scan; returns where to look for the next marker. */
  #walk(frame: Frame, header: Uint8Array, begin: number): number {
    const count = header[0] ?? 0;
    const [first = 0, last = 0, approximation = 0] = header.subarray(1 + 2 * count);
    const kind = kindOf(frame, first, approximation >> 4);
    const selected = Array.from({ length: count }, (_, i) => {
      const component = frame.components.find(({ id }) => id === header[1 + 2 * i]);
      const tables = header[2 + 2 * i] ?? 0;
      return { component, dc: this.#tables.get(tables >> 4), ac: this.#tables.get(0x10 | (tables & 15)) };
    });
    // Without tables decoders take those of the standard, as in the frames of some webcams.
    const isWalkable = selected.every(
      ({ component, dc, ac }) =>
        component !== undefined &&
        (dc !== undefined || kind === 'ac' || kind === 'dc-bit') &&
        (ac !== undefined || (kind !== 'ac' && kind !== 'sequential')),
    );
    if (kind === 'other' || !isWalkable || count === 0) {
      for (const { component } of selected) if (component) this.#shares.set(component.id, 1);
      return begin;
    }
    const units = selected.map(({ component, dc, ac }) => ({
      dc: dc!,
      ac: ac!,
      blocks: count === 1 ? 1 : component!.across * component!.down,
    }));
    const total = unitsOfScan(
      frame,
      selected.map(({ component }) => component!),
    );
    const { bytes } = this;
    const restartInterval = this.#restartInterval;
    const { blocks, end, isBroken } = walkScan({
      bytes,
      begin,
      kind,
      units,
      total,
      band: { first, last },
      restartInterval,
    });
    const next = nextMarker(bytes, end);
    // A part of a block shows something too.
    const begun = blocks === 0 && end > begin ? 0.5 : blocks;
    const share = begun / (total * units.reduce((sum, unit) => sum + unit.blocks, 0));
    if (isBroken || share < 1 || next - end > MOST_PADDING) this.#isDamaged = true;
    if (kind === 'sequential' || kind === 'dc' || kind === 'lossless')
      // After a broken code the decoder goes on, so that it is not known what is missing.
      for (const { component } of selected) this.#shares.set(component!.id, isBroken ? 1 : share);
    return next;
  }
}

function readFrame(marker: number, content: Uint8Array): Frame {
  const view = viewOf(content);
  const components = Array.from({ length: view.getUint8(5) }, (_, i) => ({
    id: view.getUint8(6 + 3 * i),
    across: view.getUint8(7 + 3 * i) >> 4,
    down: view.getUint8(7 + 3 * i) & 15,
  }));
  if (components.some(({ across, down }) => across < 1 || down < 1)) throw new RangeError('no samples');
  return { marker, height: view.getUint16(1), width: view.getUint16(3), components };
}

function kindOf({ marker }: Frame, first: number, earlierBits: number): ScanKind | 'other' {
  if (marker === LOSSLESS) return 'lossless';
  if (marker !== PROGRESSIVE) return 'sequential';
  if (first === 0) return earlierBits === 0 ? 'dc' : 'dc-bit';
  return earlierBits === 0 ? 'ac' : 'other';
}

/** Groups of blocks (MCUs) of a scan; samples instead of blocks where the picture is lossless. */
function unitsOfScan({ marker, width, height, components }: Frame, selected: readonly Component[]): number {
  const edge = marker === LOSSLESS ? 1 : 8;
  const across = Math.max(...components.map((component) => component.across));
  const down = Math.max(...components.map((component) => component.down));
  const [only] = selected;
  if (selected.length === 1 && only) {
    const columns = Math.ceil(Math.ceil((width * only.across) / across) / edge);
    return columns * Math.ceil(Math.ceil((height * only.down) / down) / edge);
  }
  return Math.ceil(width / (edge * across)) * Math.ceil(height / (edge * down));
}

/** The next marker that is not part of compressed data; the end if there is none. Bytes FF may fill the space before it. */
function nextMarker(bytes: Uint8Array, offset: number): number {
  for (let at = bytes.indexOf(0xff, offset); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    const marker = bytes[at + 1];
    if (marker !== undefined && marker >= 0xc0 && marker !== 0xff && !(marker >= 0xd0 && marker <= 0xd7))
      return at;
  }
  return bytes.length;
}
