import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openNetwork } from '../../../electron/model/readers/open-network';
import { fixture, refusal } from './model-files';

interface Refused {
  readonly file: string;
  /** Set for weights alone. */
  readonly architecture?: string;
  readonly layer: string;
  readonly code: string;
  readonly keras: string;
  /** How Keras itself refuses the file; Keras 2.15 takes some classes of an author for its own. */
  readonly says: string | null;
}

const folder = fixture('refused');
const all = JSON.parse(readFileSync(path.join(folder, 'refused.json'), 'utf8')) as Refused[];

/** Files that Keras 3.15.1 and Keras 2.15.0 refuse, made by them: test/fixtures/make-refused-models.py. */
describe.each([
  'model/surplus-weight',
  'model/unsupported-layer',
  'model/unsupported-model',
  'model/fixed-batch',
  'model/subclassed-weights',
  'model/weight-shards',
  'model/nameless-bfloat16',
  'model/keras-1',
])('%s', (code) => {
  const cases = all.filter((entry) => entry.code === code);

  it.each(cases.map((entry) => [[entry.file, entry.architecture].filter(Boolean).join(' with '), entry]))(
    '%s',
    async (_, { file, architecture, layer }) => {
      const opened = openNetwork(
        path.join(folder, file),
        architecture === undefined ? undefined : path.join(folder, architecture),
      );
      const error = await refusal(opened);
      expect(error.message).toContain(
        code === 'model/unsupported-model' || layer === '' ? layer : `layer ${layer}`,
      );
      expect(error.message).toContain(file);
      expect(error.code).toBe(code);
    },
  );
});

it('the same weights open with the architecture that they were saved from', async () => {
  for (const version of ['k2', 'k3']) {
    const weights = path.join(folder, `${version}-plain.weights.h5`);
    const network = await openNetwork(weights, path.join(folder, `${version}-plain.json`));
    expect(network.layers.map((layer) => layer.weights.length)).toEqual([0, 2, 4, 2, 2]);
  }
});

it('says what is stored and what is needed', async () => {
  const file = path.join(folder, 'k3-no-bias.keras');
  const { message } = await refusal(openNetwork(file));
  expect(message).toBe(
    `opening ${file}: layer conv (Conv2D), index 1: it needs only kernel, but the file holds 2 weights for it, of shape (3, 3, 3, 3), (3); weights and configuration do not belong together, so give those that were saved together.`,
  );
});
