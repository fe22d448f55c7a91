import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { readBlueprint } from '../../../electron/model/blueprint/blueprint';
import { openHdf5File } from '../../../electron/model/readers/hdf5';
import { fixture, refusalOf, type KerasConfig } from './model-files';

const file = fixture('keras-layers/k2-multi_gpu-h5/model.h5');

/** The configuration of a model that `multi_gpu_model` wrapped, changed. */
async function wrapped(change: (layers: KerasConfig['config']['layers'], json: KerasConfig) => void) {
  const hdf5 = await openHdf5File(file, readFileSync(file).length);
  const json = JSON.parse(hdf5.attribute('/', 'model_config') as string) as KerasConfig;
  hdf5.close();
  change(json.config.layers, json);
  return readBlueprint(json, '2.16.0');
}

it('takes off what multi_gpu_model puts round a model', async () => {
  const { isWrapper, layers, outputs } = await wrapped(() => undefined);
  expect(isWrapper).toBe(true);
  expect(layers.map(({ name }) => name)).toEqual(['whole', 'inner']);
  expect(outputs).toEqual([{ layer: 'inner', call: 0, output: 0 }]);
});

type Layers = KerasConfig['config']['layers'];
const named = (layers: Layers, name: string) => layers.find((layer) => layer.name === name)!;
const code = (text: string) => [Buffer.from(text, 'latin1').toString('base64'), null, null];

it.each<[string, (layers: Layers, json: KerasConfig) => void]>([
  ['a Lambda without arguments', (layers) => (named(layers, 'lambda_1').config['arguments'] = {})],
  [
    'a Lambda of another part',
    (layers) => (named(layers, 'lambda_1').config['arguments'] = { i: 0, parts: 2 }),
  ],
  [
    'a Lambda of another number of parts',
    (layers) => (named(layers, 'lambda_1').config['arguments'] = { i: 1, parts: 3 }),
  ],
  [
    'a Lambda with one argument more',
    (layers) => (named(layers, 'lambda_1').config['arguments'] = { i: 1, parts: 2, factor: 3 }),
  ],
  [
    'code that never asks for the shape',
    (layers) => (named(layers, 'lambda_0').config['function'] = code('data i parts square')),
  ],
  [
    'the name of a function in place of code',
    (layers) => {
      named(layers, 'lambda_0').config['function'] = 'data parts shape';
      named(layers, 'lambda_0').config['function_type'] = 'function';
    },
  ],
  [
    'a Lambda after a Lambda',
    (layers) => (named(layers, 'lambda_1').inbound_nodes = [[['lambda_0', 0, 0, {}]]]),
  ],
  ['results joined along the channels', (layers) => (named(layers, 'classes').config['axis'] = 1)],
  [
    'results joined in another order',
    (layers) =>
      (named(layers, 'classes').inbound_nodes = [
        [
          ['inner', 2, 0, {}],
          ['inner', 1, 0, {}],
        ],
      ]),
  ],
  [
    'a layer behind it',
    (layers, { config }) => {
      const inbound_nodes = [[['classes', 0, 0, {}]]];
      layers.push({ name: 'last', class_name: 'ReLU', config: { name: 'last' }, inbound_nodes });
      config.output_layers = [['last', 0, 0]];
    },
  ],
  [
    'a part as an output of its own',
    (_, { config }) => {
      config.output_layers = [
        ['classes', 0, 0],
        ['inner', 1, 0],
      ];
    },
  ],
])('leaves a model alone that has %s', async (_, change) => {
  const { isWrapper, layers } = await wrapped(change);
  expect(isWrapper).toBeUndefined();
  expect(layers.map(({ name }) => name)).toEqual(expect.arrayContaining(['lambda_0', 'lambda_1', 'inner']));
});

it.each(['h5', 'keras'])('refuses two Lambdas of an author whose results are joined: .%s', async (kind) => {
  // Keras 3.15.1: net(x * a) and net(x + b) joined along the batch.
  const { code: reason, message } = await refusalOf(fixture(`refused/two-lambdas.${kind}`));
  expect(reason).toBe('model/unsupported-layer');
  expect(message).toContain(
    'layer lambda (class Lambda, index 1) holds code of its author, which is never run',
  );
});
