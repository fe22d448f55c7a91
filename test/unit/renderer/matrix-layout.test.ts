import { describe, expect, it } from 'vitest';
import {
  fitTile,
  laneX,
  layOut,
  mostFitTilePx,
  lineY,
  mostVisible,
  partOfTile,
  scrollToShow,
  tileAt,
  visibleRange,
} from '../../../renderer/lib/matrix-layout';

const layout = layOut(313, 2048, 64, 40, 50);

describe('fitTile', () => {
  it('shares the width between the lanes in whole pixels and gives the rest to the row head', () => {
    const { tilePx, rowHeadPx } = fitTile(1102, 15, 40);
    expect(tilePx).toBe(66);
    expect(rowHeadPx + 15 * (tilePx + 4) + 4).toBe(1102);
  });
  it('stays between 60 and 96 pixels', () => {
    expect(fitTile(500, 15, 40)).toEqual({ tilePx: 64, rowHeadPx: 40 });
    expect(fitTile(5000, 15, 40)).toEqual({ tilePx: 96, rowHeadPx: 40 });
    expect(fitTile(1012, 15, 40).tilePx).toBe(60);
  });
  it('grows in a high window, as long as three lines stay in view', () => {
    expect(mostFitTilePx(300, 50)).toBe(96);
    expect(mostFitTilePx(450, 50)).toBe(128);
    expect(50 + 3 * (128 + 4) + 4).toBe(450);
    expect(mostFitTilePx(2000, 50)).toBe(160);
    expect(fitTile(5000, 15, 40, 160)).toEqual({ tilePx: 160, rowHeadPx: 40 });
    expect(fitTile(2000, 15, 40, 160).tilePx).toBe(126);
  });
});

describe('visibleRange', () => {
  it('covers the viewport and one tile more on each side', () => {
    const view = { left: 0, top: 0, width: 40 + 68 * 10, height: 50 + 68 * 5 };
    expect(visibleRange(layout, view)).toEqual({ firstLane: 0, endLane: 11, firstLine: 0, endLine: 6 });
    const moved = { ...view, left: 6800, top: 680 };
    expect(visibleRange(layout, moved)).toEqual({ firstLane: 98, endLane: 111, firstLine: 8, endLine: 16 });
  });
  it('ends at the last tile', () => {
    const range = visibleRange(layout, { left: 1e9, top: 1e9, width: 700, height: 400 });
    expect(range).toEqual({ firstLane: 313, endLane: 313, firstLine: 2048, endLine: 2048 });
  });
  it('never holds more than the canvas has room for', () => {
    const { width, height } = mostVisible(layout, 1102, 450);
    for (let scroll = 0; scroll < 400; scroll += 7) {
      const range = visibleRange(layout, { left: scroll, top: scroll, width: 1102, height: 450 });
      expect((range.endLane - range.firstLane) * 68).toBeLessThanOrEqual(width);
      expect((range.endLine - range.firstLine) * 68).toBeLessThanOrEqual(height);
    }
  });
});

describe('tileAt', () => {
  it('is the inverse of laneX and lineY', () => {
    expect(tileAt(layout, laneX(layout, 7) + 16, lineY(layout, 9) + 32)).toEqual({
      lane: 7,
      line: 9,
      unit: { x: 0.25, y: 0.5 },
    });
  });
  it('finds nothing in gaps, heads and beyond the end', () => {
    expect(tileAt(layout, laneX(layout, 7) - 1, lineY(layout, 9))).toBeNull();
    expect(tileAt(layout, 10, 100)).toBeNull();
    expect(tileAt(layout, laneX(layout, 313), lineY(layout, 0))).toBeNull();
  });
});

it('scrolls as little as it takes to show a tile', () => {
  const view = { left: 680, top: 680, width: 720, height: 390 };
  expect(scrollToShow(layout, view, 12, 12)).toEqual({ left: 680, top: 680 });
  expect(scrollToShow(layout, view, 0, 0)).toEqual({ left: 0, top: 0 });
  expect(scrollToShow(layout, view, 30, 12).left).toBe(laneX(layout, 30) + 68 - 720);
});

describe('partOfTile', () => {
  it('keeps the proportions of a map in the middle of its tile', () => {
    expect(partOfTile({ width: 8, height: 16 })).toEqual({
      left: 0.25,
      top: 0,
      width: 0.5,
      height: 1,
    });
    expect(partOfTile({ width: 20, height: 5 })).toEqual({ left: 0, top: 0.375, width: 1, height: 0.25 });
    expect(partOfTile({ width: 7, height: 7 })).toEqual({ left: 0, top: 0, width: 1, height: 1 });
  });
});
