/** Figures of the window: the very files of the command line, and nothing computed twice. */
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import v8 from 'node:v8';
import vm from 'node:vm';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { drawFigure } from '../../electron/analysis/figures/make-figure';
import { comparisonSource, figureSource, type FigureSource } from '../../electron/analysis/figures/source';
import { makeInput, openSourcePicture } from '../../electron/analysis/source-picture';
import { Catalog } from '../../electron/catalog/catalog';
import { loadEngineModel, type EngineAnalysed } from '../../electron/compute/engine-model';
import { openEnginePicture } from '../../electron/compute/engine-picture';
import { FigureDesk } from '../../electron/compute/figure-desk';
import type { LoadedModel } from '../../electron/compute/services';
import type { RgbImage } from '../../electron/core/tensor';
import { decodeImage } from '../../electron/image/decode';
import type { FigureContent, FigureStyle } from '../../electron/shared/contract';
import { DEFAULT_FIGURE_STYLE } from '../../electron/shared/figure-styles';
import { computeJob } from '../fixtures/compute-job';

const root = path.join(import.meta.dirname, '../..');
const fontsDir = path.join(root, 'electron/image/fonts');
const photo = path.join(root, 'models/sample/chelsea.png');
const job = computeJob();
const colours = { range: { scope: 'layer' }, colormap: 'magma', divergingForSigned: true } as const;
const figure = {
  ...colours,
  marks: true,
  labels: true,
  columns: [2, 3, 5].map((layer) => ({ layer, filters: [9, 0, 4] })),
};
const style = (change: Partial<FigureStyle> = {}): FigureStyle => ({
  ...DEFAULT_FIGURE_STYLE,
  ...{ format: 'png', width: { value: 80, unit: 'mm' }, dpi: 150, textPt: 5 },
  ...change,
});

let model: LoadedModel;
let engine: EngineAnalysed;
let source: FigureSource;
let desk: FigureDesk;
beforeAll(async () => {
  const catalog = await Catalog.read(path.join(root, 'models'));
  model = await loadEngineModel(catalog, { kind: 'catalog', id: 'efficientnet-lite0' }, job);
  const opened = await openEnginePicture({ kind: 'path', path: photo }, path.join(root, 'models'), job);
  const options = { fit: 'crop', cropShift: 0 } as const;
  engine = (await model.analyse(opened, { ...options, layers: [1], sets: [] }, job)) as EngineAnalysed;
  // As a command has it: its own pass tells the best class.
  const picture = await openSourcePicture(photo);
  source = figureSource(engine.session, picture, engine.analysis.input, 'crop');
  desk = new FigureDesk(fontsDir);
});
afterEach(() => vi.restoreAllMocks());
afterAll(() => model.close());

const contents: FigureContent[] = [
  { kind: 'maps', figure },
  { kind: 'maps', figure: { ...figure, labels: false } },
  { kind: 'layer', layer: 3, filters: [5, 1], marks: true, ...colours },
  { kind: 'map', layer: 3, filter: 7, statistics: true, marks: true, ...colours },
  { kind: 'hypercolumns', sets: [[1, 4, 7]], colormap: 'viridis', opacity: 0.7 },
  { kind: 'predictions', top: 5 },
  { kind: 'sheet', figure, top: 5, sets: [[1, 4]], hypercolumnColormap: 'grey', opacity: 1 },
];

describe('a comparison of the window', () => {
  const content: FigureContent = {
    kind: 'comparison',
    ...{ figure, top: 5, sets: [[1, 4]], hypercolumnColormap: 'grey', opacity: 0.8 },
  };
  const files = ['chelsea.png', 'coffee.png', 'rocket.jpg'].map((name) =>
    path.join(root, 'test/fixtures/photos', name),
  );

  it.each(['png', 'svg'] as const)('is byte for byte that of the command line, as %s', async (format) => {
    const opened = [];
    for (const file of files)
      opened.push(await openEnginePicture({ kind: 'path', path: file }, path.join(root, 'models'), job));
    const options = { fit: 'pad', cropShift: 0 } as const;
    const compared = (await model.compare(opened, options, job)) as EngineAnalysed;
    const sources = [];
    for (const file of files) {
      const picture = await openSourcePicture(file);
      sources.push(figureSource(engine.session, picture, makeInput(engine.session, picture, 'pad'), 'pad'));
    }
    const picture = { content, style: style({ format }) };
    const { bytes } = await drawFigure(comparisonSource(sources), picture, { fontsDir });
    const fresh = new FigureDesk(fontsDir);
    expect(Buffer.from(await fresh.file(compared, picture, job)).equals(bytes)).toBe(true);
    const preview = await fresh.preview(compared, picture, 300, 0, job);
    const { image } = await decodeImage(preview.png, 'p.png');
    expect(Math.max(image.width, image.height)).toBe(300);
  });

  it('needs several pictures: of one analysis alone it is refused', async () => {
    await expect(desk.file(engine, { content, style: style() }, job)).rejects.toMatchObject({
      code: 'usage/compared-pictures',
      values: { count: 0 },
    });
  });
});

