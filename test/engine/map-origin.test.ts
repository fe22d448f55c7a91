import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { mapArithmetic } from '../../electron/analysis/map-origin';
import { openModel, type ModelSession } from '../../electron/analysis/model-session';
import { PictureAnalysis } from '../../electron/analysis/picture-analysis';
import { makeInput, openSourcePicture } from '../../electron/analysis/source-picture';
import { Catalog } from '../../electron/catalog/catalog';

const root = path.join(import.meta.dirname, '../..');

describe('the arithmetic of the sample in EfficientNet-Lite0', () => {
  let session: ModelSession;
  let analysis: PictureAnalysis;
  beforeAll(async () => {
    session = await openModel(await Catalog.read(path.join(root, 'models')), { model: 'efficientnet-lite0' });
  });
  beforeEach(async () => {
    const picture = await openSourcePicture(path.join(root, 'models/sample/chelsea.png'));
    analysis = new PictureAnalysis(session, makeInput(session, picture), []);
  });
  afterAll(() => session.dispose());
  const at = (layer: number, row: number, column: number, channel: number) =>
    mapArithmetic(session, analysis, layer, { row, column, channel });

  it('ends at the value of the map within 1e-5 of its size, and names the layers that it leads through', () => {
    // ReLU6 of a convolution of the picture, of a depthwise and of a 1 x 1 one, and a value beyond ReLU6's limits.
    for (const [layer, unit, source] of [
      [3, 1, 0],
      [6, 4, 3],
      [11, 9, 8],
    ] as const) {
      const found = at(layer, 41, 42, 1)!;
      expect(found).toMatchObject({ input: source, products: { layer: unit } });
      expect(found.steps.map((step) => step.layer)).toEqual([layer - 1, layer]);
      expect(Math.abs(found.result - found.value)).toBeLessThanOrEqual(1e-5 * 6);
      expect(found.value).toBeGreaterThanOrEqual(0);
      expect(found.value).toBeLessThanOrEqual(6);
    }
    // Addition makes these maps.
    const added = session.layers.findIndex(({ layer: { className } }) => className === 'Add');
    expect(at(added, 0, 0, 0)).toBeNull();
  });

  it('of a class ends at its probability within 1e-5', () => {
    const last = session.layers.length - 1;
    for (const channel of [0, 281, 282, 285, 999]) {
      const found = at(last, 0, 0, channel)!;
      expect(found.steps.map(({ kind }) => kind)).toEqual(['bias', 'softmax']);
      expect(Math.abs(found.result - found.value)).toBeLessThanOrEqual(1e-5);
    }
  });

  it('needs one pass for all values of a layer, and none for results that are kept already', () => {
    const run = vi.spyOn(session.engine, 'run');
    const first = at(3, 0, 0, 0);
    expect(at(3, 0, 1, 5)).not.toEqual(first);
    expect(at(3, 0, 0, 0)).toEqual(first);
    expect(run).toHaveBeenCalledTimes(1);
    // What goes into this layer is what the other one gave, so its own result alone is fetched.
    at(6, 0, 0, 0);
    expect(run).toHaveBeenCalledTimes(2);
    expect(run.mock.lastCall![0].activations).toHaveLength(1);
    // A map that is looked at afterwards is there.
    analysis.valuesOf(6, 3);
    expect(run.mock.calls.filter(([request]) => request.activations?.length)).toHaveLength(2);
    run.mockRestore();
  });

  it('keeps results up to a limit, and counts them', () => {
    const before = analysis.bytes;
    at(3, 0, 0, 0);
    expect(analysis.bytes - before).toBe(4 * (224 * 224 * 3 + 112 * 112 * 32));
    for (const { place, layer } of session.layers.slice(4, 60))
      if (/Conv/.test(layer.className)) at(place, 0, 0, 0);
    expect(analysis.bytes - before).toBeLessThanOrEqual(48_000_000);
    expect(analysis.bytes - before).toBeGreaterThan(24_000_000);
  });

  it('refuses a place that the map does not have', () => {
    const refused = expect.objectContaining({ code: 'layers/out-of-range' }) as Error;
    expect(() => at(3, 112, 0, 0)).toThrow(refused);
    expect(() => at(3, 0, 0, 32)).toThrow(refused);
  });
});
