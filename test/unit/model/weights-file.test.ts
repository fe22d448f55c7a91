import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  architectureIds,
  findArchitecture,
  readArchitecture,
} from '../../../electron/model/readers/architecture';
import { openNetwork } from '../../../electron/model/readers/open-network';
import { fixture, refusal, TempFolder } from './model-files';

const folder = new TempFolder();
const modelsDir = path.resolve(import.meta.dirname, '../../../models');

const OLD = {
  weights: fixture('keras/k2_weights_updown/weights.h5'),
  config: fixture('keras/k2_weights_updown/config.json'),
};
const NEW = {
  weights: fixture('keras/k3_weights_names/weights.h5'),
  config: fixture('keras/k3_weights_names/config.json'),
};

interface Json {
  config: { layers: { name: string; config: Record<string, unknown> }[] };
}
/** The architecture of a case, changed. */
function changed(file: string, change: (json: Json) => void): string {
  const json = JSON.parse(readFileSync(file, 'utf8')) as Json;
  change(json);
  return folder.write('changed.json', JSON.stringify(json));
}

describe('weights without their model', () => {
  it.each([
    ['Keras 2', OLD],
    ['Keras 3', NEW],
  ])('of %s say what to add', async (_, { weights }) => {
    const file = folder.write('alone.weights.h5', readFileSync(weights));
    const { code, message } = await refusal(openNetwork(file));
    expect(code).toBe('model/needs-architecture');
    expect(message).toBe(
      `opening ${file}: it holds only weights, not the layers they belong to; add --architecture FILE with the text that model.to_json() gives, or --architecture ID such as inception-v3, or save that text as ${path.join(folder.path, 'alone.json')}.`,
    );
  });

  it.each(['named.h5', 'named.weights.h5'])('take the architecture beside them: %s', async (name) => {
    const file = folder.write(name, readFileSync(NEW.weights));
    const beside = folder.write('named.json', readFileSync(NEW.config));
    expect((await openNetwork(file)).layers).toHaveLength(8);
    folder.write('named.json', '{}');
    const { code, message } = await refusal(openNetwork(file));
    expect(code).toBe('model/bad-architecture');
    expect(message).toContain(beside);
    folder.write('named.json', readFileSync(NEW.config));
  });

  it('go into an architecture whose layers have other names, by place', async () => {
    const renamed = changed(OLD.config, ({ config }) => {
      const text = JSON.stringify(config).replaceAll('"conv2d', '"other').replaceAll('"batch_norm', '"norm');
      Object.assign(config, JSON.parse(text));
    });
    const [same, other] = [
      await openNetwork(OLD.weights, OLD.config),
      await openNetwork(OLD.weights, renamed),
    ];
    expect(other.layers.map(({ name }) => name)).not.toEqual(same.layers.map(({ name }) => name));
    expect(other.layers.map(({ weights }) => weights)).toEqual(same.layers.map(({ weights }) => weights));
  });

  it('of Keras 3 go by class and order where names differ', async () => {
    const renamed = changed(NEW.config, ({ config }) => {
      Object.assign(config, JSON.parse(JSON.stringify(config).replaceAll('"dense"', '"last_one"')));
    });
    const [same, other] = [
      await openNetwork(NEW.weights, NEW.config),
      await openNetwork(NEW.weights, renamed),
    ];
    expect(other.layers.at(-1)!.name).toBe('last_one');
    expect(other.layers.at(-1)!.weights).toEqual(same.layers.at(-1)!.weights);
  });

  it('of a whole model may go into another architecture, as load_weights does', async () => {
    const model = fixture('keras/k2_h5_basic/model.h5');
    const { layers, ...whole } = await openNetwork(model);
    expect(layers.length).toBe(14);
    const { code, message } = await refusal(openNetwork(model, OLD.config));
    expect(code).toBe('model/wrong-architecture');
    expect(message).toContain(`opening ${model}: the weights do not fit the architecture ${OLD.config}: `);
    expect(whole.name).toBeTruthy();
  });
});

describe('weights that do not belong to the architecture', () => {
  it('of another shape are refused with the layer and both shapes', async () => {
    const file = changed(OLD.config, ({ config }) => {
      config.layers.find(({ name }) => name === 'conv2d')!.config['filters'] = 5;
    });
    const { code, message } = await refusal(openNetwork(OLD.weights, file));
    expect(code).toBe('model/wrong-architecture');
    expect(message).toMatch(
      /layer conv2d \(class Conv2D, index \d+\) needs weights of shape \(\d, \d, 4, 5\), \(5\), but the file has \(\d, \d, 4, \d\), \(\d\) in conv2d; give the architecture/,
    );
  });

  it('of another number are refused with the first layer that differs', async () => {
    const { code, message } = await refusal(
      openNetwork(OLD.weights, path.join(modelsDir, 'architectures/vgg16.json')),
    );
    expect(code).toBe('model/wrong-architecture');
    expect(message).toContain(
      'the architecture has 16 layers with weights; the first that differs: layer block1_conv1 (class Conv2D, index 1) needs weights of shape (3, 3, 3, 64), (64), but the file has ',
    );
  });

  it('of Keras 3 are refused with the layer and both shapes', async () => {
    const file = changed(NEW.config, ({ config }) => {
      config.layers.find(({ name }) => name === 'dense')!.config['units'] = 77;
    });
    const { code, message } = await refusal(openNetwork(NEW.weights, file));
    expect(code).toBe('model/wrong-shape');
    expect(message).toMatch(
      /layer dense \(Dense\), index \d+: it needs kernel of shape \(\d+, 77\), but the file holds \(\d+, \d+\)/,
    );
  });
});

