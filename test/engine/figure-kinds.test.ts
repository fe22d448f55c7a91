/** Each kind of figure: what it holds is what the window shows of it. */
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KnownFacts } from '../../electron/analysis/causes/facts';
import { computeFigure, drawFigure, planFigure } from '../../electron/analysis/figures/make-figure';
import { figureSource, type FigureSource } from '../../electron/analysis/figures/source';
import { writeMapPictures } from '../../electron/analysis/map-pictures';
import { openModel, type ModelSession } from '../../electron/analysis/model-session';
import { PictureAnalysis } from '../../electron/analysis/picture-analysis';
import { makeInput, openSourcePicture } from '../../electron/analysis/source-picture';
import { StatisticsTable } from '../../electron/analysis/statistics-table';
import { Catalog } from '../../electron/catalog/catalog';
import type { FitMode } from '../../electron/core/fit';
import { decodeImage } from '../../electron/image/decode';
import type { FigureColours, FigureContent, FigureStyle } from '../../electron/shared/contract';
import { DEFAULT_FIGURE_STYLE, FIGURE_PRESETS } from '../../electron/shared/figure-styles';
import { message } from '../../electron/shared/messages/message';
import { imagesOf } from '../unit/image/figure/pdf-reader';

const root = path.join(import.meta.dirname, '../..');
const fontsDir = path.join(root, 'electron/image/fonts');
const [SIGNED, UNSIGNED, VECTOR] = [2, 3, 142];
const colours: FigureColours = { range: { scope: 'map' }, colormap: 'viridis', divergingForSigned: false };
const figure = {
  ...colours,
  labels: true,
  columns: [1, 2, 3].map((layer) => ({ layer, filters: [0, 5, 31] })),
};
let session: ModelSession;
let source: FigureSource;

const sourceWith = async (fit: FitMode) => {
  const picture = await openSourcePicture(path.join(root, 'models/sample/chelsea.png'));
  return figureSource(session, picture, makeInput(session, picture, fit), fit);
};
const styleWith = (change: Partial<FigureStyle>): FigureStyle => ({ ...DEFAULT_FIGURE_STYLE, ...change });
const contentFor = async <Kind extends FigureContent['kind']>(
  content: FigureContent & { kind: Kind },
  from = source,
) => {
  const { data } = await computeFigure(from, content);
  if (data.content.kind !== content.kind) throw new Error(`${data.content.kind} instead of ${content.kind}`);
  return data.content as Extract<typeof data.content, { kind: Kind }>;
};

beforeAll(async () => {
  session = await openModel(await Catalog.read(path.join(root, 'models')), { model: 'efficientnet-lite0' });
  source = await sourceWith('stretch');
});
afterAll(() => session.dispose());

describe('one layer', () => {
  it('has all its maps, or those that are wanted in their order', async () => {
    const { layer } = await contentFor({ kind: 'layer', layer: UNSIGNED, filters: null, ...colours });
    expect(layer.filters.map(({ filter }) => filter)).toEqual(
      Array.from({ length: 32 }, (_, filter) => filter),
    );
    const some = await contentFor({ kind: 'layer', layer: UNSIGNED, filters: [7, 0, 99], ...colours });
    expect(some.layer.filters.map(({ filter }) => filter)).toEqual([7, 0]);
    expect(some.layer.filters[1]).toEqual(layer.filters[0]);
  });

  it('is refused where it has no maps', async () => {
    const content = { kind: 'layer', layer: VECTOR, filters: null, ...colours } as const;
    await expect(computeFigure(source, content)).rejects.toMatchObject({ code: 'layers/no-maps' });
  });
});

