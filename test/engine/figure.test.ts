import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { sizeOfActivations, writeActivations } from '../../electron/analysis/activation-files';
import { eachActivation, resultsOf } from '../../electron/analysis/activations';
import { ALL_CHANNELS, chosenFigure } from '../../electron/analysis/figures/chosen-figure';
import { firstFilters } from '../../electron/analysis/figures/figure';
import { computeFigure, drawFigure } from '../../electron/analysis/figures/make-figure';
import { figureSource, type FigureSource } from '../../electron/analysis/figures/source';
import { channelOf } from '../../electron/core/tensor';
import { sizeOfMapPictures, writeMapPictures } from '../../electron/analysis/map-pictures';
import { inGroups } from '../../electron/core/in-groups';
import { layersAt, openModel, type ModelSession } from '../../electron/analysis/model-session';
import { makeInput, openSourcePicture, type ModelInput } from '../../electron/analysis/source-picture';
import { quantiseMap, rangeOf } from '../../electron/core/quantise';
import type { Tensor } from '../../electron/core/tensor';
import { Catalog } from '../../electron/catalog/catalog';
import type { MapsContent } from '../../electron/image/figure/content';
import type { Figure, FigureContent } from '../../electron/shared/contract';
import { DEFAULT_FIGURE_STYLE } from '../../electron/shared/figure-styles';
import { message } from '../../electron/shared/messages/message';
import { largestDifference } from '../fixtures/keras-cases';

const root = path.join(import.meta.dirname, '../..');
const fontsDir = path.join(root, 'electron/image/fonts');
/** Layer 2 gives values below zero (batch normalization), layer 3 none (ReLU6), layer 142 has no maps. */
const [SIGNED, UNSIGNED, VECTOR] = [2, 3, 142];
let session: ModelSession;
let input: ModelInput;
let source: FigureSource;
const floats = new Map<number, Tensor>();

beforeAll(async () => {
  session = await openModel(await Catalog.read(path.join(root, 'models')), { model: 'efficientnet-lite0' });
  const picture = await openSourcePicture(path.join(root, 'models/sample/chelsea.png'));
  input = makeInput(session, picture);
  source = figureSource(session, picture, input, 'stretch');
  const results = resultsOf(session, input, layersAt(session, [SIGNED, UNSIGNED]));
  const keep = async ({ layer, tensor }: { layer: { place: number }; tensor: Tensor }) =>
    void floats.set(layer.place, tensor);
  await eachActivation(session, input, results, '', keep, async () => undefined);
});
afterEach(() => vi.restoreAllMocks());
afterAll(() => session.dispose());

const plain: Figure = {
  columns: [
    { layer: UNSIGNED, filters: [5, 0, 31, 99] },
    { layer: VECTOR, filters: [0] },
    { layer: SIGNED, filters: [7] },
  ],
  range: { scope: 'map' },
  colormap: 'magma',
  divergingForSigned: false,
  labels: true,
};

const contentOf = (change: Partial<Figure>) =>
  ({ kind: 'maps', figure: { ...plain, ...change } }) as const satisfies FigureContent;

async function compute(change: Partial<Figure> = {}, isExact = false): Promise<MapsContent> {
  const { data } = await computeFigure(source, contentOf(change), isExact);
  if (data.content.kind !== 'maps') throw new Error('no maps');
  return data.content;
}

/** The refusal of a figure as it would be drawn. */
const draw = (change: Partial<Figure> = {}) =>
  drawFigure(source, { content: contentOf(change), style: DEFAULT_FIGURE_STYLE }, { fontsDir });

/** Every map of a drawn figure beside its floats and the limits that its colours should cover. */
function expectMaps(
  { columns }: MapsContent,
  limitsOf: (layer: number, own: Float32Array, all: Float32Array) => { min: number; max: number },
): void {
  for (const { index, filters } of columns)
    for (const { filter, indices, min, max } of filters) {
      const tensor = floats.get(Number(index))!;
      const values = channelOf(tensor, filter);
      const want = limitsOf(Number(index), values, tensor.data);
      expect(min).toBeCloseTo(want.min, 4);
      expect(max).toBeCloseTo(want.max, 4);
      expect(largestDifference(indices, quantiseMap(values, want.min, want.max))).toBeLessThanOrEqual(1);
    }
}

