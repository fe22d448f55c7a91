/** The figure of every layer of a large model: it wraps, keeps a size that viewers open, or has pages. */
import { rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { firstFilters } from '../../electron/analysis/figures/figure';
import {
  computeFigure,
  mapsIn,
  planFigure,
  type ComputedFigure,
} from '../../electron/analysis/figures/make-figure';
import { figureSource, type FigureSource } from '../../electron/analysis/figures/source';
import { openModel, type ModelSession } from '../../electron/analysis/model-session';
import { makeInput, openSourcePicture } from '../../electron/analysis/source-picture';
import { Catalog } from '../../electron/catalog/catalog';
import { decodeImage } from '../../electron/image/decode';
import { prepareFigure } from '../../electron/image/figure/draw-figure';
import type { FigureContent, FigureStyle } from '../../electron/shared/contract';
import { DEFAULT_FIGURE_STYLE, FIGURE_PRESETS } from '../../electron/shared/figure-styles';
import { writeNsfwjsModel } from '../fixtures/nsfwjs';
import { linesOf, pageSizesOf } from '../unit/image/figure/pdf-reader';

const root = path.join(import.meta.dirname, '../..');
const fontsDir = path.join(root, 'electron/image/fonts');
const { folder, file } = writeNsfwjsModel();
let session: ModelSession;
let source: FigureSource;
let content: FigureContent;
let computed: ComputedFigure;

beforeAll(async () => {
  session = await openModel(await Catalog.read(path.join(root, 'models')), { model: file });
  const picture = await openSourcePicture(path.join(root, 'models/sample/chelsea.png'));
  source = figureSource(session, picture, makeInput(session, picture, 'stretch'), 'stretch');
  content = { kind: 'maps', figure: firstFilters(session, session.layers, 3, 'viridis') };
  computed = await computeFigure(source, content);
});
afterAll(() => {
  session.dispose();
  rmSync(folder, { recursive: true });
});

const styleWith = (change: Partial<FigureStyle>) => ({ ...DEFAULT_FIGURE_STYLE, ...change });
const draw = async (change: Partial<FigureStyle>) => {
  const drawable = prepareFigure(computed.data, styleWith(change), fontsDir);
  return { ...drawable, bytes: await drawable.toFile() };
};

it('is a JPEG picture of no side over 16,384 pixels', async () => {
  const { bytes, widthPx, heightPx } = await draw({});
  expect(mapsIn(computed.data.content)).toBeGreaterThan(900);
  const { image, warnings } = await decodeImage(bytes, 'sample.jpg');
  expect(warnings).toEqual([]);
  expect([image.width, image.height]).toEqual([widthPx, heightPx]);
  expect(Math.max(widthPx, heightPx)).toBeLessThanOrEqual(16_384);
});

it('has pages as PDF at two columns, with every layer once and no text below 7 points', async () => {
  const { bytes, pages } = await draw({ format: 'pdf' });
  expect(pages).toBeGreaterThan(5);
  const sizes = pageSizesOf(Buffer.from(bytes));
  expect(sizes).toHaveLength(pages);
  for (const { widthPt, heightPt } of sizes) {
    expect(widthPt).toBeCloseTo((174 / 25.4) * 72, 0);
    expect(heightPt).toBe(sizes[0]!.heightPt);
  }
  const lines = linesOf(Buffer.from(bytes));
  expect(Math.min(...lines.map(({ points }) => points))).toBeCloseTo(7, 2); // the library rounds its scale
  // Numbers of layers; those of the three rows have the same size and stand in each row of layers.
  const numbers = lines.filter(({ points }) => Math.abs(points - 9.1) < 0.01).map(({ text }) => text);
  const indices = session.layers.map(({ indexPath }) => indexPath).slice(3);
  expect(numbers.filter((number) => Number(number) > 2).sort()).toEqual([...indices].sort());
});

it('is refused in little room, with what to change', () => {
  const style = styleWith({ ...FIGURE_PRESETS.slide, format: 'png' });
  expect(() => planFigure(source, { content, style }, fontsDir)).toThrow(
    expect.objectContaining({ code: 'output/figure-too-large' }),
  );
});
