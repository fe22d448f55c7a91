import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { plainClassName } from '../../../electron/model/blueprint/class-names';
import { KINDS } from '../../../electron/model/kinds';
import { refusedClasses, unsupportedLayer } from '../../../electron/model/kinds/unsupported-layer';
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
const classes = JSON.parse(readFileSync(fixture('keras-classes.json'), 'utf8')) as string[];
const reasonOf = (className: string) => unsupportedLayer({ name: 'odd', className }).message;

describe('a layer that cannot be computed', () => {
  /** Names of keras 3.15.1 and tf_keras 2.16.0 (make-keras-settings.py). */
  it.each(classes.filter((name) => !Object.hasOwn(KINDS, plainClassName(name, 'keras.layers'))))(
    'is never called its author’s own where it is one of Keras: %s',
    (name) => {
      expect(reasonOf(name)).not.toContain('own');
    },
  );

  it('is in one list only', () => {
    expect(new Set(refusedClasses()).size).toBe(refusedClasses().length);
    expect(refusedClasses().filter((name) => Object.hasOwn(KINDS, name))).toEqual([]);
  });

  it.each([
    'my_package>LSTMBlock',
    'Custom>PatchEmbedding',
    'MyGRU',
    'Depth3DConv',
    'models>Conv3D',
    'TokenEmbeddingLayer',
    'BidirectionalFeaturePyramid',
  ])('is not explained by letters in its name: %s', async (className) => {
    const odd = layerConfig(className, 'odd', {}, ['image']);
    const { code, message } = await refusalOf(
      folder.write('model.json', tfjsText(functional([pictureInput, odd]))),
    );
    expect(code).toBe('model/unsupported-layer');
    expect(message).toContain(
      `layer odd (class ${className}, index 1) is not supported; if it is a layer of your own, its code is not in the file`,
    );
  });

  it.each([
    ['QuantizeWrapperV2', 'build the model without quantize_model'],
    ['Custom>QuantizeLayer', 'build the model without quantize_model'],
    ['PruneLowMagnitude', 'strip_pruning(model)'],
    ['ClusterWeights', 'strip_clustering(model)'],
    ['Lambda', 'replace it by a Keras layer'],
    ['Conv3D', 'works on volumes'],
  ])('says what would help: %s', (className, words) => {
    expect(reasonOf(className)).toContain(words);
  });
});
