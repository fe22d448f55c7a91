import { sentenceOf } from '../../electron/shared/messages/sentence';
import { commandLineTable } from '../../electron/shared/messages/tables';
import { wholeOf, type Note } from '../../electron/shared/note';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { eachActivation, resultsOf } from '../../electron/analysis/activations';
import { openModel, type ModelSession } from '../../electron/analysis/model-session';
import { explainingNotFinite, firstNotFinite } from '../../electron/analysis/not-finite';
import { PictureAnalysis } from '../../electron/analysis/picture-analysis';
import { rank } from '../../electron/analysis/predictions';
import { makeInput, type ModelInput } from '../../electron/analysis/source-picture';
import { Catalog } from '../../electron/catalog/catalog';
import type { ListedLayer } from '../../electron/model/network';
import { functional, layerConfig, pictureInput, TempFolder, tfjsText } from '../unit/model/model-files';

const folder = new TempFolder();

/** Pixels times 1e38 are infinite in float32 from 4 on; infinity less infinity is NaN (IEEE 754). */
const MODEL = functional([
  pictureInput,
  layerConfig('Rescaling', 'small', { scale: 0.5 }, ['image']),
  layerConfig('Rescaling', 'big', { scale: 1e38 }, ['small']),
  layerConfig('Subtract', 'nothing', {}, ['big', 'big']),
  layerConfig('ZeroPadding2D', 'edge', { padding: 1 }, ['nothing']),
  layerConfig('GlobalMaxPooling2D', 'pool', {}, ['edge']),
  layerConfig('Activation', 'classes', { activation: 'softmax' }, ['pool']),
]);

async function opened(value: number) {
  const file = folder.write('model.json', tfjsText(MODEL));
  const session = await openModel(await Catalog.read(path.join(import.meta.dirname, '../../models')), {
    model: file,
  });
  onTestFinished(() => session.dispose());
  const tensor = { data: new Float32Array(4 * 4 * 3).fill(1), shape: [1, 4, 4, 3] };
  tensor.data[20] = value;
  const input = makeInput(session, { kind: 'tensor', name: 'x.npy', tensor, warnings: [] });
  const { layers } = session;
  return { session, input, layers };
}

async function warningOn(
  session: ModelSession,
  input: ModelInput,
  layers: readonly ListedLayer[],
): Promise<Note | undefined> {
  const results = resultsOf(session, input, layers);
  const nothing = async () => undefined;
  return eachActivation(session, input, results, 'x.npy', nothing, nothing);
}

/** What the command line says. */
function told(note: Note | undefined): string {
  return note ? sentenceOf(wholeOf(note), commandLineTable) : '';
}

it('one NaN among the values of any layer is told, with the first layer that gives NaN and infinite values before it', async () => {
  const { session, input, layers } = await opened(200);
  expect(told(await warningOn(session, input, layers))).toBe(
    'x.npy: results hold NaN, which is no number; the first layer that gives NaN is layer nothing (Subtract), index 3, behind infinite values from layer big (Rescaling), index 2 on; look at its settings and weights, and at the preprocessing.',
  );
  expect(told(await warningOn(session, input, [layers[4]!]))).toContain('layer nothing (Subtract)');
});

it('infinite values are told where nothing is NaN, finite ones are not', async () => {
  const { session, input, layers } = await opened(200);
  expect(told(await warningOn(session, input, [layers[2]!]))).toContain(
    'the first layer that gives them is layer big (Rescaling), index 2',
  );
  expect(await warningOn(session, input, [layers[1]!])).toBeUndefined();
  const sound = await opened(6);
  expect(await warningOn(sound.session, sound.input, sound.layers)).toBeUndefined();
  expect(firstNotFinite(sound.session, sound.input, sound.session.network.outputs)).toBeUndefined();
});

it('a pass tells of single NaN and infinite values in each result', async () => {
  const { session, input, layers } = await opened(200);
  const refs = layers.map(({ output }) => output);
  const { finiteness } = session.engine.run({ finiteness: refs }, input.tensor);
  expect(finiteness.slice(0, 5).map(({ hasNan, hasInfinite }) => [hasNan, hasInfinite])).toEqual([
    [false, false],
    [false, false],
    [false, true],
    [true, false],
    [true, false],
  ]);
});

it('predictions that are NaN name the layer', async () => {
  const { session, input } = await opened(200);
  const outputs = Float32Array.of(NaN, 0, 0);
  expect(() => explainingNotFinite(session, input, () => rank(session, outputs, 1))).toThrow(
    expect.objectContaining({
      code: 'model/not-finite',
      message: expect.stringContaining(
        'the first layer that gives NaN is layer nothing (Subtract), index 3.',
      ),
    }),
  );
});

it('the window is told of layers and hypercolumns', async () => {
  const { session, input } = await opened(200);
  const analysis = new PictureAnalysis(session, input, [1, 2]);
  const none = new Float32Array(0);
  const hypercolumn = analysis.hypercolumnOf([3]);
  analysis.statisticsOf([1, 2]);
  expect(analysis.notFiniteIn(none, [1], [])).toBeUndefined();
  expect(analysis.notFiniteIn(none, [1, 2], [])).toMatchObject({ kind: 'infinite', layer: { name: 'big' } });
  expect(analysis.notFiniteIn(none, [1], [hypercolumn])).toMatchObject({
    kind: 'nan',
    layer: { name: 'nothing' },
  });
  expect(analysis.notFiniteIn(Float32Array.of(NaN), [], [])).toMatchObject({ layer: { name: 'nothing' } });
});
