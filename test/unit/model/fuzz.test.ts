import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { openNetwork } from '../../../electron/model/readers/open-network';
import { isFeaturescopeError } from '../../../electron/shared/errors';
import { fixture, kerasParts, repackedKeras, TempFolder } from './model-files';

const folder = new TempFolder();

/** Numbers from 0 to 1 from a fixed seed: a 32-bit linear congruential generator. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(1664525, state) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** What happens to files on the way: cut off, single wrong bytes, stretches of zeros or ones. */
function damage(bytes: Uint8Array, seed: number): Uint8Array {
  const random = createRandom(seed);
  const below = (limit: number) => Math.floor(random() * limit);
  const copy = Uint8Array.from(bytes);
  const place = below(copy.length);
  switch (seed % 4) {
    case 0:
      return copy.subarray(0, place);
    case 1:
      copy[place] = below(256);
      return copy;
    case 2:
      for (let change = 0; change < 30; change++) copy[below(copy.length)] = below(256);
      return copy;
    default:
      return copy.fill(random() < 0.5 ? 0 : 255, place, place + below(512));
  }
}

/** Opens it or refuses it with words for the user; anything else is a mistake of ours. */
async function open(file: string): Promise<'opened' | 'refused'> {
  try {
    await openNetwork(file);
    return 'opened';
  } catch (error) {
    if (!isFeaturescopeError(error)) throw error;
    return 'refused';
  }
}

/** Runs through the seeds. HDF5 has no checksums here, so some damage goes unseen; most must not. */
async function openAll(name: string, make: (seed: number) => Uint8Array): Promise<void> {
  const count = { opened: 0, refused: 0 };
  for (let seed = 1; seed <= SEEDS; seed++) count[await open(folder.write(name, make(seed)))]++;
  expect(count.opened + count.refused).toBe(SEEDS);
  expect(count.refused).toBeGreaterThan(SEEDS / 4);
}

const SEEDS = 60;

describe('damaged model files are opened or refused, without a crash or an endless loop', () => {
  it.each(['k2_h5_basic', 'k3_h5_nested'])('%s/model.h5', async (name) => {
    const bytes = readFileSync(fixture(`keras/${name}/model.h5`));
    await openAll('damaged.h5', (seed) => damage(bytes, seed));
  });

  it('k3_keras_nested/model.keras', async () => {
    const bytes = readFileSync(fixture('keras/k3_keras_nested/model.keras'));
    await openAll('damaged.keras', (seed) => damage(bytes, seed));
  });

  it('k2_keras_names/model.keras, whose parts were damaged before they were packed', async () => {
    const file = fixture('keras/k2_keras_names/model.keras');
    const { weights } = kerasParts(file);
    await openAll('repacked.keras', (seed) =>
      repackedKeras(file, { 'model.weights.h5': damage(weights, seed) }),
    );
  });
});
