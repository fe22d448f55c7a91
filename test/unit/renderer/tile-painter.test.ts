import { beforeEach, describe, expect, it, vi } from 'vitest';
import { TilePainter, type PainterLook, type TileJob } from '../../../renderer/lib/tile-painter';

class StubImageData {
  readonly data: Uint8ClampedArray;
  constructor(
    readonly width: number,
    readonly height: number,
  ) {
    this.data = new Uint8ClampedArray(width * height * 4);
  }
}
vi.stubGlobal('ImageData', StubImageData);

const GREY = '#808080';
const look: PainterLook = {
  ...{ surface: '#ffffff', viewport: GREY, hatchGround: GREY, hatchLine: GREY },
  ...{ badge: GREY, badgeInk: GREY, font: '10px sans-serif', tilePx: 8, scale: 1 },
};
const map = { indices: new Uint8Array(4), nonFinite: null, offset: 0, width: 2, height: 2 };
const isHere = () => ({ map, table: new Uint32Array(256).fill(0xff0000ff) });
const isToCome = () => null;

function jobOf(subject: string, key: string, make: TileJob['make']): TileJob {
  const part = { left: 0, top: 0, width: 1, height: 1 };
  return {
    x: 0,
    y: 0,
    subject,
    key,
    make,
    part,
    isNone: false,
    isFlat: false,
    isUnit: false,
    marks: [],
    badge: null,
  };
}

let done: string[];
let pen: CanvasRenderingContext2D;
let painter: TilePainter;
beforeEach(() => {
  done = [];
  const calls = {
    ...{ canvas: { width: 8, height: 8 }, globalAlpha: 1, fillStyle: '' },
    clearRect: () => undefined,
    putImageData: () => void done.push('tile'),
    fillRect(this: { fillStyle: string; globalAlpha: number }) {
      done.push(`${this.fillStyle} ${this.globalAlpha}`);
    },
  };
  pen = calls as unknown as CanvasRenderingContext2D;
  painter = new TilePainter();
  painter.prepare(look);
});

describe('TilePainter', () => {
  it('keeps the last pixels of a map until the new ones are there', () => {
    painter.paint(pen, [jobOf('m/3/1', 'old', isHere)], null);
    painter.paint(pen, [jobOf('m/3/1', 'new', isToCome)], null);
    expect(done).toEqual(['tile', 'tile']);
    painter.paint(pen, [jobOf('m/3/1', 'new', isHere)], null);
    expect(done).toEqual(['tile', 'tile', 'tile']);
  });

  it('shows them at half strength when it takes long', () => {
    painter.paint(pen, [jobOf('m/3/1', 'old', isHere)], null);
    painter.paint(pen, [jobOf('m/3/1', 'new', isToCome)], null, { isLate: true });
    expect(done).toEqual(['tile', 'tile', '#ffffff 0.5']);
  });

  it('never shows the pixels of another layer, filter or model', () => {
    painter.paint(pen, [jobOf('m/3/1', 'old', isHere)], null);
    for (const other of ['m/4/1', 'm/3/2', 'n/3/1'])
      painter.paint(pen, [jobOf(other, `${other} new`, isToCome)], null);
    expect(done).toEqual(['tile', `${GREY} 1`, `${GREY} 1`, `${GREY} 1`]);
  });

  it('forgets all pixels when tiles get another size or colour', () => {
    painter.paint(pen, [jobOf('m/3/1', 'old', isHere)], null);
    painter.prepare({ ...look, tilePx: 16 });
    painter.paint(pen, [jobOf('m/3/1', 'new', isToCome)], null);
    expect(done).toEqual(['tile', `${GREY} 1`]);
  });
});
