import { expect } from 'vitest';
import type { FigureData } from '../../../../electron/image/figure/content';
import type { Box, Item, Page, TextItem } from '../../../../electron/image/figure/items';
import { Metrics } from '../../../../electron/image/figure/metrics';
import { layOutFigure } from '../../../../electron/image/figure/pages';
import type { FigureStyle } from '../../../../electron/shared/contract';
import { styleWith } from './figure-fixtures';

/** A wide font: every letter takes 0.62 of the size, Chinese ones all of it. */
export const measureAt = (text: string, sizePx: number) =>
  Array.from(text).reduce((sum, letter) => sum + (letter > '\u2E80' ? 1 : 0.62) * sizePx, 0);

export function layOut(data: FigureData, change: Partial<FigureStyle> = {}) {
  const style = styleWith(change);
  const metrics = new Metrics(style, measureAt);
  const { pages } = layOutFigure(data, style, metrics);
  return { pages, metrics, page: pages[0]! };
}

export const textsOf = ({ items }: Page) => items.filter((item): item is TextItem => item.kind === 'text');
export const wordsOf = (page: Page) => textsOf(page).map(({ text }) => text);
export function boxOf(item: Item, metrics: Metrics): Box {
  if (item.kind !== 'text') return item.box;
  const width = metrics.measure(item.text, item.style);
  const size = metrics.sizePx(item.style);
  const left = { left: item.x, centre: item.x - width / 2, right: item.x - width }[item.align];
  return { x: left, y: item.baseline - 0.75 * size, width, height: 0.9 * size };
}

const overlap = (a: Box, b: Box) =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
const contains = (outer: Box, inner: Box) =>
  inner.x >= outer.x &&
  inner.y >= outer.y &&
  inner.x + inner.width <= outer.x + outer.width + 1 &&
  inner.y + inner.height <= outer.y + outer.height + 1;

/** Everything lies inside the picture, and no text on anything else but the frame of an empty cell. */
export function expectTidy(page: Page, metrics: Metrics): void {
  const paper = { x: 0, y: 0, width: page.widthPx, height: page.heightPx };
  for (const item of page.items)
    expect(contains(paper, boxOf(item, metrics)), JSON.stringify(item)).toBe(true);
  const solid = page.items.filter(
    ({ kind }) => kind === 'text' || kind === 'map' || kind === 'bar' || kind === 'photo',
  );
  const boxes = solid.map((item) => ({ item, box: boxOf(item, metrics) }));
  boxes.sort((a, b) => a.box.y - b.box.y);
  const overlaps = boxes.flatMap((a, place) =>
    boxes
      .slice(place + 1)
      .filter(({ box }) => box.y < a.box.y + a.box.height && overlap(a.box, box))
      .map((b) => [a.item, b.item]),
  );
  expect(overlaps).toEqual([]);
}
