// JSON that people open in place of a model: what it is, and the way to a file that opens.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { foreignJson } from '../../../electron/model/readers/foreign-json';
import { refusalOf, TempFolder } from './model-files';

const root = path.resolve(import.meta.dirname, '../../..');
const folder = new TempFolder();
const jsonOf = (file: string) => JSON.parse(readFileSync(path.join(root, file), 'utf8')) as unknown;
const whatOf = (json: unknown) => {
  const { key, values } = foreignJson(json)?.what ?? { key: '', values: {} };
  return [key.replace('part/is-', ''), ...Object.values(values ?? {})].join(' ');
};

describe('JSON without a model', () => {
  it.each<[string, string, unknown]>([
    ['npm-package', 'package.json', jsonOf('package.json')],
    ['npm-package', 'package-lock.json', { name: 'a', lockfileVersion: 3, packages: {} }],
    ['architecture', 'model.to_json()', jsonOf('test/fixtures/keras/k3_weights_names/config.json')],
    ['architecture', 'model.get_config()', { name: 'sequential', layers: [] }],
    ['architecture', 'tfjs without weights', { modelTopology: { model_config: {} } }],
    ['manifest', 'of tfjs', [{ paths: ['group1-shard1of1.bin'], weights: [] }]],
    ['manifest', 'in an object', { weightsManifest: [] }],
    ['labels', 'a list', ['cat', 'dog']],
    ['labels', 'numbered', [{ id: 0, name: 'cat' }]],
    ['labels', 'by numbers', { 0: 'cat', 1: 'dog' }],
    ['labels', 'of ImageNet', { 0: ['n01440764', 'tench'], 1: ['n01443537', 'goldfish'] }],
    ['labels', 'class_indices', { cat: 0, dog: 1 }],
    ['teachable-machine', 'metadata.json', { tfjsVersion: '1.3.1', tmVersion: '2.4.7', labels: ['a', 'b'] }],
    ['unpacked-keras-part', 'metadata.json', { keras_version: '3.15.1', date_saved: '2026-01-02@03:04:05' }],
    [
      'keras-settings',
      'keras.json',
      { floatx: 'float32', epsilon: 1e-7, backend: 'tensorflow', image_data_format: 'channels_last' },
    ],
    ['hugging-face', 'config.json', { architectures: ['ViTForImageClassification'], model_type: 'vit' }],
    [
      'hugging-face',
      'preprocessor_config.json',
      { do_resize: true, image_processor_type: 'ViTImageProcessor' },
    ],
    ['hugging-face', 'tokenizer_config.json', { tokenizer_class: 'BertTokenizer' }],
    ['hugging-face', 'model.safetensors.index.json', { metadata: {}, weight_map: { a: 'b.safetensors' } }],
    ['tokenizer', 'tokenizer.json', { version: '1.0', truncation: null, added_tokens: [], model: {} }],
    ['tokenizer', 'of Keras 2', { class_name: 'Tokenizer', config: { num_words: 10 } }],
    ['notebook', 'train.ipynb', { cells: [], metadata: {}, nbformat: 4, nbformat_minor: 5 }],
    ['annotations', 'of COCO', { images: [], annotations: [], categories: [] }],
    ['annotations', 'of LabelMe', { version: '5.0', flags: {}, shapes: [], imagePath: 'a.jpg' }],
    ['history', 'of fit()', { loss: [0.5, 0.4], val_accuracy: [0.7, 0.8] }],
    ['file-of MXNet', 'model-symbol.json', { nodes: [], arg_nodes: [], heads: [] }],
    ['file-of XGBoost', 'model.json', { learner: {}, version: [2, 0, 0] }],
    ['', 'anything', { a: 1 }],
    ['', 'an empty list', []],
    ['', 'numbers', [1, 2, 3]],
    ['', 'numbers that count nothing', { width: 224, height: 224 }],
    ['', 'a text', 'cat'],
  ])('%s: %s', (what, _, json) => {
    expect(whatOf(json)).toBe(what);
  });

  it('is refused in a sentence with the way to a file that opens', async () => {
    const refused = async (name: string, json: unknown) =>
      (await refusalOf(folder.write(name, JSON.stringify(json)))).message;
    expect(await refused('labels.json', ['cat', 'dog'])).toMatch(
      /labels\.json: it is a list of class names; give the model itself, and this file with --labels\.$/,
    );
    expect(await refused('package.json', jsonOf('package.json'))).toMatch(
      /it describes a package of JavaScript \(npm\); open the model itself: a \.keras or \.h5 file, or/,
    );
    expect(await refused('other.json', [1, 2])).toMatch(
      /: this JSON holds no model; open the model itself: /,
    );
    const broken = { modelTopology: 3, weightsManifest: [] };
    expect(await refused('broken.json', broken)).toMatch(/its modelTopology or weightsManifest is not what/);
  });
});
