import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openModel, useOtherwise } from '../../electron/analysis/model-session';
import { rank, shownOutputs } from '../../electron/analysis/predictions';
import { makeInput, openSourcePicture, type SourcePicture } from '../../electron/analysis/source-picture';
import { writeExportFiles } from '../../electron/compute/engine-export';
import { FigureDesk } from '../../electron/compute/figure-desk';
import { loadEngineModel } from '../../electron/compute/engine-model';
import { openEnginePicture } from '../../electron/compute/engine-picture';
import { Catalog } from '../../electron/catalog/catalog';
import { noModelUse } from '../../electron/shared/default-settings';
import { largestDifference, largestValue } from '../fixtures/keras-cases';
import { computeJob } from '../fixtures/compute-job';

const root = path.join(import.meta.dirname, '../..');
const folder = path.join(root, 'test/fixtures/outputs');
const modelsDir = path.join(root, 'models');
const pictureFile = path.join(folder, 'n17.png');
const modelFile = (name: string) => path.join(folder, `${name}.keras`);

/** By Keras 3.15.1 on TensorFlow 2.16.2: test/fixtures/outputs/make.py. */
const { outputs: expected } = JSON.parse(readFileSync(path.join(folder, 'expected.json'), 'utf8')) as {
  outputs: Record<string, Record<string, number[]>>;
};

let catalog: Catalog;
let picture: SourcePicture;
beforeAll(async () => {
  catalog = await Catalog.read(modelsDir);
  picture = await openSourcePicture(pictureFile, { maxMegapixels: 1, colourProfile: 'ignore' });
});

/** What is said of an output, and its numbers as they are shown. */
async function shown(name: string, use: { head?: string; softmax?: boolean } = {}) {
  const session = await openModel(catalog, { model: modelFile(name), ...use });
  const head = session.head!;
  const { tensor } = makeInput(session, picture);
  const { data } = session.engine.run({ activations: [head.ref] }, tensor).activations[0]!;
  session.dispose();
  return { session, head, data };
}

function expectClose(got: Float32Array, want: readonly number[]) {
  const exact = Float32Array.from(want);
  expect(got).toHaveLength(exact.length);
  expect(largestDifference(got, exact)).toBeLessThanOrEqual(2e-6 + 3e-5 * largestValue(exact));
}

describe('the numbers of an output are shown as Keras gives them', () => {
  it.each([
    ['n17-linear5', 'd', 'scores'],
    ['n17-tanh2', 'd', 'scores'],
    ['n17-linear1', 'd', 'value'],
    ['large', 'big', 'scores'],
    ['scalar', 'mean', 'value'],
    ['softmax1', 'one', 'value'],
    ['sigmoid3', 'tags', 'sigmoid'],
    ['joined', 'all', 'sigmoid'],
    ['ensemble', 'mean', 'softmax'],
    ['one-by-one', 'top', 'softmax'],
    ['heads', 'kind', 'softmax'],
  ])('%s: %s is %s', async (name, output, kind) => {
    const { session, head, data } = await shown(name);
    expect([head.name, session.outputKind]).toEqual([output, kind]);
    expectClose(shownOutputs(session, data), expected[name]![output]!);
  });

  it.each([
    ['box', 'scores'],
    ['age', 'value'],
  ])('of the output that is chosen: %s', async (output, kind) => {
    const { session, data } = await shown('heads', { head: output });
    expect(session.outputKind).toBe(kind);
    expect(session.heads.map((head) => head.name)).toEqual(['kind', 'box', 'age']);
    expectClose(shownOutputs(session, data), expected['heads']![output]!);
  });

  it('of a single sigmoid with the class that has the rest', async () => {
    const { session, data } = await shown('sigmoid1');
    const [probability] = expected['sigmoid1']!['is_b']!;
    expect(session.outputKind).toBe('binary');
    expectClose(shownOutputs(session, data), [1 - probability!, probability!]);
  });

  it('of a softmax at each place as numbers, for they sum to the number of places', async () => {
    const { session, data } = await shown('dense-map');
    expect(session.outputKind).toBe('scores');
    expect(data.reduce((a, b) => a + b, 0)).toBeCloseTo(data.length / 2, 2);
  });

  it('but not of an output that is a map', async () => {
    const session = await openModel(catalog, { model: modelFile('maps') });
    session.dispose();
    expect([session.head, session.outputKind]).toEqual([undefined, undefined]);
  });

  it('and a softmax of one number is warned of', async () => {
    const { session } = await shown('softmax1');
    expect(session.warnings.find(({ code }) => code === 'softmax-of-one')).toMatchObject({ isNote: false });
  });
});