describe('a figure', () => {
  it('has its layers and filters in its own order, from one pass with the class in its title', async () => {
    const run = vi.spyOn(session.engine, 'run');
    const { data } = await computeFigure(source, contentOf({}));
    expect(run).toHaveBeenCalledTimes(1);
    expect(data.title).toMatch(/^EfficientNet-Lite0 {2}· {2}chelsea\.png {2}· {2}Egyptian cat/);
    expect(data.facts).toEqual({
      ...{ model: 'EfficientNet-Lite0', preprocess: '127/128' },
      input: { width: 224, height: 224 },
      pictures: [{ picture: 'chelsea.png', fitted: { width: 451, height: 300, fit: 'stretch' } }],
    });
    const input = data.content as MapsContent;
    // The layer has 32 filters, the vector none.
    expect(input.columns.map(({ index, filters }) => [index, filters.map(({ filter }) => filter)])).toEqual([
      ['3', [5, 0, 31]],
      ['142', []],
      ['2', [7]],
    ]);
    expect([input.rows, input.colormap]).toEqual([4, 'magma']);
    expectMaps(input, (_layer, own) => rangeOf(own));
  });

  it('colours by the layer, or by fixed limits', async () => {
    expectMaps(await compute({ range: { scope: 'layer' } }), (_layer, _own, all) => rangeOf(all));
    const fixed = await compute({ range: { scope: 'fixed', min: -1, max: 3 } });
    expect(fixed.range).toEqual({ scope: 'fixed', min: -1, max: 3 });
    expectMaps(fixed, () => ({ min: -1, max: 3 }));
  });

  it('shows layers with values below zero about zero, where that is chosen', async () => {
    const input = await compute({ divergingForSigned: true });
    expect(input.columns.map(({ colormap }) => colormap)).toEqual([undefined, undefined, 'diverging']);
    expectMaps(input, (layer, own) => {
      const { min, max } = rangeOf(own);
      const largest = Math.max(-min, max);
      return layer === SIGNED ? { min: -largest, max: largest } : { min, max };
    });
  });

  it('is refused before anything is computed where it is too large, or has no maps', async () => {
    const run = vi.spyOn(session.engine, 'run');
    const all = firstFilters(session, session.layers, 2000, 'viridis');
    await expect(draw(all)).rejects.toMatchObject({ code: 'output/figure-too-large' });
    await expect(draw({ ...plain, labels: false, columns: all.columns })).rejects.toMatchObject({
      code: 'output/too-large',
    });
    await expect(draw({ columns: [{ layer: VECTOR, filters: [0] }] })).rejects.toMatchObject({
      code: 'layers/no-maps',
    });
    await expect(draw({ columns: [{ layer: 999, filters: [0] }] })).rejects.toMatchObject({
      code: 'layers/out-of-range',
    });
    expect(run).not.toHaveBeenCalled();
  });
});

it('a figure whose maps are read one layer at a time differs from one of a single pass in a colour step at most', async () => {
  const [quick, exact] = [await compute(), await compute({}, true)];
  quick.columns.forEach(({ filters }, column) => {
    filters.forEach(({ indices }, place) => {
      const alone = exact.columns[column]!.filters[place]!.indices;
      expect(largestDifference(indices, alone)).toBeLessThanOrEqual(1);
    });
  });
});