describe('an architecture', () => {
  it.each([
    ['a picture', readFileSync(fixture('photos/chelsea.png')), 'model/bad-architecture', 'it is no JSON'],
    ['empty', '', 'model/bad-architecture', 'it is no JSON'],
    [
      'other JSON',
      '{"models": []}',
      'model/bad-architecture',
      'does not describe the layers of a Keras model',
    ],
    ['cut short', '{"class_name": "Functional", "config": {', 'model/bad-config', 'is not valid JSON'],
    [
      'of a subclassed model',
      '{"class_name": "Mine", "config": {}}',
      'model/unsupported-model',
      'of class Mine',
    ],
  ])('that is %s is refused', async (_, content, code, words) => {
    const file = folder.write('a.json', content);
    const refused = await refusal(readArchitecture(file));
    expect(refused.code).toBe(code);
    expect(refused.message).toContain(file);
    expect(refused.message).toContain(words);
  });

  it('that is missing, or a folder, is refused', async () => {
    const missing = await refusal(readArchitecture(path.join(folder.path, 'none.json')));
    expect([missing.code, missing.message]).toEqual([
      'model/not-found',
      `reading the architecture ${path.join(folder.path, 'none.json')}: there is no such file; check the path.`,
    ]);
    expect((await refusal(readArchitecture(folder.path))).code).toBe('model/bad-architecture');
  });

  it('may be quoted once more, or lack the class around it', async () => {
    const json = JSON.parse(readFileSync(NEW.config, 'utf8')) as Json;
    const quoted = folder.write('quoted.json', JSON.stringify(JSON.stringify(json)));
    const bare = folder.write('bare.json', JSON.stringify(json.config));
    expect((await openNetwork(NEW.weights, quoted)).layers).toHaveLength(8);
    expect((await openNetwork(NEW.weights, bare)).layers).toHaveLength(8);
  });

  it('does not go with a file that has its own layers', async () => {
    const keras = fixture('keras/k3_keras_inception/model.keras');
    const { code, message } = await refusal(openNetwork(keras, NEW.config));
    expect(code).toBe('model/not-weights');
    expect(message).toContain('leave --architecture out');
  });

  it('is found by id, and by file', async () => {
    expect(await findArchitecture(modelsDir, 'inception-v3')).toBe(
      path.join(modelsDir, 'architectures/inception-v3.json'),
    );
    expect(await findArchitecture(modelsDir, 'some/where.json')).toBe('some/where.json');
    const { code, message } = await refusal(findArchitecture(modelsDir, 'inception-v4'));
    expect(code).toBe('model/unknown-architecture');
    expect(message).toMatch(/did you mean inception-v3\? There are .*xception/);
  });
});

/** Number of layers and weights: Keras 3.15.1, `len(model.layers)` and `model.count_params()`; build/models/architectures.py. */
describe('the architectures that come with this program', () => {
  it('are these', async () => {
    expect((await architectureIds(modelsDir)).sort()).toEqual([
      'densenet121',
      'efficientnet-b0',
      'inception-v3',
      'mobilenet-v2',
      'resnet50',
      'vgg16',
      'xception',
    ]);
  });

  it.each([
    ['inception-v3', 313],
    ['resnet50', 177],
    ['vgg16', 23],
    ['mobilenet-v2', 156],
    ['efficientnet-b0', 241],
    ['densenet121', 429],
    ['xception', 134],
  ])('%s has %i layers', async (id, count) => {
    const { blueprint, kerasVersion } = await readArchitecture(await findArchitecture(modelsDir, id));
    expect(blueprint.layers).toHaveLength(count);
    expect(kerasVersion).toBe('3.15.1');
  });
});

it('Keras 3 weights of a far smaller model are no reason to call the file damaged', async () => {
  const vgg = await findArchitecture(modelsDir, 'vgg16');
  const { code, message } = await refusal(openNetwork(NEW.weights, vgg));
  expect(code).toBe('model/wrong-architecture');
  expect(message).toContain('its layers need more numbers than the file can hold');
});
