import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { openModel, type ModelSession } from '../../electron/analysis/model-session';
import { makeInput, openSourcePicture } from '../../electron/analysis/source-picture';
import { Catalog } from '../../electron/catalog/catalog';
import { parseNpy, writeNpy } from '../../electron/core/npy';

const root = path.join(import.meta.dirname, '../..');
const folder = path.join(root, 'test/fixtures/array-inputs');
const file = (name: string) => path.join(folder, name);

let catalog: Catalog;
beforeAll(async () => {
  catalog = await Catalog.read(path.join(root, 'models'));
});

async function predict(session: ModelSession, name: string): Promise<number[]> {
  const { tensor } = makeInput(session, await openSourcePicture(file(name)));
  return [...session.engine.run({ activations: [session.head!.ref] }, tensor).activations[0]!.data];
}

function expectClose(got: readonly number[], want: readonly number[]): void {
  expect(got).toHaveLength(want.length);
  for (const [i, value] of want.entries()) expect(Math.abs(got[i]! - value)).toBeLessThan(2e-6 + 3e-5);
}

describe('a model of 13 channels', () => {
  it('takes an array, as Keras does', async () => {
    const session = await openModel(catalog, { model: file('n35-m13.keras') });
    expect(session.inputSize).toEqual([32, 32, 13]);
    expect(session.warnings.map(({ code }) => code)).toContain('array-input');
    expectClose(await predict(session, 'n35-13.npy'), [0.05083831, 0.61753243, 0.33162928]);
    session.dispose();
  });

  it('says that a picture is none', async () => {
    const session = await openModel(catalog, { model: file('n35-m13.keras') });
    const picture = await openSourcePicture(file('n39-L.png'));
    expect(() => makeInput(session, picture)).toThrow(
      'n35-m13.keras takes 13 channels, but a picture has 1, 3 or 4; give a .npy array of the shape (1, 32, 32, 13).',
    );
    session.dispose();
  });
});

describe('a model without an axis for channels', () => {
  it('takes a grey picture', async () => {
    const session = await openModel(catalog, { model: file('n39-28x28.keras'), preprocess: '0..1' });
    expect(session.inputSize).toEqual([28, 28, 1]);
    expectClose(await predict(session, 'n39-L.png'), [0.62864137, 0.16459255, 0.20676604]);
    session.dispose();
  });

  it.each([[[28, 28]], [[1, 28, 28]], [[28, 28, 1]], [[1, 28, 28, 1]]])(
    'takes an array of shape %j',
    async (shape) => {
      const session = await openModel(catalog, { model: file('n39-28x28.keras') });
      const grey = await openSourcePicture(file('n39-L.png'));
      if (grey.kind !== 'picture') throw new Error('no picture');
      const data = Float32Array.from({ length: 784 }, (_, i) => Math.fround(grey.image.data[3 * i]! / 255));
      const tensor = parseNpy(writeNpy(data, shape), 'a.npy');
      const input = makeInput(session, { kind: 'tensor', name: 'a.npy', tensor, warnings: [] });
      expect(input.image).toMatchObject({ width: 28, height: 28 });
      const { activations } = session.engine.run({ activations: [session.head!.ref] }, input.tensor);
      expectClose([...activations[0]!.data], [0.62864137, 0.16459255, 0.20676604]);
      session.dispose();
    },
  );
});
