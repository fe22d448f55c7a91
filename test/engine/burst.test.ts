import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { classifyTogether } from '../../electron/analysis/burst';
import { openModel, type ModelSession } from '../../electron/analysis/model-session';
import { probabilitiesOf } from '../../electron/analysis/predictions';
import { makeInput, openSourcePicture, type ModelInput } from '../../electron/analysis/source-picture';
import { Catalog } from '../../electron/model/catalog';

const root = path.resolve(import.meta.dirname, '../..');
const photos = ['chelsea.png', 'coffee.png', 'rocket.jpg'];

describe('five frames in one native pass', () => {
  let session: ModelSession;
  let inputs: ModelInput[];
  beforeAll(async () => {
    const catalog = await Catalog.read(path.join(root, 'models'));
    session = await openModel(catalog, { model: 'efficientnet-lite0' });
    const pictures = await Promise.all(
      photos.map((name) => openSourcePicture(path.join(root, 'test/fixtures/photos', name))),
    );
    const [a, b, c] = pictures.map((picture) => makeInput(session, picture, 'stretch', 0));
    inputs = [a!, b!, c!, makeInput(session, pictures[0]!, 'crop', 0), a!];
  });
  afterAll(() => session.dispose());

  it('give the probabilities of five single passes, within 1e-5', () => {
    const run = vi.spyOn(session.engine, 'run');
    const together = classifyTogether(session, inputs).probabilities;
    expect(run).toHaveBeenCalledTimes(1);
    expect(run.mock.calls[0]![1].shape).toEqual([5, 224, 224, 3]);
    run.mockRestore();

    expect(together).toHaveLength(5);
    for (const [place, { tensor }] of inputs.entries()) {
      const { activations } = session.engine.run({ activations: [session.head!.ref] }, tensor);
      const alone = probabilitiesOf(session, activations[0]!.data);
      expect(together[place]).toHaveLength(1000);
      const worst = Math.max(...alone.map((value, index) => Math.abs(value - together[place]![index]!)));
      expect(worst).toBeLessThan(1e-5);
    }
    expect(together[0]!.indexOf(Math.max(...together[0]!))).toBe(285); // Egyptian cat
    expect(together[1]!.indexOf(Math.max(...together[1]!))).not.toBe(285);
    expect(together[4]).toEqual(together[0]);
  });
});
