import { describe, expect, it } from 'vitest';
import { plainClassName } from '../../../electron/model/config/class-names';
import { OPERATION_NAMES, operationKind } from '../../../electron/model/kinds/functions';
import { ACTIVATION_NAMES } from '../../../electron/model/kinds/activation';
import { operationOf } from '../../../electron/model/config/functions/functions';
import { TENSORFLOW_FUNCTIONS } from '../../../electron/model/config/functions/tensorflow';
import { operationOp } from '../../../electron/engine/ops/functions';
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

describe('operations', () => {
  it('are told from layers of the same class', () => {
    const layer = { name: 'add', trainable: true, dtype: 'float32' };
    expect(operationOf('Add', 'keras.layers', layer, 3)).toBeUndefined();
    expect(operationOf('Add', undefined, layer, 3)).toBeUndefined();
    expect(operationOf('Add', undefined, { name: 'add' }, 2)).toBeUndefined();
    expect(operationOf('Add', undefined, { name: 'add' }, 3)).toEqual({ name: 'Add', isHidden: true });
    expect(operationOf('Add', 'keras.src.ops.numpy', { name: 'add' }, 3)).toEqual({
      name: 'Add',
      isHidden: true,
    });
    expect(operationOf('SpatialDropout1D', undefined, { name: 'a', dtype: 'float32' }, 3)).toBeUndefined();
    const lambda = { name: 'tf.math.add', trainable: true, dtype: 'float32', function: 'math.add' };
    expect(operationOf('TFOpLambda', 'keras.layers', lambda, 2)).toEqual({ name: 'Add', isHidden: false });
  });

  it('have a shape half and a compute half each', () => {
    for (const name of OPERATION_NAMES) expect(operationOp(name), name).toBeDefined();
    for (const { name } of Object.values(TENSORFLOW_FUNCTIONS))
      if (!['Argmax', 'Argmin', 'Rank', 'Tensordot'].includes(name))
        expect(operationKind(name), name).toBeDefined();
  });
});

it('every activation that a model may have can be computed, and the other way round', () => {
  expect(writableActivations().sort()).toEqual([...ACTIVATION_NAMES].sort());
});
