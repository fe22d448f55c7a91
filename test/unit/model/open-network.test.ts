import { copyFileSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openNetwork } from '../../../electron/model/readers/open-network';
import {
  fixture,
  kerasParts,
  refusalOf,
  repackedKeras,
  TempFolder,
  functional,
  layerConfig,
  pictureInput,
  tfjsText,
} from './model-files';

const K3 = fixture('keras/k3_keras_residual/model.keras');
const H5 = fixture('keras/k2_h5_basic/model.h5');
const folder = new TempFolder();

describe('the content decides what a file is, not its name', () => {
  it('opens HDF5 named .keras and a zip named .h5', async () => {
    const h5 = await openNetwork(folder.write('h5-inside.keras', readFileSync(H5)));
    expect(h5.layers.map(({ name }) => name)).toEqual((await openNetwork(H5)).layers.map(({ name }) => name));
    const zip = await openNetwork(folder.write('zip-inside.h5', readFileSync(K3)));
    expect(zip.layers).toHaveLength(27);
  });

  it('opens a tfjs model of any name', async () => {
    const text = tfjsText(functional([pictureInput, layerConfig('ReLU', 'relu', {}, ['image'])]));
    expect((await openNetwork(folder.write('model.txt', text))).layers).toHaveLength(2);
    expect((await openNetwork(folder.write('with-bom.JSON', `\uFEFF \n${text}`))).layers).toHaveLength(2);
  });

  it('opens HDF5 behind a user block', async () => {
    const withBlock = Buffer.concat([Buffer.alloc(512, '#'), readFileSync(H5)]);
    expect((await openNetwork(folder.write('user-block.h5', withBlock))).layers).toHaveLength(14);
  });

  it.each([
    [
      'a Git LFS pointer',
      'version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n',
      'git lfs pull',
    ],
    ['a web page', '\n<!DOCTYPE html><html><body>404</body></html>', 'web page, probably a failed download'],
    ['a PNG', readFileSync(fixture('photos/chelsea.png')), 'it is a picture'],
    ['a JPEG', readFileSync(fixture('photos/rocket.jpg')), 'it is a picture'],
    ['plain text', 'hello', 'no model that is known here'],
    ['one byte', '\u0089', 'no model that is known here'],
  ])('refuses %s named .h5', async (_, content, words) => {
    const { code, message } = await refusalOf(folder.write('not-a-model.h5', content));
    expect(code).toBe('model/not-a-model');
    expect(message).toContain(words);
    expect(message).toContain('give a .keras, .h5 or tfjs model.json file.');
  });

  it.each([
    [
      'no zip behind the signature',
      'PK\u0003\u0004 nothing',
      'model/damaged',
      'not a whole .keras (zip) file',
    ],
    ['other JSON', '{"a": 1}', 'model/foreign', 'this JSON holds no model'],
    [
      'a list',
      '{"modelTopology": [], "weightsManifest": []}',
      'model/bad-config',
      'is not what a tfjs layers-model has',
    ],
    ['JSON cut short', '{"modelTopology": {"model_config"', 'model/bad-config', 'not valid JSON'],
  ])('refuses %s', async (_, content, code, words) => {
    const found = await refusalOf(folder.write('other', content));
    expect(found.code).toBe(code);
    expect(found.message).toContain(words);
  });

  it('refuses a tfjs graph-model and a bare configuration, which have no layers to show', async () => {
    const graph = { format: 'graph-model', modelTopology: { node: [] }, weightsManifest: [] };
    const { message } = await refusalOf(folder.write('graph/model.json', JSON.stringify(graph)));
    expect(message).toContain('it is a graph-model of tfjs, which has no Keras layers; save the Keras model');
    const bare = await refusalOf(fixture('keras/k3_weights_names/config.json'));
    expect(bare.message).toContain(
      'it holds the layers of a model without their weights; give the weights as the model',
    );
    const weights = await refusalOf(fixture('keras/k3_weights_names/weights.h5'));
    expect(weights.message).toContain('it holds only weights, not the layers they belong to');
  });
});

