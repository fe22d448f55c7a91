import { describe, expect, it } from 'vitest';
import { openNetwork } from '../../../electron/model/readers/open-network';
import { plainValue } from '../../../electron/model/blueprint/serialized-values';
import { functional, layerConfig, pictureInput, refusalOf, TempFolder, tfjsText } from './model-files';

const folder = new TempFolder();
const written = (text: string) => folder.write('model.json', text);

/** A model of one layer; Python writes NaN and Infinity where JSON has no such numbers. */
function modelWith(className: string, settings: string, keras = '2.15.0'): string {
  const text = tfjsText(
    functional([pictureInput, layerConfig(className, 'one', { settings: 0 }, ['image'])]),
    keras,
  );
  return written(text.replace('"settings":0', settings));
}

/** Sources: serialize_keras_object of Keras 2.15 and 3.15; get_json_type of Keras 2.2.4; Encoder of their json_utils. */
describe('numbers, lists and texts that are saved as objects', () => {
  it.each<[string, unknown, unknown]>([
    ['an array', { class_name: '__numpy__', config: { value: [1, 2.5], dtype: 'float32' } }, [1, 2.5]],
    ['a tensor of one number', { class_name: '__tensor__', config: { value: 0.5, dtype: 'float32' } }, 0.5],
    ['an array of Keras 2.2', { type: 'ndarray', value: [[1], [2]] }, [[1], [2]]],
    ['a number of Keras 2.2', { type: 'ndarray', value: 0.25 }, 0.25],
    ['a class with its value beside it', { class_name: 'ndarray', value: [3] }, [3]],
    ['a class with its value as configuration', { class_name: 'ndarray', config: [3, 4] }, [3, 4]],
    ['a type with a configuration', { type: 'numpy.ndarray', config: { value: [3, 4] } }, [3, 4]],
    ['truth values', { class_name: '__numpy__', config: { value: [true], dtype: 'bool' } }, [true]],
    ['a tuple', { class_name: '__tuple__', items: [2, { class_name: '__tuple__', items: [3] }] }, [2, [3]]],
    ['a shape', { class_name: 'TensorShape', items: [null, 4] }, [null, 4]],
    ['bytes', { class_name: '__bytes__', config: { value: 'same' } }, 'same'],
    ['a list of arrays', [{ class_name: '__tensor__', config: { value: 2 } }, 3], [2, 3]],
    [
      'settings inside an object',
      { class_name: 'ELU', config: { alpha: { type: 'ndarray', value: 2 } } },
      { class_name: 'ELU', config: { alpha: 2 } },
    ],
    [
      'an object that is none of these',
      { class_name: 'Zeros', config: {} },
      { class_name: 'Zeros', config: {} },
    ],
    [
      'an array without numbers',
      { class_name: '__numpy__', config: { value: ['a'] } },
      { class_name: '__numpy__', config: { value: ['a'] } },
    ],
  ])('%s', (_, saved, plain) => {
    expect(plainValue(saved)).toEqual(plain);
  });

  it('are read in every kind of file, here those of tfjs', async () => {
    const array = (value: string) => `{"type": "ndarray", "value": ${value}}`;
    const network = await openNetwork(
      modelWith('MaxPooling2D', `"pool_size": ${array('[2, 2]')}, "strides": ${array('[1, 2]')}`),
    );
    expect(network.calls[1]!.outputShapes).toEqual([[null, 3, 2, 3]]);
  });

  it.each([
    ['Rescaling', '"scale": {"class_name": "__numpy__", "config": {"value": [1, 2]}}', 'scale'],
    ['Rescaling', '"scale": {"class_name": "__numpy__", "config": {"value": [[1, 2], [3]]}}', 'scale'],
    ['Rescaling', '"scale": 1, "offset": [[[[[1]]]]]', 'offset'],
    ['Rescaling', '"scale": {"class_name": "Mystery", "config": {}}', 'scale'],
    ['Normalization', '"mean": [1, 2], "variance": [1, 2]', 'mean'],
    ['Normalization', '"mean": [1, 2, 3]', 'variance'],
  ])('%s is refused where they do not fit: %s', async (className, settings, key) => {
    const { code, message } = await refusalOf(modelWith(className, settings));
    expect(code).toBe('model/bad-setting');
    expect(message).toContain(`layer one (${className}), index 1: ${key} is `);
  });
});

/** Keras 3.15.1 and 2.15.0 build such layers and give NaN for some or all inputs (or refuse negative ones). */
describe('NaN and infinite numbers in the settings of a layer', () => {
  it.each([
    ['ReLU', 'max_value', 'NaN'],
    ['ReLU', 'max_value', '-Infinity'],
    ['ReLU', 'threshold', 'NaN'],
    ['ReLU', 'threshold', '-Infinity'],
    ['ReLU', 'threshold', 'Infinity'],
    ['ReLU', 'negative_slope', 'NaN'],
    ['ReLU', 'negative_slope', 'Infinity'],
    ['LeakyReLU', 'alpha', 'NaN'],
    ['LeakyReLU', 'negative_slope', '-Infinity'],
    ['ELU', 'alpha', 'Infinity'],
    ['ThresholdedReLU', 'theta', 'NaN'],
    ['Rescaling', 'scale', 'NaN'],
    ['Rescaling', 'offset', '[0, 0, -Infinity]'],
    ['BatchNormalization', 'epsilon', 'NaN'],
    ['LayerNormalization', 'epsilon', 'Infinity'],
    ['Softmax', 'axis', 'NaN'],
    ['MaxPooling2D', 'pool_size', '[NaN, 2]'],
    ['Activation', 'activation', '{"class_name": "ReLU", "config": {"max_value": NaN}}'],
  ])('%s with %s %s is refused by name', async (className, key, value) => {
    const { code, message } = await refusalOf(modelWith(className, `"${key}": ${value}`));
    expect(code).toBe('model/unsupported-setting');
    expect(message).toContain(`layer one (${className})`);
    expect(message).toMatch(/NaN|Infinity/);
  });

  it('leave a layer alone where they change nothing', async () => {
    for (const [className, settings] of [
      ['ReLU', '"max_value": Infinity'],
      ['BatchNormalization', '"momentum": NaN, "scale": false, "center": false, "moving": 1'],
      ['Dropout', '"rate": NaN'],
    ] as const) {
      const file = modelWith(className, settings);
      const opened = await openNetwork(file).then(
        ({ layers }) => layers[1]!.className,
        (error: { code: string }) => error.code,
      );
      expect(opened).toBe(className === 'BatchNormalization' ? 'model/missing-weight' : className);
    }
  });

  it.each(['max_value', 'negative_slope', 'threshold'])(
    'ReLU with a negative %s is refused, as Keras does',
    async (key) => {
      expect(await refusalOf(modelWith('ReLU', `"${key}": -0.5`))).toMatchObject({
        code: 'model/bad-setting',
      });
    },
  );
});
