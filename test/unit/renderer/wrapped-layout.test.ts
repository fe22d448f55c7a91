import { describe, expect, it } from 'vitest';
import { laneX, lineY, TILE_GAP_PX } from '../../../renderer/lib/matrix-layout';
import { wrapTiles } from '../../../renderer/lib/wrapped-layout';

/** A fixed pseudo-random sequence, 0..1. */
function random(seed: number): () => number {
  let state = seed;
  return () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
}

const next = random(14);
const between = (low: number, high: number) => low + Math.floor(next() * (high - low + 1));
const cases = Array.from({ length: 300 }, () => ({
  room: { widthPx: between(120, 2400), heightPx: between(80, 1400), rowHeadPx: 40 },
  count: [between(1, 8), between(9, 300), between(301, 2048)][between(0, 2)]!,
  tilePx: ([32, 64, 160, 'fit'] as const)[between(0, 3)]!,
}));

describe('the tiles of one layer', () => {
  it('have room for each of them and no line without one, whatever the size of the pane', () => {
    for (const { room, count, tilePx } of cases) {
      const { lanes, lines } = wrapTiles(room, count, tilePx);
      expect(lanes * lines).toBeGreaterThanOrEqual(count);
      expect(lanes * (lines - 1)).toBeLessThan(count);
    }
  });

  it('fill the width and never leave it, but for a single one that is wider than the pane', () => {
    for (const { room, count, tilePx } of cases) {
      const layout = wrapTiles(room, count, tilePx);
      const right = laneX(layout, layout.lanes - 1) + layout.tilePx + TILE_GAP_PX;
      if (layout.lanes > 1) expect(right).toBeLessThanOrEqual(room.widthPx);
      if (tilePx !== 'fit') expect(layout.tilePx).toBe(tilePx);
      // Another tile would not fit beside them, unless all are there.
      if (layout.lanes < count) expect(right + layout.tilePx + TILE_GAP_PX).toBeGreaterThan(room.widthPx);
    }
  });

  it('are as large as leaves all of them in view, or else scroll with at least 64 px', () => {
    for (const { room, count } of cases) {
      const layout = wrapTiles(room, count, 'fit');
      const bottom = lineY(layout, layout.lines);
      if (bottom > room.heightPx) expect(layout.tilePx).toBeGreaterThanOrEqual(64);
      else {
        expect(layout.tilePx).toBeGreaterThanOrEqual(56);
        const larger = wrapTiles(room, count, layout.tilePx + 1);
        const isLargest = layout.tilePx === 160 || lineY(larger, larger.lines) > room.heightPx;
        expect(isLargest).toBe(true);
      }
    }
  });

  it('of 768 channels wrap at 1440 x 900 into many lines of eleven', () => {
    const layout = wrapTiles({ widthPx: 850, heightPx: 390, rowHeadPx: 40 }, 768, 'fit');
    expect(layout).toMatchObject({ lanes: 11, lines: 70, columnHeadPx: 0 });
    expect(laneX(layout, 11)).toBe(850); // the row head takes what is left over
  });
});
