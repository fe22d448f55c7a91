import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { openModel, type ModelSession } from '../../electron/analysis/model-session';
import { bandsLeftOut, makeInput, openSourcePicture } from '../../electron/analysis/source-picture';
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
      'n35-m13.keras takes 13 channels, but this picture has 1, 3 or 4; give a TIFF picture of 13 bands or a .npy array of the shape (1, 32, 32, 13).',
    );
    session.dispose();
  });
});

describe('TIFF pictures of several bands', () => {
  const tiff = (name: string) => path.join(root, 'test/fixtures/images/bands', name);
  const wanted = JSON.parse(readFileSync(tiff('predictions.json'), 'utf8')) as Record<string, number[]>;
  const reversed = Array.from({ length: 13 }, (_, i) => 13 - i);
  const form = { preprocess: '0..1' } as const;

  it.each([
    ['13.tif', {}, '13.tif'],
    ['13.tif', { bands: reversed }, '13.tif reversed'],
    ['13-words-planes.tif', {}, '13-words-planes.tif'],
  ] as const)('%s of %j in a model of 13 channels equals Keras', async (name, reading, key) => {
    const session = await openModel(catalog, { model: file('n35-m13.keras'), ...form });
    const { tensor, image } = makeInput(session, await openSourcePicture(tiff(name), reading));
    expect(tensor.shape).toEqual([1, 32, 32, 13]);
    expect([image.width, image.height]).toEqual([32, 32]);
    const { activations } = session.engine.run({ activations: [session.head!.ref] }, tensor);
    expectClose([...activations[0]!.data], wanted[key]!);
    session.dispose();
  });

  it('that are too few, or of which others are chosen, are refused by both numbers', async () => {
    const session = await openModel(catalog, { model: file('n35-m13.keras'), ...form });
    const four = await openSourcePicture(tiff('4-rgb.tif'));
    expect(() => makeInput(session, four)).toThrow(
      'n35-m13.keras takes 13 channels, but the picture has 4 bands; give one with 13, or a .npy array of the shape (1, 32, 32, 13).',
    );
    const chosen = await openSourcePicture(tiff('13.tif'), { bands: [1, 2, 3] });
    expect(() => makeInput(session, chosen)).toThrow(
      'n35-m13.keras takes 13 channels, but of the 13 bands of the picture 1-3 are taken; choose 13 of them with --bands.',
    );
    session.dispose();
  });

  it('have the fourth fed to a model of four channels, where the file does not call it alpha', async () => {
    const model = path.join(root, 'test/fixtures/keras/k3_h5_updown/model.h5');
    const session = await openModel(catalog, { model, ...form, resize: 'nearest' });
    const stored = new Uint8Array(readFileSync(tiff('4-rgb.tif.u8')));
    const [height, width] = session.inputSize;
    const { tensor } = makeInput(session, await openSourcePicture(tiff('4-rgb.tif')));
    expect(tensor.shape).toEqual([1, height, width, 4]);
    for (const [y, x] of [
      [0, 0],
      [5, 7],
      [height - 1, width - 1],
    ] as const)
      for (let band = 0; band < 4; band++) {
        // Pillow's nearest: the pixel under the centre.
        const [row, column] = [Math.floor(((y + 0.5) * 32) / height), Math.floor(((x + 0.5) * 32) / width)];
        const value = Math.fround(stored[4 * (32 * row + column) + band]! / 255);
        expect(tensor.data[4 * (width * y + x) + band]).toBe(value);
      }
    const fewer = await openSourcePicture(tiff('13.tif'));
    expect(bandsLeftOut(session, fewer)).toMatchObject({
      key: 'note/bands-left-out',
      values: { bands: '1-4', count: 13 },
    });
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
