import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openModel, type ModelSession } from '../../electron/analysis/model-session';
import { makeInput, openSourcePicture, type ModelInput } from '../../electron/analysis/source-picture';
import { Catalog } from '../../electron/catalog/catalog';
import { activeMaps, judgeLayer } from '../../electron/core/map-verdicts';
import type { MapStatistics } from '../../electron/engine/pass';
import { channelStatistics } from '../oracles/statistics';
import { VERDICT_KINDS, type VerdictKind } from '../../electron/shared/verdicts';

const root = path.join(import.meta.dirname, '../..');

interface ExpectedLayer {
  readonly index: number;
  readonly kinds: readonly (VerdictKind | null)[];
  readonly oneValue: readonly number[];
  readonly pairs: number;
  readonly twins: readonly number[];
  readonly r: readonly (number | null)[];
  /** Column and row. */
  readonly places: readonly (readonly [number, number])[];
}

/** By NumPy in double precision on the maps that real Keras gives (test/fixtures/make-verdicts.py). */
const { layers: expected } = JSON.parse(
  readFileSync(path.join(root, 'test/fixtures/verdicts.json'), 'utf8'),
) as { layers: ExpectedLayer[] };

describe('verdicts on the sample in the bundled model', () => {
  let session: ModelSession;
  let input: ModelInput;
  let statistics: MapStatistics[];

  beforeAll(async () => {
    session = await openModel(await Catalog.read(path.join(root, 'models')), { model: 'efficientnet-lite0' });
    const picture = await openSourcePicture(path.join(root, 'models/sample/chelsea.png'));
    const refs = expected.map(({ index }) => session.layers[index]!.output);
    input = makeInput(session, picture);
    ({ statistics } = session.engine.run({ statistics: refs, withDetails: true }, input.tensor));
  });
  afterAll(() => {
    session.dispose();
  });

  const judged = (place: number) => {
    const numbers = statistics[place]!;
    const active = Int32Array.from(activeMaps(numbers), Number);
    return judgeLayer(numbers, numbers.twins!, { pictures: 1, active }, place === 0);
  };

  it('are those that NumPy finds, map by map', () => {
    expected.forEach(({ kinds, index }, place) => {
      const found = [...judged(place).kinds].map((kind) => VERDICT_KINDS[kind - 1] ?? null);
      expect(found, `layer ${index}`).toEqual(kinds);
    });
    // As they were found before, by others.
    const all = expected.flatMap(({ kinds }) => kinds);
    const count = (kind: VerdictKind) => all.filter((one) => one === kind).length;
    expect(all).toHaveLength(803);
    expect((['inactive', 'constant', 'copy', 'sparse'] as const).map(count)).toEqual([28, 23, 27, 17]);
  });

  it('know the maps of one value, the pairs of twins and the most alike map of each', () => {
    expected.forEach(({ oneValue, kinds, pairs, twins }, place) => {
      const { min, max, twins: found } = statistics[place]!;
      const flat = kinds.flatMap((kind, channel) =>
        kind === 'constant' && min[channel] === max[channel] ? [channel] : [],
      );
      expect(flat).toEqual(oneValue);
      expect(found!.r).toHaveLength(pairs);
      expect([...judged(place).twins]).toEqual(twins);
    });
  });

  it('know r with the input, and where each map is strongest', () => {
    expected.forEach(({ r, places, kinds }, place) => {
      const { r: found, places: strongest, width } = statistics[place]!;
      kinds.forEach((kind, channel) => {
        const want = r[channel]!;
        if (want === null) expect(found![channel]).toBeNaN();
        // A map that is constant but for the last digit of its floats varies otherwise in Keras.
        if (want === null || kind === 'constant') return;
        expect(Math.abs(found![channel]! - want)).toBeLessThanOrEqual(5e-6);
        const at = strongest![channel]!;
        expect([at % width, Math.floor(at / width)]).toEqual(places[channel]);
      });
    });
  });

  it('rest on means and deviations that are right for maps that hardly vary around a large value too', () => {
    const { data, shape } = session.engine.run({ activations: [session.layers[2]!.output] }, input.tensor)
      .activations[0]!;
    const want = channelStatistics({ data, shape: shape.slice(1) });
    const { mean, std } = statistics[2]!;
    expect(want.std[11]! / Math.abs(want.mean[11]!)).toBeLessThan(1e-6);
    want.std.forEach((deviation, channel) => {
      expect(Math.abs(std[channel]! - deviation)).toBeLessThanOrEqual(
        1e-4 * deviation + 6e-9 * Math.abs(want.mean[channel]!), // a tenth of a float's last digit
      );
      expect(Math.abs(mean[channel]! - want.mean[channel]!)).toBeLessThanOrEqual(
        2e-7 * Math.abs(want.mean[channel]!) + 1e-6 * deviation,
      );
    });
  });
});