describe('memory', () => {
  it('is asked for before anything is computed, and the refusal has both numbers', async () => {
    const run = vi.spyOn(session.engine, 'run');
    vi.spyOn(process, 'availableMemory').mockReturnValue(3e6);
    const nothing = async () => undefined;
    const results = resultsOf(session, input, session.layers);
    const refused = {
      code: 'engine/no-memory',
      message: expect.stringMatching(
        /^computing with EfficientNet-Lite0: about \d+ MB of memory are needed at a time, and 3 MB are free; /,
      ) as string,
    };
    await expect(eachActivation(session, input, results, '', nothing, nothing)).rejects.toMatchObject(
      refused,
    );
    await expect(draw()).rejects.toMatchObject(refused);
    const options = { picture: '', folder: root, doing: message('doing/writing', { file: '' }) };
    const signal = new AbortController().signal;
    await expect(
      writeMapPictures(session, input, plain, { ...options, write: nothing, onPass: nothing, signal }),
    ).rejects.toMatchObject(refused);
    expect(run).not.toHaveBeenCalled();
  });

  it('holds the results of one pass, whose sizes are bounded', async () => {
    expect(inGroups([5, 5, 1, 20, 1, 9], (bytes) => bytes, 10)).toEqual([[5, 5], [1], [20], [1, 9]]);
    expect(inGroups([1, 2], (bytes) => bytes, 0)).toEqual([[1], [2]]);
    expect(inGroups([], () => 1, 10)).toEqual([]);
    const run = vi.spyOn(session.engine, 'run');
    const results = resultsOf(session, input, layersAt(session, [0, 1, 2, 3]));
    const keys: string[] = [];
    const shares: number[] = [];
    const take = async ({ key }: { key: string }) => void keys.push(key);
    const onPass = async (_next: unknown, share: number) => void shares.push(share);
    // Layers 1 to 3 have 112 x 112 x 32 floats each.
    await eachActivation(session, input, results, '', take, onPass, 2 * 4 * 112 * 112 * 32);
    expect(keys).toEqual(['0', '1', '2', '3']);
    expect(shares).toEqual([0, 0.5]);
    expect(run).toHaveBeenCalledTimes(2);
  });
});

describe('how large it will be', () => {
  it('is told before: of maps the number of files, of activations the bytes of the file', async () => {
    const nothing = async () => undefined;
    const options = { picture: '', folder: root, doing: message('doing/writing', { file: '' }) };
    const names: string[] = [];
    const write = async (name: string) => void names.push(name);
    const signal = new AbortController().signal;
    await writeMapPictures(session, input, plain, { ...options, write, onPass: nothing, signal });
    const size = sizeOfMapPictures(session, input, plain);
    expect(size.files).toBe(names.length);
    // 0.3 bytes for each of their pixels
    expect(size.bytes).toBe(Math.ceil(0.3 * names.length * 112 * 112));

    const folder = mkdtempSync(path.join(tmpdir(), 'featurescope-size-'));
    const file = path.join(folder, 'a.npz');
    const layers = layersAt(session, [SIGNED, VECTOR]);
    await writeActivations(session, input, layers, file, { ...options, onPass: nothing });
    const { files, bytes } = sizeOfActivations(session, input, layers);
    expect(files).toBe(1);
    const written = statSync(file).size;
    rmSync(folder, { recursive: true });
    expect(bytes).toBeGreaterThanOrEqual(written);
    expect(bytes - written).toBeLessThan(200); // records of zip64 that a small file does not have
  });
});

describe('filters in the order of a statistic', () => {
  /** By definition, in double precision, from the floats. */
  const naive = {
    max: (values: Float32Array) => Math.max(...values),
    std: (values: Float32Array) => {
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
    },
  };

  it.each([
    ['max', false],
    ['std', false],
    ['std', true],
  ] as const)('are in the order of %s, the smallest first: %s', (by, smallestFirst) => {
    const layers = layersAt(session, [SIGNED, VECTOR]);
    const choice = { ...ALL_CHANNELS, sort: by, smallestFirst };
    const figure = chosenFigure(session, input, firstFilters(session, layers, 6, 'viridis'), choice, 6);
    const tensor = floats.get(SIGNED)!;
    const numbers = Array.from({ length: tensor.shape[2]! }, (_, filter) =>
      naive[by](channelOf(tensor, filter)),
    );
    const sign = smallestFirst ? -1 : 1;
    const order = [...numbers.keys()].sort((a, b) => sign * (numbers[b]! - numbers[a]!));
    expect(figure.columns[0]).toEqual({ layer: SIGNED, filters: order.slice(0, 6) });
    // A layer without maps stays as it is.
    expect(figure.columns[1]).toEqual({ layer: VECTOR, filters: [] });
  });
});
