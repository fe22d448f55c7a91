import { describe, expect, it } from 'vitest';
import { plainClassName } from '../../../electron/model/blueprint/class-names';
import { FUNCTIONS, functionOf } from '../../../electron/model/kinds/functions';
import { ACTIVATIONS } from '../../../electron/model/kinds/activations';
import { functionOp } from '../../../electron/engine/ops/functions';
import { writableActivations } from '../../../electron/engine/ops/activations';

describe('class names of all versions of Keras', () => {
  it.each<[string, string | null | undefined, string]>([
    ['Conv2D', undefined, 'Conv2D'], // .h5 of any version
    ['Conv2D', 'keras.layers', 'Conv2D'], // .keras of Keras 3
    ['Conv2D', 'keras.src.layers.convolutional.conv2d', 'Conv2D'],
    ['Conv2D', 'tf_keras.src.layers', 'Conv2D'],
    ['Conv2D', 'tensorflow.python.keras.layers', 'Conv2D'],
    ['keras.layers>Conv2D', null, 'Conv2D'],
    ['keras.src.layers.Conv2D', null, 'Conv2D'],
    ['keras>Conv2D', null, 'Conv2D'],
    ['BatchNormalizationV1', undefined, 'BatchNormalization'], // tf.keras 1.13
    ['BatchNormalizationV2', undefined, 'BatchNormalization'],
    ['Model', undefined, 'Functional'], // Keras before 2.4
    ['Functional', 'keras.src.engine.functional', 'Functional'],
    ['Functional', 'keras.src.models.functional', 'Functional'],
    ['GroupQueryAttention', 'keras.layers', 'GroupedQueryAttention'],
    ['my_package>Conv2D', null, 'my_package>Conv2D'],
    ['Custom>Conv2D', null, 'Custom>Conv2D'],
    ['Custom>CustomScaleLayer', undefined, 'CustomScaleLayer'], // .h5 of Keras 2
    ['Custom>CustomScaleLayer', 'keras.src.applications.inception_resnet_v2', 'CustomScaleLayer'],
    ['Custom>CustomScaleLayer', '__main__', 'Custom>CustomScaleLayer'],
    ['Conv2D', '__main__', '__main__>Conv2D'],
    ['Conv2D', 'keras_hub.src.layers', 'keras_hub.src.layers>Conv2D'],
    ['kerasx.Conv2D', null, 'kerasx.Conv2D'],
  ])('%s of module %s is %s', (className, module, expected) => {
    expect(plainClassName(className, module)).toBe(expected);
  });

  it.each(['', 3, null, undefined])('%s is no class name', (value) => {
    expect(() => plainClassName(value, null)).toThrow(expect.objectContaining({ code: 'model/bad-config' }));
  });
});

describe('functions', () => {
  it('are told from layers of the same class', () => {
    const layer = { name: 'add', trainable: true, dtype: 'float32' };
    expect(functionOf('Add', 'keras.layers', layer, 3)).toBeUndefined();
    expect(functionOf('Add', undefined, layer, 3)).toBeUndefined();
    expect(functionOf('Add', undefined, { name: 'add' }, 2)).toBeUndefined();
    expect(functionOf('Add', undefined, { name: 'add' }, 3)).toEqual({ name: 'Add', isHidden: true });
    expect(functionOf('Add', 'keras.src.ops.numpy', { name: 'add' }, 3)).toEqual({
      name: 'Add',
      isHidden: true,
    });
    expect(functionOf('SpatialDropout1D', undefined, { name: 'a', dtype: 'float32' }, 3)).toBeUndefined();
    const lambda = { name: 'tf.math.add', trainable: true, dtype: 'float32', function: 'math.add' };
    expect(functionOf('TFOpLambda', 'keras.layers', lambda, 2)).toEqual({ name: 'Add', isHidden: false });
  });

  it('have a shape half and a compute half each', () => {
    for (const name of Object.keys(FUNCTIONS)) expect(functionOp(name), name).toBeDefined();
  });

  it('have each name of TensorFlow once', () => {
    const saved = Object.entries(FUNCTIONS).flatMap(([name, { tensorflow = [] }]) =>
      [...new Set(tensorflow.map((entry) => entry.saved))].map((entry) => [entry, name] as const),
    );
    expect(saved.length).toBeGreaterThan(200);
    expect(new Set(saved.map(([entry]) => entry)).size).toBe(saved.length);
  });
});

it('every activation that a model may have can be computed, and the other way round', () => {
  expect(writableActivations().sort()).toEqual(Object.keys(ACTIVATIONS).sort());
});
