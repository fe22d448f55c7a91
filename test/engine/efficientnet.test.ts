import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { topK } from '../../electron/core/topk';
import { openModel, type ModelSession } from '../../electron/analysis/model-session';
import { shownOutputs } from '../../electron/analysis/predictions';
import { makeInput, openSourcePicture } from '../../electron/analysis/source-picture';
import { Catalog } from '../../electron/catalog/catalog';
import { parameterCount } from '../../electron/model/network';

const root = path.join(import.meta.dirname, '../..');

/** Keras 3.15 on TensorFlow 2.16.2, resized by Pillow 13.0 or OpenCV 4.11; the table of models/efficientnet-lite0/README.md. */
const expected = [
  [
    'chelsea.png',
    'antialias',
    [
      [285, 0.791],
      [282, 0.088],
      [281, 0.071],
    ],
  ],
  [
    'chelsea.png',
    'opencv',
    [
      [285, 0.785],
      [282, 0.101],
      [281, 0.071],
    ],
  ],
  [
    'chelsea.png',
    'nearest',
    [
      [285, 0.769],
      [282, 0.105],
      [281, 0.08],
    ],
  ],
  [
    'coffee.png',
    'antialias',
    [
      [967, 0.899],
      [968, 0.031],
      [504, 0.013],
    ],
  ],
  [
    'coffee.png',
    'opencv',
    [
      [967, 0.917],
      [968, 0.034],
      [504, 0.009],
    ],
  ],
  [
    'coffee.png',
    'nearest',
    [
      [967, 0.93],
      [968, 0.032],
      [504, 0.007],
    ],
  ],
  [
    'rocket.jpg',
    'antialias',
    [
      [540, 0.424],
      [657, 0.118],
      [744, 0.067],
    ],
  ],
  [
    'rocket.jpg',
    'opencv',
    [
      [540, 0.527],
      [657, 0.1],
      [517, 0.087],
    ],
  ],
  [
    'rocket.jpg',
    'nearest',
    [
      [540, 0.586],
      [517, 0.139],
      [733, 0.036],
    ],
  ],
] as const;

describe('EfficientNet-Lite0 on the three photos', () => {
  let session: ModelSession;
  beforeAll(async () => {
    const catalog = await Catalog.read(path.join(root, 'models'));
    session = await openModel(catalog, { model: 'efficientnet-lite0' });
  });
  afterAll(() => {
    session.dispose();
  });

  it('has 143 layers and 4,694,024 weights', () => {
    expect(session.network.layers).toHaveLength(143);
    expect(parameterCount(session.network)).toBe(4_694_024);
  });

  it.each(expected)(
    '%s resized by %s: the three classes of Keras, within 0.01 (JPEG 0.03)',
    async (photo, resize, top) => {
      const picture = await openSourcePicture(path.join(root, 'test/fixtures/photos', photo));
      const input = makeInput({ ...session, resize }, picture);
      const scores = session.engine.run({ activations: [session.head!.ref] }, input.tensor).activations[0]!
        .data;
      const ranked = topK(shownOutputs(session, scores), 3);
      const tolerance = photo.endsWith('.jpg') ? 0.03 : 0.01;
      expect(ranked.map(({ index }) => index)).toEqual(top.map(([index]) => index));
      ranked.forEach(({ value }, place) => {
        expect(Math.abs(value - top[place]![1])).toBeLessThanOrEqual(tolerance);
      });
    },
  );
});
