import { appendFileSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { fixture, inWorkspace, installForTests, PHOTOS } from './cli-process';

const installation = installForTests();

interface LayerList {
  readonly model: string;
  readonly parameters: number;
  readonly layers: {
    readonly index: number;
    readonly name: string;
    readonly class: string;
    readonly outputShape: (number | null)[];
    readonly parameters: number;
    readonly inputs: string[];
  }[];
}

/** What Keras 3.15.1 says of models: test/fixtures/make-layer-lists.py. */
const KERAS = JSON.parse(readFileSync(fixture('layer-lists.json'), 'utf8')) as Record<
  'efficientnet-lite0' | 'k3_keras_nested',
  {
    parameters: number;
    layers: [name: string, className: string, shape: (number | null)[], parameters: number][];
  }
>;

describe.concurrent('layers', () => {
  it.each([
    ['efficientnet-lite0', 'efficientnet-lite0', 4_694_024],
    ['k3_keras_nested', fixture('keras/k3_keras_nested/model.keras'), 1007],
  ] as const)('--json of %s is what Keras says', (name, model, parameters) =>
    inWorkspace(installation, async (ws) => {
      const found = await ws.succeedWithJson<LayerList>(['layers', '--model', model]);
      expect(found.parameters).toBe(parameters);
      expect(found.parameters).toBe(KERAS[name].parameters);
      expect(found.layers.map(({ index }) => index)).toEqual([...found.layers.keys()]);
      expect(
        found.layers.map((layer) => [layer.name, layer.class, layer.outputShape, layer.parameters]),
      ).toEqual(KERAS[name].layers);
    })(),
  );

  it(
    'names what feeds each layer, also models inside the model',
    inWorkspace(installation, async (ws) => {
      const { layers } = await ws.succeedWithJson<LayerList>([
        ...['layers', '--model', fixture('keras/k3_keras_nested/model.keras')],
      ]);
      expect(layers.map(({ name, inputs }) => [name, inputs])).toEqual([
        ['image', []],
        ['conv', ['image']],
        ['norm', ['conv']],
        ['features', ['norm']],
        ['block', ['features']],
        ['twice', ['block']],
        ['join', ['twice', 'twice']],
        ['gap', ['join']],
        ['label', ['gap']],
        ['heat', ['join']],
      ]);
    }),
  );

  it(
    'prints a table for people',
    inWorkspace(installation, async (ws) => {
      const lines = (await ws.succeed(['layers'])).split('\n');
      expect(lines).toHaveLength(1 + 143 + 2);
      expect(lines[0]).toMatch(/^index {2}name +class +output shape +parameters {2}inputs$/);
      expect(lines[2]).toMatch(/^ +1 {2}_conv_stem +Conv2D +\(None, 112, 112, 32\) +864 {2}input_layer$/);
      expect(lines[144]).toBe('EfficientNet-Lite0: 143 layers, 4,694,024 parameters');
    }),
  );

  it(
    'shows open sizes as Keras does',
    inWorkspace(installation, async (ws) => {
      const stdout = await ws.succeed(['layers', '--model', fixture('keras/k3_keras_anysize/model.keras')]);
      expect(stdout).toContain('(None, None, None, 3)');
    }),
  );
});

describe.concurrent('models', () => {
  it(
    'list names every model with source, size, hash and licence',
    inWorkspace(installation, async (ws) => {
      const text = await ws.succeed(['models', 'list']);
      expect(await ws.succeed(['models'])).toBe(text);
      const [lite, inception] = text.split('\n\n');
      expect(lite).toMatch(/^efficientnet-lite0 {2}EfficientNet-Lite0 {2}\(on this disk\)\n/);
      expect(lite).toContain('1000 classes, 143 layers, 224 x 224, 19.3 MB');
      expect(lite).toMatch(
        /licence Apache-2\.0\n[^]*source Google's EfficientNet-Lite0[^]*sha256 [0-9a-f]{64}/,
      );
      expect(inception).toMatch(
        /^inception-v3 {2}[^\n]*\(not on this disk: get it with "models download inception-v3"\)\n/,
      );
      expect(inception).toMatch(
        /\n {4}address https:\/\/\S+\/inception_v3_weights_tf_dim_ordering_tf_kernels\.h5\n/,
      );
    }),
  );

  it(
    'list --json adds whether the file is here',
    inWorkspace(installation, async (ws) => {
      const models = JSON.parse(await ws.succeed(['models', 'list', '--json'])) as Record<string, unknown>[];
      const { models: catalogue } = JSON.parse(
        readFileSync(path.join(installation.folder, 'models/catalog.json'), 'utf8'),
      ) as { models: { id: string }[] };
      expect(models).toEqual(
        catalogue.map((entry) => ({
          isExactSize: true,
          ...entry,
          isPresent: entry.id === 'efficientnet-lite0',
        })),
      );
    }),
  );

  it(
    'verify checks what is here',
    inWorkspace(installation, async (ws) => {
      expect(await ws.succeed(['models', 'verify'])).toMatch(
        /^efficientnet-lite0 {2}ok +\S*efficientnet-lite0\.keras\ninception-v3 +not on this disk +\S+\.h5\n/,
      );
      const states = JSON.parse(await ws.succeed(['models', 'verify', '--json'])) as {
        id: string;
        state: string;
      }[];
      expect(states.map(({ id, state }) => [id, state])).toEqual([
        ['efficientnet-lite0', 'sound'],
        ...['inception-v3', 'resnet50', 'vgg16', 'xception', 'densenet121', 'efficientnet-b0'].map((id) => [
          id,
          'missing',
        ]),
      ]);
    }),
  );

  it(
    'download knows what is here, and what there is',
    inWorkspace(installation, async (ws) => {
      expect(await ws.succeed(['models', 'download', 'efficientnet-lite0'])).toContain(
        'efficientnet-lite0 is already here: ',
      );
      await ws.refuse(['models', 'download', 'vgg61'], 'model/unknown-id', [
        'the catalogue has no such model',
      ]);
    }),
  );
});

describe('an installation that was damaged', () => {
  const damaged = installForTests(true);
  const file = (name: string) => path.join(damaged.folder, 'models', name);
  const WEIGHTS = 'efficientnet-lite0/efficientnet-lite0.keras';
  const original = (name: string) => readFileSync(path.join(installation.folder, 'models', name));

  afterEach(() => {
    for (const name of [WEIGHTS, 'catalog.json', 'efficientnet-lite0/imagenet-1000.json'])
      writeFileSync(file(name), original(name));
  });

  it.each<[string, () => void, string, string, string]>([
    [
      'cut short',
      () => truncateSync(file(WEIGHTS), 1_000_000),
      'model/hash-mismatch',
      'the size of',
      'DAMAGED: wrong size',
    ],
    [
      'longer',
      () => appendFileSync(file(WEIGHTS), '!'),
      'model/hash-mismatch',
      'the size of',
      'DAMAGED: wrong size',
    ],
    [
      'changed in one bit',
      () => {
        const bytes = readFileSync(file(WEIGHTS));
        bytes[10_000_000]! ^= 1;
        writeFileSync(file(WEIGHTS), bytes);
      },
      'model/hash-mismatch',
      'the checksum of',
      'DAMAGED: wrong checksum',
    ],
    [
      'missing',
      () => rmSync(file(WEIGHTS)),
      'model/missing-file',
      'is missing; install Featurescope again',
      'not on this disk',
    ],
  ])('is told: weights %s', (_, damage, code, words, state) =>
    inWorkspace(damaged, async (ws) => {
      damage();
      await ws.refuse(['export', PHOTOS.chelsea, '--out', 'out'], code, [
        'opening EfficientNet-Lite0: ',
        words,
        file(WEIGHTS),
      ]);
      const { code: exitCode, stdout, stderr } = await ws.run(['models', 'verify']);
      expect(stdout).toContain(`efficientnet-lite0  ${state}`);
      expect(stderr).toBe(
        'error model/hash-mismatch: checking the models: efficientnet-lite0 is missing or damaged; install Featurescope again.\n',
      );
      expect(exitCode).toBe(1);
    })(),
  );

  it(
    'is told: labels missing',
    inWorkspace(damaged, async (ws) => {
      rmSync(file('efficientnet-lite0/imagenet-1000.json'));
      await ws.refuse(['predict', PHOTOS.chelsea], 'labels/unreadable', [
        'imagenet-1000.json: there is no such file',
      ]);
    }),
  );

  it(
    'is told: catalogue broken',
    inWorkspace(damaged, async (ws) => {
      writeFileSync(file('catalog.json'), '{"models": [');
      await ws.refuse(['models'], 'model/bad-catalog', [file('catalog.json'), 'install Featurescope again']);
      await ws.refuse(['predict', PHOTOS.chelsea], 'model/bad-catalog');
      // Help needs no catalogue.
      await ws.succeed(['--help']);
    }),
  );
});

describe.concurrent('--constant', () => {
  const model = fixture('several-inputs/image_and_vector/model.keras');
  const photo = PHOTOS.chelsea;

  it(
    'gives an input besides the picture its value, for every command that takes a model',
    inWorkspace(installation, async (ws) => {
      const predict = async (value: string) => {
        const more = ['--constant', `facts=${value}`, '--preprocess', 'tf', '--json'];
        return (await ws.run(['predict', photo, '--model', model, ...more])).stdout;
      };
      const first = await predict('0.75');
      expect(first).toMatch(/probability/);
      expect(await predict('-3')).not.toBe(first);
      await ws.succeed(['layers', '--model', model, '--constant', 'facts=1']);
    }),
  );

  it.each<[string, string[], number, RegExp]>([
    [
      'none',
      [],
      1,
      /model\/several-inputs: .*picture \(None, 12, 10, 3\), facts \(None, 3\).*--constant NAME=VALUE/,
    ],
    ['for no input', ['--constant', 'fcts=1'], 1, /usage\/unknown-constant: .*no input fcts/],
    [
      'for the picture too',
      ['--constant', 'facts=1', '--constant', 'picture=1'],
      1,
      /none is left for the picture/,
    ],
    ['no number', ['--constant', 'facts=much'], 2, /It is not a number/],
    ['no value', ['--constant', 'facts'], 2, /It is not like NAME=VALUE/],
    ['twice', ['--constant', 'facts=1', '--constant', 'facts=2'], 2, /facts has a value already/],
  ])('%s is refused', (_, options, exitCode, message) =>
    inWorkspace(installation, async (ws) => {
      const result = await ws.run(['predict', photo, '--model', model, ...options]);
      expect(result.code).toBe(exitCode);
      expect(result.stderr).toMatch(message);
    })(),
  );
});
