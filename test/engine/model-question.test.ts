import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadEngineModel } from '../../electron/compute/engine-model';
import { Catalog } from '../../electron/catalog/catalog';
import { failureOf } from '../../electron/shared/answer';
import { failure, type Failure, type ModelUse } from '../../electron/shared/contract';
import { noModelUse } from '../../electron/shared/default-settings';
import { computeJob } from '../fixtures/compute-job';

const fixtures = path.join(import.meta.dirname, '../fixtures');
const catalog = Catalog.read(path.join(import.meta.dirname, '../../models'));
const job = computeJob();
const load = async (file: string, use: Partial<ModelUse> = {}) =>
  loadEngineModel(
    await catalog,
    { kind: 'file', path: path.join(fixtures, file), use: { ...noModelUse, ...use } },
    job,
  );

/** The failure as the page gets it. */
async function refused(file: string, use?: Partial<ModelUse>): Promise<Failure> {
  const error: unknown = await load(file, use).then(
    () => new Error('it was not refused'),
    (reason: unknown) => reason,
  );
  return failure.parse(structuredClone(failureOf(error)));
}

describe('what the page can ask about a model', () => {
  it('is the values of its inputs, where it has several', async () => {
    const file = 'several-inputs/image_and_vector/model.keras';
    const { code, question } = await refused(file);
    expect(code).toBe('model/several-inputs');
    expect(question).toEqual({
      kind: 'inputs',
      inputs: [
        { name: 'picture', shape: [null, 12, 10, 3] },
        { name: 'facts', shape: [null, 3] },
      ],
    });
    const model = await load(file, { constants: { facts: 0.5 } });
    expect(model.info).toMatchObject({ inputSize: [12, 10], use: { constants: { facts: 0.5 } } });
    expect(model.info.inputs.map(({ name }) => name)).toEqual(['picture', 'facts']);
    const other = await model.use({ ...noModelUse, constants: { facts: -2 } }, job);
    expect(other.info.use.constants).toEqual({ facts: -2 });
    expect(other.keepsAnalyses).toBe(false);
    const same = await model.use({ ...noModelUse, constants: { facts: -2 }, preprocess: 'none' }, job);
    expect(same.keepsAnalyses).toBe(true);
    model.close();
  });

  it('is asked again where remembered values fit no input any more', async () => {
    const { question } = await refused('several-inputs/image_and_vector/model.keras', {
      constants: { gone: 1 },
    });
    expect(question).toMatchObject({ kind: 'inputs' });
  });

  it('is the layers of a file of weights: an id that comes along, or a JSON file', async () => {
    const file = 'keras/k3_weights_names/weights.h5';
    const { code, question } = await refused(file);
    expect(code).toBe('model/needs-architecture');
    expect(question).toMatchObject({ kind: 'architecture' });
    expect(question).toHaveProperty('ids', expect.arrayContaining(['inception-v3', 'resnet50']));
    // Layers that do not fit are refused with the reason, and the question is still open.
    const wrong = await refused(file, { architecture: 'resnet50' });
    expect(wrong.code).toMatch(/^model\//);
    expect(wrong.question).toEqual(question);
    const missing = await refused(file, { architecture: '/nowhere/layers.json' });
    expect(missing).toMatchObject({ code: 'model/not-found', question });
    const architecture = path.join(fixtures, 'keras/k3_weights_names/config.json');
    const model = await load(file, { architecture });
    expect(model.info.use.architecture).toBe(architecture);
    model.close();
  });

  it('is nothing where a file is damaged', async () => {
    expect(await refused('keras/bad/lambda.h5')).not.toHaveProperty('question');
  });
});
