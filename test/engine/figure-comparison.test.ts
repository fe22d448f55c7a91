/** Comparisons: what stands side by side has the numbers of each, on scales of all. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { computeFigure, drawFigure, planFigure } from '../../electron/analysis/figures/make-figure';
import { comparisonSource, figureSource, type ComparedSource } from '../../electron/analysis/figures/source';
import { writeMapPictures } from '../../electron/analysis/map-pictures';
import { openModel, type ModelSession } from '../../electron/analysis/model-session';
import { PictureAnalysis } from '../../electron/analysis/picture-analysis';
import { makeInput, openSourcePicture, type SourcePicture } from '../../electron/analysis/source-picture';
import { Catalog } from '../../electron/catalog/catalog';
import { rangeOf, unionOf } from '../../electron/core/quantise';
import { decodeImage } from '../../electron/image/decode';
import type { FigureContent, FigureRange, FigureStyle } from '../../electron/shared/contract';
import { DEFAULT_FIGURE_STYLE, FIGURE_PRESETS } from '../../electron/shared/figure-styles';
import { message } from '../../electron/shared/messages/message';
import { readKerasCase } from '../fixtures/keras-cases';
import { imagesOf } from '../unit/image/figure/pdf-reader';

type Comparison = Extract<FigureContent, { kind: 'comparison' }>;
type Span = readonly [min: number, max: number];

const root = path.join(import.meta.dirname, '../..');
const fontsDir = path.join(root, 'electron/image/fonts');
const photos = ['chelsea.png', 'coffee.png'].map((name) => path.join(root, 'test/fixtures/photos', name));
const styleWith = (change: Partial<FigureStyle>): FigureStyle => ({ ...DEFAULT_FIGURE_STYLE, ...change });
const comparisonOf = (
  columns: Comparison['figure']['columns'],
  change: Partial<Comparison['figure']> = {},
): Comparison => ({
  kind: 'comparison',
  figure: {
    ...{ range: { scope: 'map' }, colormap: 'viridis', divergingForSigned: false, labels: true },
    ...{ columns, ...change },
  },
  ...{ top: 5, sets: [], hypercolumnColormap: 'viridis', opacity: 1 },
});
const sourceOf = (session: ModelSession, picture: SourcePicture): ComparedSource =>
  figureSource(session, picture, makeInput(session, picture, 'stretch'), 'stretch');
const contentOf = async (compared: readonly ComparedSource[], content: Comparison, isExact = false) => {
  const { data, remarks } = await computeFigure(comparisonSource(compared), content, isExact);
  if (data.content.kind !== 'comparison') throw new Error(data.content.kind);
  return { ...data.content, remarks, title: data.title };
};

describe('three inputs', () => {
  /** Made by test/fixtures/make-comparison.py. */
  const known = JSON.parse(readFileSync(path.join(root, 'test/fixtures/comparison.json'), 'utf8')) as {
    case: string;
    factors: number[];
    layers: { layer: number; name: string; whole: Span[]; channels: Record<string, Span[]> }[];
    outputs: number[][];
  };
  const { modelFile, input, tolerance } = readKerasCase(known.case);
  const columns = known.layers.map(({ name, channels }) => ({
    name,
    filters: Object.keys(channels).map(Number),
  }));
  let session: ModelSession;
  let compared: ComparedSource[];
  const figureColumns = () =>
    columns.map(({ name, filters }) => ({
      layer: session.layers.find((layer) => layer.name === name)!.place,
      filters,
    }));
  const expectClose = (value: number, wanted: number) =>
    expect(Math.abs(value - wanted)).toBeLessThanOrEqual(tolerance.abs + tolerance.rel * Math.abs(wanted));

  beforeAll(async () => {
    session = await openModel(await Catalog.read(path.join(root, 'models')), { model: modelFile });
    compared = known.factors.map((factor) => {
      const data = input.data.map((value) => value * factor);
      const tensor = { data, shape: input.shape };
      return sourceOf(session, { kind: 'tensor', name: `${factor}`, tensor, warnings: [] });
    });
  });
  afterAll(() => session.dispose());

  it.each<FigureRange>([{ scope: 'map' }, { scope: 'layer' }, { scope: 'fixed', min: -2, max: 3 }])(
    'have the limits that Keras gives for all of them: %o',
    async (range) => {
      const content = await contentOf(compared, comparisonOf(figureColumns(), { range }));
      expect(content.columns).toHaveLength(3);
      for (const { layers } of content.columns)
        for (const [place, { filters }] of layers.entries())
          for (const map of filters) {
            const { whole, channels } = known.layers[place]!;
            const spans = range.scope === 'layer' ? whole : channels[map.filter]!;
            const [min, max] =
              range.scope === 'fixed'
                ? [range.min, range.max]
                : [Math.min(...spans.map((one) => one[0])), Math.max(...spans.map((one) => one[1]))];
            expectClose(map.min, min!);
            expectClose(map.max, max!);
          }
    },
  );

  it('go as far below 0 as above it in layers with values below 0, where that is wanted', async () => {
    const content = await contentOf(compared, comparisonOf(figureColumns(), { divergingForSigned: true }));
    const [first] = content.columns[1]!.layers;
    expect(first!.colormap).toBe('diverging');
    for (const { filter, min, max } of first!.filters) {
      const spans = known.layers[0]!.channels[filter]!;
      expectClose(max, Math.max(...spans.flat().map(Math.abs)));
      expect(min).toBe(-max);
    }
  });

  it('have the classes of Keras: the best of each and the largest of all, in one order', async () => {
    const { columns: found } = await contentOf(compared, { ...comparisonOf(figureColumns()), top: 3 });
    const largest = (place: number) => Math.max(...known.outputs.map((one) => one[place]!));
    const order = [0, 1, 2, 3, 4, 5, 6].sort((one, other) => largest(other) - largest(one)).slice(0, 3);
    for (const [place, { classes }] of found.entries()) {
      expect(classes!.map(({ index }) => index)).toEqual(order);
      for (const { index, value } of classes!) expectClose(value, known.outputs[place]![index]!);
    }
  });

  it('are the same thing where they are the same input', async () => {
    const one = compared[0]!;
    const { columns: both } = await contentOf([one, one], comparisonOf(figureColumns()));
    expect(both[1]).toEqual(both[0]);
  });
});