describe('a softmax of scores', () => {
  // numpy.exp(x) / numpy.exp(x).sum() of Keras' scores in float64.
  const shares = [0.36955035, 0.02934944, 0.14185143, 0.35970226, 0.09954652];

  it('is taken where it was chosen', async () => {
    const { session, data } = await shown('n17-linear5', { softmax: true });
    expect(session.outputKind).toBe('softmax-of-scores');
    expectClose(shownOutputs(session, data), shares);
    expect(rank(session, data, 1)[0]!.score).toBeCloseTo(1.3924, 5);
  });

  it('is not taken of a thousand scores of a file, whose classes are guessed', async () => {
    const { session } = await shown('logits1000');
    expect(session).toMatchObject({ outputKind: 'scores', labelsFrom: 'guessed' });
  });

  it('is refused where there are no scores', async () => {
    for (const name of ['sigmoid3', 'n17-linear1', 'maps', 'ensemble'])
      await expect(openModel(catalog, { model: modelFile(name), softmax: true })).rejects.toMatchObject({
        code: 'usage/needless-softmax',
      });
  });

  it('that was remembered is left out with a warning where it does not fit the output any more', async () => {
    const use = { softmax: true, head: 'kind' };
    const other = await openModel(catalog, { model: modelFile('heads'), ...use, isRemembered: true });
    expect(other.outputKind).toBe('softmax');
    expect(other.warnings.map(({ code }) => code)).toEqual(['choice-left-out']);
    other.dispose();
    const fits = { softmax: true, head: 'box' };
    const session = await openModel(catalog, { model: modelFile('heads'), ...fits, isRemembered: true });
    expect([session.outputKind, session.warnings]).toEqual(['softmax-of-scores', []]);
    const plain = await useOtherwise(session, catalog, undefined, { head: 'box' });
    expect(plain.outputKind).toBe('scores');
    plain.dispose();
  });
});

describe('in the window', () => {
  const job = computeJob();
  const target = mkdtempSync(path.join(os.tmpdir(), 'featurescope-outputs-'));
  afterAll(() => rmSync(target, { recursive: true, force: true }));
  const analyse = async (name: string) => {
    const model = await loadEngineModel(catalog, { kind: 'file', path: modelFile(name) }, job);
    const opened = await openEnginePicture({ kind: 'path', path: pictureFile }, modelsDir, job);
    const options = { fit: 'stretch', cropShift: 0, layers: [2], sets: [] } as const;
    const analysed = await model.analyse(opened, { ...options, layers: [2], sets: [] }, job);
    let saved = 0;
    const csv = async () => {
      const file = path.join(target, `${name}-${++saved}.csv`);
      const what = { kind: 'predictions-csv', analysisId: '' } as const;
      await writeExportFiles(analysed, what, file, job, new FigureDesk(''));
      return readFileSync(file, 'utf8').split('\n');
    };
    return { model, analysed, csv };
  };

  it('the numbers come as they are, and the table follows the choice of a softmax without a new analysis', async () => {
    const { model, analysed, csv } = await analyse('n17-linear5');
    expect(model.info).toMatchObject({ outputKind: 'scores', classCount: 5, head: 'd' });
    expectClose(analysed.result.outputs, expected['n17-linear5']!['d']!);
    expect((await csv()).slice(0, 2)).toEqual([
      'rank,index,wordnet_id,label,score',
      `1,0,,output 0,${analysed.result.outputs[0]}`,
    ]);
    const used = await model.use({ ...noModelUse, softmax: true }, job);
    expect(used).toMatchObject({ info: { outputKind: 'softmax-of-scores' }, keepsAnalyses: true });
    expect((await csv())[0]).toBe('rank,index,wordnet_id,label,softmax_of_scores,score');
    model.close();
  });

  it('a single number has a table of its own', async () => {
    const { model, analysed, csv } = await analyse('n17-linear1');
    expect(model.info).toMatchObject({ outputKind: 'value', classCount: 1 });
    expect(await csv()).toEqual(['name,value', `d,${analysed.result.outputs[0]}`, '']);
    model.close();
  });

  it('NaN in the output leaves the maps to look at, but no table', async () => {
    const { model, analysed, csv } = await analyse('nan');
    expect([...analysed.result.outputs].every(Number.isNaN)).toBe(true);
    expect(analysed.result.statistics[0]!.nonFinite).toBe(0);
    await expect(csv()).rejects.toMatchObject({ code: 'model/not-finite' });
    model.close();
  });
});
