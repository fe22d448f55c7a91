import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { likenessTo } from '../../electron/core/likeness';
import { quantiseMap, rangeOf } from '../../electron/core/quantise';
import { blockEnds, signedLayers } from '../../electron/analysis/layer-facts';
import { openModel, type ModelSession } from '../../electron/analysis/model-session';
import { PictureAnalysis } from '../../electron/analysis/picture-analysis';
import { makeInput, openSourcePicture, type ModelInput } from '../../electron/analysis/source-picture';
import { planKey } from '../../electron/engine/plan';
import { Engine } from '../../electron/engine/engine';
import { Catalog } from '../../electron/catalog/catalog';
import { shapeOf } from '../../electron/model/network';
import type { MapRange } from '../../electron/shared/contract';
import { largestDifference } from '../fixtures/keras-cases';

/** All maps of a layer. */
function allMaps(analysis: PictureAnalysis, session: ModelSession, layer: number, range: MapRange) {
  const count = shapeOf(session.network, session.layers[layer]!.output).at(-1)!;
  const channels = Array.from({ length: count }, (_, channel) => channel);
  return analysis.mapsOf([{ layer, channels }], range)[0]!;
}

const root = path.join(import.meta.dirname, '../..');

describe('one picture in one model', () => {
  let session: ModelSession;
  let input: ModelInput;
  const shown = Array.from({ length: 15 }, (_, layer) => layer);

  beforeAll(async () => {
    session = await openModel(await Catalog.read(path.join(root, 'models')), { model: 'efficientnet-lite0' });
    input = makeInput(session, await openSourcePicture(path.join(root, 'models/sample/chelsea.png')));
  });
  afterAll(() => {
    session.dispose();
  });

  it('needs one native pass for predictions, hypercolumns, statistics and the maps of the shown layers', () => {
    const run = vi.spyOn(session.engine, 'run');
    const analysis = new PictureAnalysis(session, input, shown);
    const { outputs, hypercolumns } = analysis.analyse([[1, 4, 7]]);
    for (const layer of shown)
      expect(allMaps(analysis, session, layer, { scope: 'map' }).indices.length).toBeGreaterThan(0);
    expect(analysis.statisticsOf(shown)).toHaveLength(15);
    expect(run).toHaveBeenCalledTimes(1);
    run.mockRestore();
    expect(outputs.indexOf(Math.max(...outputs))).toBe(285); // Egyptian cat, models/efficientnet-lite0/README.md
    expect(hypercolumns[0]).toMatchObject({ mapCount: 80, height: 224, width: 224 });
  });

  it('computes ahead what it can keep, with the range that was asked for last, so that nothing is left to wait for', () => {
    const layers = session.layers.map((_, layer) => layer);
    const analysis = new PictureAnalysis(session, input, layers);
    const other = new PictureAnalysis(session, input, layers);
    analysis.analyse([]);
    const fixed = { scope: 'fixed', min: -1, max: 3 } as const;
    analysis.mapsOf([{ layer: 0, channels: [0] }], fixed);
    let steps = 0;
    while (analysis.mapsAhead()) steps++;
    expect(steps).toBeGreaterThan(0);
    // The maps of the whole model are more than is kept.
    expect(analysis.bytes).toBeLessThan(60_000_000);
    const run = vi.spyOn(session.engine, 'run');
    const ahead = allMaps(analysis, session, 12, fixed);
    expect(run).not.toHaveBeenCalled();
    run.mockRestore();
    // Other outputs are other graphs, whose sums may be rounded in another order: a value at the limit of two steps.
    const alone = allMaps(other, session, 12, fixed);
    expect(largestDifference(ahead.indices, alone.indices)).toBeLessThanOrEqual(1);
  });

  it('needs one native pass for the maps on screen, of the graph that has counted the layers, wherever they lie', () => {
    const analysis = new PictureAnalysis(session, input, shown);
    analysis.analyse([]);
    const run = vi.spyOn(session.engine, 'run');
    analysis.statisticsOf(session.layers.map((_, layer) => layer));
    const screens = [126, 60].map((first) =>
      Array.from({ length: 14 }, (_, place) => ({ layer: first + place, channels: [9, 2, 5, place] })),
    );
    const found = screens.map((wanted) => analysis.mapsOf(wanted, { scope: 'map' }));
    expect(run).toHaveBeenCalledTimes(3);
    const [ofStatistics, ...others] = run.mock.calls.map(([request]) => planKey(request));
    expect(others).toEqual([ofStatistics, ofStatistics]);
    run.mockRestore();
    const other = new PictureAnalysis(session, input, shown);
    for (const [place, wanted] of screens.entries())
      for (const at of [0, 13]) {
        const { layer, channels } = wanted[at]!;
        const { height, width, ...some } = found[place]![at]!;
        expect(some.channels).toBe(4);
        channels.forEach((channel, position) => {
          const { values } = other.valuesOf(layer, channel);
          const { min, max } = rangeOf(values);
          const bytes = some.indices.subarray(position * height * width, (position + 1) * height * width);
          expect(largestDifference(bytes, quantiseMap(values, min, max))).toBeLessThanOrEqual(1);
          expect([some.min[position], some.max[position]]).toEqual([
            expect.closeTo(min, 4),
            expect.closeTo(max, 4),
          ]);
        });
      }
  });

  it('gives the same maps one by one, for other layers and other ranges', () => {
    const analysis = new PictureAnalysis(session, input, shown);
    for (const [layer, filter] of [
      [3, 5],
      [40, 7],
    ] as const) {
      const { height, width, values } = analysis.valuesOf(layer, filter);
      for (const range of [{ scope: 'map' }, { scope: 'fixed', min: -1, max: 3 }] as const) {
        const maps = allMaps(analysis, session, layer, range);
        const limits = range.scope === 'fixed' ? range : rangeOf(values);
        const bytes = maps.indices.subarray(filter * height * width, (filter + 1) * height * width);
        expect(largestDifference(bytes, quantiseMap(values, limits.min, limits.max))).toBeLessThanOrEqual(1);
        expect(maps.nonFinite).toBeNull();
      }
    }
  });

  it('counts all values of a layer between its own limits, from the floats of which its maps are made', async () => {
    const analysis = new PictureAnalysis(session, input, shown);
    const pause = async () => undefined;
    const layer = 3;
    analysis.statisticsOf([layer]);
    const spread = await analysis.histogramOf(layer, pause);
    const run = vi.spyOn(session.engine, 'run');
    const maps = Array.from({ length: 32 }, (_, filter) => analysis.valuesOf(layer, filter).values);
    expect(run).not.toHaveBeenCalled();
    run.mockRestore();
    const all = Float32Array.from(maps.flatMap((values) => [...values]));
    const { min, max } = rangeOf(all);
    expect(spread).toMatchObject({ min, max, total: 112 * 112 * 32, nonFinite: 0 });
    expect(spread.zeros).toBe(all.filter((value) => value === 0).length);
    // Bins of equal width, each with its lower edge.
    const counts = new Array<number>(64).fill(0);
    for (const value of all) counts[Math.min(63, Math.floor(((value - min) / (max - min)) * 64))]!++;
    expect(largestDifference(spread.counts, counts)).toBeLessThanOrEqual(1);
    const units = await analysis.histogramOf(session.layers.length - 1, pause);
    expect(units).toMatchObject({ total: 1000, nonFinite: 0 });
    expect(units.mean * 1000).toBeCloseTo(1, 5); // probabilities
  });

  it('tells how alike the maps of a layer are to one of them', () => {
    const analysis = new PictureAnalysis(session, input, shown);
    const found = analysis.likenessTo(3, 5);
    expect(found).toHaveLength(32);
    const [one, other] = [5, 9].map((filter) => analysis.valuesOf(3, filter).values);
    const both = new Float32Array(2 * one!.length);
    one!.forEach((value, pixel) => both.set([value, other![pixel]!], 2 * pixel));
    expect(found[5]).toBe(1);
    expect(found[9]).toBe(likenessTo({ data: both, shape: [112, 112, 2] }, 0)[1]);
  });

  it('refuses layers and filters that do not exist, and maps of layers without height and width', () => {
    const analysis = new PictureAnalysis(session, input, shown);
    expect(() => analysis.mapsOf([{ layer: 999, channels: [0] }], { scope: 'map' })).toThrow(
      expect.objectContaining({ code: 'layers/out-of-range' }),
    );
    expect(() => analysis.mapsOf([{ layer: 1, channels: [31, 32] }], { scope: 'map' })).toThrow(
      expect.objectContaining({ code: 'layers/out-of-range' }),
    );
    for (const ask of ['valuesOf', 'likenessTo'] as const)
      expect(() => analysis[ask](1, 32)).toThrow(expect.objectContaining({ code: 'layers/out-of-range' }));
    expect(() => analysis.mapsOf([{ layer: 142, channels: [0] }], { scope: 'map' })).toThrow(
      expect.objectContaining({ code: 'layers/no-maps' }),
    );
  });

  it('marks values that are not finite and scales by the others', async () => {
    // A broken model: one bias of the first batch norm is NaN, so one map of layer 2 is.
    const { network } = session;
    const layers = network.layers.map((layer) => {
      if (layer.index !== 2) return layer;
      const weights = layer.weights.map((weight) =>
        weight.name === 'beta'
          ? { ...weight, data: weight.data.map((value, channel) => (channel === 4 ? NaN : value)) }
          : weight,
      );
      return { ...layer, weights };
    });
    const calls = network.calls.map((call) =>
      call.layer.index === 2 ? { ...call, layer: layers[2]! } : call,
    );
    const engine = Engine.create({ ...network, layers, calls });
    const analysis = new PictureAnalysis(
      { ...session, network: { ...network, layers, calls }, engine },
      input,
      [1, 2],
    );
    const maps = allMaps(analysis, session, 2, { scope: 'map' });
    const size = maps.height * maps.width;
    expect(analysis.statisticsOf([1, 2]).map(({ nonFinite }) => nonFinite)).toEqual([0, size]);
    expect(maps.nonFinite?.subarray(4 * size, 5 * size).every((mark) => mark === 1)).toBe(true);
    expect(maps.nonFinite?.subarray(5 * size).some((mark) => mark === 1)).toBe(false);
    expect(Number.isNaN(maps.min[4])).toBe(true);
    const some = analysis.mapsOf([{ layer: 2, channels: [5, 4] }], { scope: 'map' })[0]!;
    expect(some.nonFinite?.findIndex((mark) => mark === 1)).toBe(size);
    const healthy = allMaps(new PictureAnalysis(session, input, [2]), session, 2, { scope: 'map' });
    expect(
      largestDifference(maps.indices.subarray(0, size), healthy.indices.subarray(0, size)),
    ).toBeLessThanOrEqual(1);
    engine.dispose();
  });

  it('knows which layers may be negative and where blocks end', () => {
    const signed = signedLayers(session.network, '127/128');
    const named = (index: number) => signed.has(session.network.layers[index]!);
    expect([0, 1, 2, 3, 4, 5, 6].map(named)).toEqual([true, true, true, false, true, true, false]);
    const ends = [...blockEnds(session.network)].map((layer) => layer.index);
    // Every Add joins a residual block, and the last layer before each change of size ends one.
    const adds = session.network.layers
      .filter((layer) => layer.className === 'Add')
      .map((layer) => layer.index);
    expect(ends).toEqual(expect.arrayContaining(adds));
    expect(ends.length).toBeGreaterThan(adds.length);
    expect(ends.length).toBeLessThan(30);
  });
});