describe('files that cannot be opened', () => {
  it.each([
    [
      'a missing file',
      () => path.join(folder.path, 'nothing.h5'),
      'model/not-found',
      'there is no such file',
    ],
    [
      'a path through a file',
      () => path.join(folder.write('file', 'x'), 'model.h5'),
      'model/not-found',
      'a part of the path is a file',
    ],
    ['a folder', () => folder.path, 'model/foreign', 'it is a folder; open the file'],
    ['a device', () => '/dev/zero', 'model/not-a-model', 'it is a device or a pipe'],
    [
      'a name that is too long',
      () => path.join(folder.path, `${'x'.repeat(300)}.h5`),
      'model/unreadable',
      'the path is too long',
    ],
    [
      'a link to itself',
      () => {
        const link = path.join(folder.path, 'loop.h5');
        symlinkSync(link, link);
        return link;
      },
      'model/unreadable',
      'a link in the path leads to itself',
    ],
  ])('%s', async (_, make, code, words) => {
    const file = make();
    const found = await refusalOf(file);
    expect(found.code).toBe(code);
    expect(found.message).toContain(file);
    expect(found.message).toContain(words);
  });
});

describe('a .keras file', () => {
  const { config, weights } = kerasParts(K3);

  it.each([
    ['config.json', 'model/no-config', 'no config.json'],
    ['model.weights.h5', 'model/no-weights', 'no model.weights.h5'],
  ])('without %s is refused', async (part, code, words) => {
    const found = await refusalOf(folder.write('part.keras', repackedKeras(K3, { [part]: null })));
    expect(found.code).toBe(code);
    expect(found.message).toContain(words);
  });

  it('without metadata.json counts as one of Keras 3', async () => {
    const network = await openNetwork(folder.write('m.keras', repackedKeras(K3, { 'metadata.json': null })));
    expect(network.layers[1]!.kerasMajor).toBe(3);
  });

  it('may hold other parts, also a hostile name', async () => {
    const bytes = repackedKeras(K3, { '../../evil.txt': 'x', 'assets/words.txt': 'y', __proto__x: 'z' });
    expect((await openNetwork(folder.write('more.keras', bytes))).layers).toHaveLength(27);
  });

  it('with a flipped bit is refused, since results would be wrong without a word', async () => {
    const bytes = readFileSync(K3);
    // In the middle of the packed weights, which Keras stores uncompressed.
    const place = bytes.indexOf(Buffer.from(weights.subarray(20_000, 20_032)));
    expect(place).toBeGreaterThan(0);
    bytes[place]! ^= 1;
    const { code, message } = await refusalOf(folder.write('bit.keras', bytes));
    expect(code).toBe('model/damaged');
    expect(message).toContain('checksum');
  });

  it('that understates the unpacked size of a part is refused', async () => {
    const bytes = Buffer.from(repackedKeras(K3, {}));
    const directory = bytes.indexOf('PK\u0001\u0002', 0, 'latin1');
    expect(bytes.toString('latin1', directory + 46, directory + 59)).toMatch(/^(metadata|config)\.json/);
    bytes.writeUInt32LE(10, directory + 24);
    expect((await refusalOf(folder.write('size.keras', bytes))).code).toBe('model/damaged');
  });

  it.each([
    ['no JSON', '{]', 'not valid JSON'],
    ['a number', '3', 'the model'],
    ['null', 'null', 'the model'],
    ['a model without layers', '{"class_name": "Sequential", "config": {}}', 'the list of layers'],
    ['layers that are words', '{"class_name": "Sequential", "config": {"layers": ["a"]}}', 'a layer'],
    ['no class', '{"config": {"layers": []}}', 'a layer without a class'],
    ['an empty model', '{"class_name": "Sequential", "config": {"layers": []}}', 'input shape'],
  ])('whose config.json holds %s is refused', async (_, text, words) => {
    const file = folder.write('config.keras', repackedKeras(K3, { 'config.json': text }));
    const { code, message } = await refusalOf(file);
    expect(code).toMatch(/^model\/(bad-config|no-input-shape)$/);
    expect(message).toContain(words);
    expect(message).toContain(file);
  });

  it('of a subclassed model is refused: its code is not in the file', async () => {
    const text = JSON.stringify({ ...config, class_name: 'MyModel' });
    const { code, message } = await refusalOf(
      folder.write('own.keras', repackedKeras(K3, { 'config.json': text })),
    );
    expect(code).toBe('model/unsupported-model');
    expect(message).toContain('class MyModel');
  });

  it('with NaN and Infinity in the configuration, as Python writes them, opens; names keep them', async () => {
    const changed = structuredClone(config);
    const dropout = changed.config.layers.find(({ class_name }) => class_name === 'Dropout')!;
    const text = JSON.stringify({
      ...changed,
      compile_config: { clip: 'HERE', odd: 'a, NaN, b: Infinity\\"' },
    })
      .replace('"HERE"', '-Infinity')
      .replace(`"seed":${JSON.stringify(dropout.config['seed'])}`, '"seed":NaN');
    expect(text).toContain(':-Infinity');
    const network = await openNetwork(folder.write('nan.keras', repackedKeras(K3, { 'config.json': text })));
    expect(network.layers.map(({ name }) => name)).toEqual(config.config.layers.map(({ name }) => name));
  });

  it('whose weights are no HDF5 is refused', async () => {
    const file = folder.write('weights.keras', repackedKeras(K3, { 'model.weights.h5': 'no HDF5' }));
    expect((await refusalOf(file)).code).toBe('model/damaged');
  });

  it('with NaN among its weights is refused', async () => {
    const bytes = Buffer.from(weights);
    const network = await openNetwork(K3);
    const layer = network.layers.find(({ className }) => className === 'Conv2D')!;
    const kernel = Buffer.from(new Uint8Array(layer.weights[0]!.data.buffer)).subarray(0, 64);
    bytes.writeFloatLE(NaN, bytes.indexOf(kernel) + 8);
    const file = folder.write('nan-weight.keras', repackedKeras(K3, { 'model.weights.h5': bytes }));
    const { code, message } = await refusalOf(file);
    expect(code).toBe('model/not-finite');
    expect(message).toContain(
      `1 of the ${layer.weights[0]!.data.length} numbers in kernel are NaN or infinite`,
    );
  });
});

