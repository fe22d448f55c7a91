import { describe, expect, it } from 'vitest';
import { errorOf, failureOf } from '../../../electron/shared/answer';
import { failure } from '../../../electron/shared/contract/failure';
import { badModel } from '../../fixtures/keras-cases';
import {
  fixture,
  functional,
  layerConfig,
  pictureInput,
  refusalOf,
  TempFolder,
  tfjsText,
} from './model-files';

const folder = new TempFolder();
const refused = async (file: string) => {
  const { layers = [] } = await refusalOf(file);
  return layers.map(({ indexPath, name, why }) => [indexPath, name, why?.code ?? '']);
};

describe('the layers of a model that is refused', () => {
  it.each(['lambda.h5', 'lambda.keras'])('are known, with those that are the reason: %s', async (file) => {
    expect(await refused(badModel(file))).toEqual([
      ['0', 'image', ''],
      ['1', 'conv_a', ''],
      ['2', 'bn_a', ''],
      ['3', 'halve', 'model/unsupported-layer'],
      ['4', 'conv_b', ''],
      ['5', 'gap', ''],
      ['6', 'probs', ''],
    ]);
  });

  it('are all marked, those behind the first and inside other layers too', async () => {
    const model = functional([
      pictureInput,
      layerConfig('Conv3D', 'volume', {}, ['image']),
      layerConfig('TimeDistributed', 'each', { layer: { class_name: 'Lambda', config: { name: 'code' } } }, [
        'volume',
      ]),
      layerConfig('Dense', 'small', { units: 2, dtype: 'int8_from_float32' }, ['each']),
      layerConfig('ReLU', 'sound', {}, ['small']),
      { ...layerConfig('TFOpLambda', 'tf.odd', { function: 'odd' }, ['sound']) },
    ]);
    expect(await refused(folder.write('model.json', tfjsText(model)))).toEqual([
      ['0', 'image', ''],
      ['1', 'volume', 'model/unsupported-layer'],
      ['2', 'each', 'model/unsupported-layer'],
      ['3', 'small', 'model/unsupported-setting'],
      ['4', 'sound', ''],
      ['5', 'tf.odd', 'model/unsupported-layer'],
    ]);
  });

  it('lie in models inside, and one is refused for what comes into it', async () => {
    expect(await refused(fixture('refused/k3-own-inside.keras'))).toEqual([
      ['0', 'picture', ''],
      ['1', 'inner', ''],
      ['1/0', 'inner/inside', ''],
      ['1/1', 'inner/mine', 'model/unsupported-layer'],
      ['2', 'flat', ''],
    ]);
    const unfit = functional([
      pictureInput,
      layerConfig('ReLU', 'sound', {}, ['image']),
      layerConfig('Conv2D', 'odd', { filters: 2, kernel_size: 2, strides: 2, dilation_rate: 2 }, ['sound']),
    ]);
    expect((await refused(folder.write('model.json', tfjsText(unfit)))).at(-1)).toEqual([
      ...['2', 'odd', 'model/unsupported-setting'],
    ]);
  });

  it('go with the failure across a process border', async () => {
    const error = await refusalOf(badModel('lambda.keras'));
    const data = failure.parse(JSON.parse(JSON.stringify(failureOf(error))));
    expect(errorOf(data).layers).toEqual(error.layers);
  });

  it('are not told where the file is damaged', async () => {
    expect((await refusalOf(badModel('wrong_shape.keras'))).layers).toBeUndefined();
  });
});