describe('two photos', () => {
  const wanted = {
    ...comparisonOf([
      { layer: 1, filters: [0, 5] },
      { layer: 4, filters: [31] },
    ]),
    sets: [[1, 4, 7]],
  };
  let session: ModelSession;
  let compared: ComparedSource[];
  beforeAll(async () => {
    session = await openModel(await Catalog.read(path.join(root, 'models')), { model: 'efficientnet-lite0' });
    compared = [];
    for (const file of photos) compared.push(sourceOf(session, await openSourcePicture(file)));
  });
  afterAll(() => session.dispose());

  it('stand with what is fed, their names, and their hypercolumns as the window has them', async () => {
    const { columns, title } = await contentOf(compared, wanted);
    expect(title).toBe('EfficientNet-Lite0  ·  chelsea.png, coffee.png');
    for (const [place, { label, photo, classes, hypercolumns }] of columns.entries()) {
      const { input } = compared[place]!;
      expect(label).toBe(['chelsea.png', 'coffee.png'][place]);
      expect(photo).toBe(input.image);
      const own = new PictureAnalysis(session, input, []).hypercolumnOf([1, 4, 7]);
      expect(hypercolumns).toHaveLength(1);
      expect(hypercolumns[0]!.values).toEqual(own.values);
      expect(classes!.reduce((best, one) => (one.value > best.value ? one : best)).label).toBe(
        ['Egyptian cat', 'espresso'][place],
      );
    }
  });

  it.each(['slide', 'one-column', 'two-columns'] as const)(
    'have the size that was planned: %s',
    async (preset) => {
      const source = comparisonSource(compared);
      const picture = { content: wanted, style: styleWith({ ...FIGURE_PRESETS[preset], dpi: 72 }) };
      const plan = planFigure(source, picture, fontsDir);
      const { widthPx, heightPx, bytes, maps } = await drawFigure(source, picture, { fontsDir });
      const { image } = await decodeImage(bytes, 'figure.jpg');
      expect([image.width, image.height]).toEqual([widthPx, heightPx]);
      expect(widthPx).toBe(plan.widthPx);
      expect(maps).toBe(6);
      expect(Math.abs(heightPx - plan.heightPx)).toBeLessThan(3 * 14);
    },
  );

  it('have in a PDF the pictures that "Maps as PNG" writes on the shared scale, pixel for pixel', async () => {
    const signal = new AbortController().signal;
    const own: Buffer[] = [];
    for (const column of wanted.figure.columns)
      for (const filter of column.filters) {
        const ranges = compared.map(({ input }) =>
          rangeOf(new PictureAnalysis(session, input, []).valuesOf(column.layer, filter).values),
        );
        const range = { scope: 'fixed', ...unionOf(ranges) } as const;
        const figure = { ...wanted.figure, range, columns: [{ layer: column.layer, filters: [filter] }] };
        for (const { input } of compared)
          await writeMapPictures(session, input, figure, {
            ...{ picture: '', folder: root, doing: message('doing/writing', { file: '' }), signal },
            write: async (_name, png) =>
              void own.push(Buffer.from((await decodeImage(png, 'map.png')).image.data)),
            onPass: async () => undefined,
          });
      }
    expect(own).toHaveLength(6);
    const picture = { content: wanted, style: styleWith({ format: 'pdf' }) };
    const { bytes } = await drawFigure(comparisonSource(compared), picture, { fontsDir });
    const found = imagesOf(Buffer.from(bytes)).map(({ data }) => data);
    for (const map of own) expect(found.some((data) => data.equals(map))).toBe(true);
  });

  it('have marks by each alone', async () => {
    const columns = [{ layer: 3, filters: Array.from({ length: 32 }, (_, filter) => filter) }];
    const content = await contentOf(compared, comparisonOf(columns, { marks: true }));
    for (const [place, one] of compared.entries()) {
      const alone = { kind: 'layer', layer: 3, filters: null, ...wanted.figure, marks: true } as const;
      const { data } = await computeFigure(
        figureSource(session, await openSourcePicture(photos[place]!), one.input, 'stretch'),
        alone,
      );
      if (data.content.kind !== 'layer') throw new Error();
      const kinds = data.content.layer.filters.map(({ verdict }) => verdict);
      expect(content.columns[place]!.layers[0]!.filters.map(({ verdict }) => verdict)).toEqual(kinds);
      expect(new Set(kinds).size).toBeGreaterThan(1);
    }
  });

  it('say which one gives no numbers, and show the others', async () => {
    const [first, second] = compared as [ComparedSource, ComparedSource];
    // Sums of such values are infinite.
    const data = second.input.tensor.data.map((_, place) => (place % 2 === 0 ? 3e38 : -3e38));
    const input = { ...second.input, tensor: { ...second.input.tensor, data } };
    const broken = { ...second, input, rank: () => [] };
    const { columns, remarks } = await contentOf([first, broken], wanted);
    expect(columns[1]!.classes).toBeNull();
    expect(columns[0]!.classes).not.toBeNull();
    expect(remarks.warnings).toHaveLength(1);
    expect(JSON.stringify(remarks.warnings)).toContain('coffee.png');
    const { bytes } = await drawFigure(
      comparisonSource([first, broken]),
      { content: wanted, style: styleWith({ dpi: 72 }) },
      { fontsDir },
    );
    expect(bytes.length).toBeGreaterThan(1000);
  });

  it.each([0, 1, 13, 50])('that are %i are refused', async (count) => {
    const many = Array.from({ length: count }, () => compared[0]!);
    const source = { ...comparisonSource(compared), compared: many };
    await expect(computeFigure(source, wanted)).rejects.toMatchObject({
      code: 'usage/compared-pictures',
      values: { count, least: 2, most: 12 },
    });
  });
});