describe('a figure of the window', () => {
  it.each(contents.map((content) => [content.kind, content] as const))(
    'of %s is byte for byte that of the command line',
    async (_kind, content) => {
      const picture = { content, style: style() };
      const { bytes } = await drawFigure(source, picture, { fontsDir });
      const file = await desk.file(engine, picture, job);
      expect(Buffer.from(file).equals(bytes)).toBe(true);
      expect(file.length).toBeGreaterThan(2000);
    },
  );

  it.each(['jpeg', 'svg', 'pdf'] as const)('is so as %s too', async (format) => {
    const picture = { content: contents[0]!, style: style({ format }) };
    const { bytes } = await drawFigure(source, picture, { fontsDir });
    // A PDF holds when it was made.
    const comparable = (file: Uint8Array) =>
      Buffer.from(file)
        .toString('latin1')
        .replace(/\/(CreationDate|ModDate) \([^)]*\)/g, '');
    expect(comparable(await desk.file(engine, picture, job)) === comparable(bytes)).toBe(true);
  });

  it('is seen before, as it will be but smaller, and its pages one by one', async () => {
    const content = contents[0]!;
    const preview = await desk.preview(engine, { content, style: style() }, 300, 0, job);
    const { image } = await decodeImage(await desk.file(engine, { content, style: style() }, job), 'a.png');
    expect([preview.widthPx, preview.heightPx]).toEqual([image.width, image.height]);
    expect(preview).toMatchObject({ dpi: 150, pages: 1, page: 0, warnings: [] });
    const small = (await decodeImage(preview.png, 'p.png')).image;
    expect(Math.max(small.width, small.height)).toBe(300);
    expect(small.width / small.height).toBeCloseTo(image.width / image.height, 1);

    const pages = style({
      format: 'pdf',
      height: { value: 100, unit: 'mm' },
      columnsInRow: 1,
      cell: { value: 10, unit: 'mm' },
    });
    const second = await desk.preview(engine, { content, style: pages }, 300, 1, job);
    expect(second).toMatchObject({ pages: 3, page: 1 });
    const beyond = await desk.preview(engine, { content, style: pages }, 300, 9, job);
    expect(beyond.page).toBe(2);
  });

  it('is computed once for all its styles, and drawn once for its size and for saving it', async () => {
    const fresh = new FigureDesk(fontsDir);
    const run = vi.spyOn(engine.session.engine, 'run');
    const content = contents[0]!;
    await fresh.preview(engine, { content, style: style() }, 300, 0, job);
    const passes = run.mock.calls.length;
    expect(passes).toBeGreaterThan(0);
    await fresh.preview(engine, { content, style: style({ textPt: 6 }) }, 300, 0, job);
    const file = await fresh.file(engine, { content, style: style() }, job);
    expect(run).toHaveBeenCalledTimes(passes);
    expect(await fresh.file(engine, { content, style: style() }, job)).toBe(file);
    await fresh.preview(engine, { content: contents[2]!, style: style() }, 300, 0, job);
    expect(run.mock.calls.length).toBeGreaterThan(passes);
  });

  it('is let go with its analysis', async () => {
    v8.setFlagsFromString('--expose-gc');
    const collect = vm.runInNewContext('gc') as () => void;
    const fresh = new FigureDesk(fontsDir);
    const makeOne = async () => {
      const image = { width: 2, height: 2, data: new Uint8Array(12) };
      // As a later analysis of the same picture, whose pixels the sheet keeps as they are.
      const later = {
        ...engine,
        photo: () => ({ ...image, lend: <R>(use: (one: RgbImage) => R) => use(image) }),
      };
      await fresh.preview(later, { content: contents[6]!, style: style({ dpi: 72 }) }, 100, 0, job);
      return { later, kept: new WeakRef(image) };
    };
    let made: Awaited<ReturnType<typeof makeOne>> | null = await makeOne();
    const { kept } = made;
    // No assertion takes the picture itself: it would hold it.
    const isKept = async () => {
      await setTimeout(0);
      collect();
      return kept.deref() !== undefined;
    };
    expect(await isKept()).toBe(true);
    expect(made.later.session).toBe(engine.session);
    made = null;
    await expect.poll(isKept).toBe(false);
  });

  it('that cannot be drawn is refused before anything is computed', async () => {
    const run = vi.spyOn(engine.session.engine, 'run');
    const content = contents[6]!;
    const fresh = new FigureDesk(fontsDir);
    await expect(
      fresh.preview(engine, { content, style: style({ dpi: 10_000 }) }, 300, 0, job),
    ).rejects.toMatchObject({ code: 'usage/figure-dpi' });
    await expect(
      fresh.file(engine, { content: contents[0]!, style: style({ textPt: 60 }) }, job),
    ).rejects.toMatchObject({ code: 'usage/figure-text-in-cell' });
    expect(run).not.toHaveBeenCalled();
  });
});