describe('one map', () => {
  it('has the statistics that the inspector shows', async () => {
    const { statistics, layer } = await contentFor({
      kind: 'map',
      layer: SIGNED,
      filter: 5,
      statistics: true,
      ...colours,
    });
    const [known] = new PictureAnalysis(session, source.input, [SIGNED]).statisticsOf([SIGNED], true);
    expect(layer.filters.map(({ filter }) => filter)).toEqual([5]);
    expect(statistics.map(([id]) => id)).toEqual([
      'min',
      'max',
      'mean',
      'std',
      'zeros',
      'limit',
      'entropy',
      'r',
    ]);
    for (const [id, value] of statistics) expect(value, id).toBe(known![id]![5]);
    const bare = await contentFor({ kind: 'map', layer: SIGNED, filter: 5, statistics: false, ...colours });
    expect(bare.statistics).toEqual([]);
  });

  it('is refused where the layer has no such channel', async () => {
    const content = { kind: 'map', layer: SIGNED, filter: 32, statistics: true, ...colours } as const;
    await expect(computeFigure(source, content)).rejects.toMatchObject({ code: 'layers/out-of-range' });
  });
});

describe('hypercolumns', () => {
  const content = { kind: 'hypercolumns', sets: [[1, 4, 7]], colormap: 'magma', opacity: 1 } as const;
  const wanted = { ...content, sets: content.sets.map((set) => [...set]) };

  it('are those of the window, over the part of the picture that is fed', async () => {
    const shown = await contentFor(wanted);
    const known = new PictureAnalysis(session, source.input, []).hypercolumnOf([1, 4, 7]);
    expect(shown.hypercolumns).toHaveLength(1);
    expect(shown.hypercolumns[0]).toMatchObject({ layers: ['1', '4', '7'], mapCount: known.mapCount });
    expect(shown.hypercolumns[0]!.values).toEqual(known.values);
    expect([shown.photo.width, shown.photo.height]).toEqual([451, 300]);
    const cropped = await contentFor(wanted, await sourceWith('crop'));
    expect([cropped.photo.width, cropped.photo.height]).toEqual([300, 300]);
    const padded = await contentFor(wanted, await sourceWith('pad'));
    expect(padded.target).toEqual({ x: 0, y: 37, width: 224, height: 149 });
    expect([padded.photo.width, padded.photo.height]).toEqual([451, 300]);
  });

  it("have the picture's own pixels, where no width is asked for", async () => {
    const style = styleWith({ format: 'pdf', caption: false });
    const { bytes } = await drawFigure(source, { content: wanted, style }, { fontsDir });
    expect(imagesOf(Buffer.from(bytes)).map(({ width, height }) => [width, height])).toContainEqual([
      451, 300,
    ]);
  });
});

describe('predictions', () => {
  it('are the best classes as shares of 1', async () => {
    const { classes, areShares } = await contentFor({ kind: 'predictions', top: 3 });
    expect(areShares).toBe(true);
    expect(classes.map(({ label }) => label)).toEqual(['Egyptian cat', 'tiger cat', 'tabby']);
    expect(classes[0]).toMatchObject({ index: 285, text: '79.1 %' });
    expect(classes[0]!.value).toBeCloseTo(0.791, 3);
  });
});