describe('an .h5 file', () => {
  it('that is replaced under its name is read anew, also after a failure', async () => {
    const file = path.join(folder.path, 'same-name.h5');
    copyFileSync(H5, file);
    expect((await openNetwork(file)).layers).toHaveLength(14);
    // In place, as Keras itself saves: the file keeps its identity.
    writeFileSync(file, readFileSync(H5).subarray(0, 20_000));
    expect((await refusalOf(file)).code).toBe('model/damaged');
    writeFileSync(file, readFileSync(fixture('keras/k2_h5_residual/model.h5')));
    expect((await openNetwork(file)).layers).toHaveLength(27);
  });

  it.each(['external-link.h5', 'external-storage.h5', 'external-stdin.h5', 'virtual.h5'])(
    'whose weights lie in another file is refused: %s',
    async (name) => {
      // Made with h5py by test/fixtures/make-hostile-models.py; other.h5 beside it holds the weights.
      const { code } = await refusalOf(fixture(`hostile/${name}`));
      expect(code).toMatch(/^model\/(damaged|missing-weight)$/);
    },
  );

  it('like those, but with its own weights, opens', async () => {
    const { layers } = await openNetwork(fixture('hostile/sound.h5'));
    expect(layers[0]!.weights.map(({ data }) => [...data])).toEqual([
      [0, 1, 2, 3, 4, 5],
      [1, 2],
    ]);
  });

  it('with zeros in its heap of names is refused: HDF5 2.0 would read it for ever', async () => {
    const bytes = readFileSync(H5);
    const heap = bytes.indexOf('GCOL');
    expect(heap).toBeGreaterThan(0);
    bytes.fill(0, heap + 16, heap + 80);
    expect((await refusalOf(folder.write('zeros.h5', bytes))).code).toBe('model/damaged');
  });

  it('with an object in that heap whose size overflows is refused', async () => {
    const bytes = readFileSync(H5);
    const heap = bytes.indexOf('GCOL');
    bytes.writeBigUInt64LE(0xffff_fff0n, heap + 16 + 8);
    expect((await refusalOf(folder.write('overflow.h5', bytes))).code).toBe('model/damaged');
  });

  // Made with h5py 3 (compression="lzf") from a model of tf_keras 2.16.
  it('whose weights are compressed with LZF is refused with what can be done', async () => {
    const { code, message } = await refusalOf(fixture('keras-layers/k2-lzf.h5'));
    expect(code).toBe('model/unsupported-compression');
    expect(message).toMatch(/compressed with (lzf|filter 32000), .* save the file again with gzip/);
  });

  it('that keeps weights of LoRA apart is refused: Keras adds them to the kernel', async () => {
    expect(await refusalOf(fixture('keras-layers/k3-lora.h5'))).toMatchObject({
      code: 'model/unsupported-setting',
      message: expect.stringMatching(
        /layer dense \(Dense\), index 3: it keeps what LoRA trained apart.*\.keras/,
      ),
    });
  });

  it('in a folder with an odd name opens', async () => {
    const odd = path.join(folder.path, 'Modèle #1 100% 模型 🐈', '-model.h5');
    mkdirSync(path.dirname(odd));
    copyFileSync(H5, odd);
    expect((await openNetwork(odd)).layers).toHaveLength(14);
  });
});
