import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { MapArithmetic } from '../../electron/analysis/map-origin';
import { openModel, type ModelSession } from '../../electron/analysis/model-session';
import { makeInput, openSourcePicture, type ModelInput } from '../../electron/analysis/source-picture';
import { Catalog } from '../../electron/catalog/catalog';

const root = path.join(import.meta.dirname, '../..');

describe('the arithmetic of the sample in EfficientNet-Lite0', () => {
  let session: ModelSession;
  let input: ModelInput;
  beforeAll(async () => {
    session = await openModel(await Catalog.read(path.join(root, 'models')), { model: 'efficientnet-lite0' });
    input = makeInput(session, await openSourcePicture(path.join(root, 'models/sample/chelsea.png')));
  });
  afterAll(() => session.dispose());

  it('ends at the value of the map within 1e-5 of its size, and names the layers that it leads through', () => {
    const arithmetic = new MapArithmetic(session, input);
    // ReLU6 of a convolution of the picture, of a depthwise and of a 1 x 1 one, and a value beyond ReLU6's limits.
    for (const [layer, unit, source] of [
      [3, 1, 0],
      [6, 4, 3],
      [11, 9, 8],
    ] as const) {
      const found = arithmetic.of(layer, { row: 41, column: 42, channel: 1 })!;
      expect(found).toMatchObject({ layer: unit, input: source });
      expect(found.steps.map(({ layer: at }) => at)).toEqual([layer - 1, layer]);
      expect(Math.abs(found.result - found.value)).toBeLessThanOrEqual(1e-5 * 6);
      expect(found.value).toBeGreaterThanOrEqual(0);
      expect(found.value).toBeLessThanOrEqual(6);
    }
    // Addition makes these maps.
    const added = session.layers.findIndex(({ layer: { className } }) => className === 'Add');
    expect(arithmetic.of(added, { row: 0, column: 0, channel: 0 })).toBeNull();
  });

  it('needs one pass for all values of a layer, whose results it keeps and counts', () => {
    const arithmetic = new MapArithmetic(session, input);
    const run = vi.spyOn(session.engine, 'run');
    const first = arithmetic.of(3, { row: 0, column: 0, channel: 0 });
    expect(arithmetic.of(3, { row: 0, column: 1, channel: 5 })).not.toEqual(first);
    expect(arithmetic.of(3, { row: 0, column: 0, channel: 0 })).toEqual(first);
    expect(run).toHaveBeenCalledTimes(1);
    expect(arithmetic.bytes).toBe(4 * (224 * 224 * 3 + 112 * 112 * 32));
    arithmetic.of(6, { row: 0, column: 0, channel: 0 });
    expect(run).toHaveBeenCalledTimes(2);
    expect(arithmetic.bytes).toBe(4 * (2 * 112 * 112 * 32));
    run.mockRestore();
  });

  it('refuses a place that the map does not have', () => {
    const arithmetic = new MapArithmetic(session, input);
    const refused = expect.objectContaining({ code: 'layers/out-of-range' }) as Error;
    expect(() => arithmetic.of(3, { row: 112, column: 0, channel: 0 })).toThrow(refused);
    expect(() => arithmetic.of(3, { row: 0, column: 0, channel: 32 })).toThrow(refused);
  });
});