describe('marks', () => {
  it('are the verdicts that `stats` gives, of every map', async () => {
    const places = [1, 3, 9, VECTOR];
    const columns = places.map((layer) => ({ layer, filters: [4, 0, 1, 2, 3, 5, 6, 7, 8, 9, 10, 11] }));
    const drawn = await contentFor({ kind: 'maps', figure: { ...figure, columns, marks: true } });
    const layers = places.map((place) => session.layers[place]!);
    const { statistics } = session.engine.run(
      { statistics: layers.map(({ output }) => output), withDetails: true },
      source.input.tensor,
    );
    const table = new StatisticsTable(session, layers);
    table.add(statistics, new KnownFacts());
    const known = table.judged();
    const found = drawn.columns.flatMap(({ filters }, column) =>
      filters.map(({ filter, verdict }) => {
        expect(verdict).toBe(known[column]!.at(filter)?.kind);
        return verdict;
      }),
    );
    expect(found).toHaveLength(36);
    expect(new Set(found).size).toBeGreaterThan(2);
    const bare = await contentFor({ kind: 'maps', figure: { ...figure, columns } });
    expect(bare.columns.flatMap(({ filters }) => filters.filter((map) => 'verdict' in map))).toEqual([]);
  });

  it('stand on maps of one layer, on one map and on the sheet too', async () => {
    const { layer } = await contentFor({
      kind: 'layer',
      layer: UNSIGNED,
      filters: null,
      marks: true,
      ...colours,
    });
    const kinds = layer.filters.map(({ verdict }) => verdict);
    const filter = kinds.findIndex((kind) => kind !== undefined);
    expect(filter).toBeGreaterThanOrEqual(0);
    const map = await contentFor({
      kind: 'map',
      layer: UNSIGNED,
      filter,
      statistics: false,
      marks: true,
      ...colours,
    });
    expect(map.layer.filters[0]!.verdict).toBe(kinds[filter]);
    const columns = [{ layer: UNSIGNED, filters: kinds.map((_, place) => place) }];
    const hypercolumnColormap = 'viridis' as const;
    const look = { top: 5, sets: [], hypercolumnColormap, opacity: 1 };
    const sheet = await contentFor({ kind: 'sheet', figure: { ...figure, columns, marks: true }, ...look });
    expect(sheet.maps.columns[0]!.filters.map(({ verdict }) => verdict)).toEqual(kinds);
  });
});

describe('every kind', () => {
  const sets = [
    [1, 4, 7],
    [1, 4, 7, 10, 11],
  ];
  const kinds: FigureContent[] = [
    { kind: 'maps', figure },
    { kind: 'layer', layer: SIGNED, filters: null, ...colours, divergingForSigned: true },
    { kind: 'map', layer: SIGNED, filter: 1, statistics: true, ...colours },
    { kind: 'hypercolumns', sets, colormap: 'viridis', opacity: 0.7 },
    { kind: 'predictions', top: 5 },
    { kind: 'sheet', figure, top: 5, sets, hypercolumnColormap: 'viridis', opacity: 0.7 },
  ];

  it.each(kinds)('$kind has the size that was planned before anything was computed', async (content) => {
    for (const preset of ['slide', 'one-column'] as const) {
      const picture = { content, style: styleWith({ ...FIGURE_PRESETS[preset], dpi: 72 }) };
      const plan = planFigure(source, picture, fontsDir);
      const { widthPx, heightPx, bytes } = await drawFigure(source, picture, { fontsDir });
      const { image } = await decodeImage(bytes, 'figure.jpg');
      expect([image.width, image.height]).toEqual([widthPx, heightPx]);
      expect(widthPx).toBe(plan.widthPx);
      // The best class of the title and marks of the legend are not known before: three lines of 7 points at most.
      expect(Math.abs(heightPx - plan.heightPx)).toBeLessThan(3 * 14);
    }
  });
});

it('the maps of a PDF are the pictures of "Maps as PNG", pixel for pixel', async () => {
  const own: Buffer[] = [];
  const signal = new AbortController().signal;
  await writeMapPictures(session, source.input, figure, {
    ...{ picture: '', folder: root, doing: message('doing/writing', { file: '' }), signal },
    write: async (_name, png) => void own.push(Buffer.from((await decodeImage(png, 'map.png')).image.data)),
    onPass: async () => undefined,
  });
  expect(own).toHaveLength(9);
  const picture = { content: { kind: 'maps', figure }, style: styleWith({ format: 'pdf' }) } as const;
  const { bytes, maps } = await drawFigure(source, picture, { fontsDir });
  expect(maps).toBe(9);
  const found = imagesOf(Buffer.from(bytes)).map(({ data }) => data);
  for (const map of own) expect(found.some((data) => data.equals(map))).toBe(true);
});
