import { mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { openNetwork } from '../../../electron/model/readers/open-network';
import { plainLayers, type Network } from '../../../electron/model/network';
import { fixture, kerasParts, refusalOf, TempFolder } from './model-files';

const folder = new TempFolder();
const KERAS = fixture('keras/k3_keras_nested/model.keras');

interface Entry {
  name: string;
  shape: readonly number[];
  dtype: string;
  quantization?: { dtype: string; min?: number; scale?: number };
}

/** Writes model.json and shards; returns the path of model.json. */
function write(
  name: string,
  entries: readonly Entry[],
  shards: Readonly<Record<string, Uint8Array>>,
  paths = Object.keys(shards),
): string {
  for (const [shard, bytes] of Object.entries(shards)) folder.write(path.join(name, shard), bytes);
  const model = {
    format: 'layers-model',
    modelTopology: { keras_version: '3.15.1', backend: 'tensorflow', model_config: kerasParts(KERAS).config },
    weightsManifest: [{ paths, weights: entries }],
  };
  return folder.write(path.join(name, 'model.json'), JSON.stringify(model));
}

/** A model of Keras 3 with models inside it and its weights as tfjs stores them, all of one type. */
interface Stored {
  readonly entries: Entry[];
  readonly bytes: Uint8Array;
}

describe('a tfjs layers-model', () => {
  let keras: Network;
  let float32: Stored;

  beforeAll(async () => {
    keras = await openNetwork(KERAS);
    const weights = plainLayers(keras.layers).flatMap((layer) =>
      layer.weights.map((weight) => ({
        ...weight,
        name: [...layer.path, layer.name, weight.name].join('/'),
      })),
    );
    float32 = {
      entries: weights.map(({ name, shape }) => ({ name, shape, dtype: 'float32' })),
      bytes: Buffer.concat(
        weights.map(({ data }) => new Uint8Array(data.buffer, data.byteOffset, data.byteLength)),
      ),
    };
  });

  const weightsOf = (network: Network) =>
    plainLayers(network.layers).map((layer) => layer.weights.map(({ data }) => [...data]));

  it('in float32 gives the weights and layers of the .keras file it was made of', async () => {
    const network = await openNetwork(write('float32', float32.entries, { 'w.bin': float32.bytes }));
    expect(weightsOf(network)).toEqual(weightsOf(keras));
    expect(
      network.layers.map(({ name, className, parameterCount }) => ({ name, className, parameterCount })),
    ).toEqual(
      keras.layers.map(({ name, className, parameterCount }) => ({ name, className, parameterCount })),
    );
  });

  it('may be cut into shards anywhere, also in the middle of a number', async () => {
    const cuts = [0, 1, 7, 1003, 1004, 1005, float32.bytes.length];
    const shards = Object.fromEntries(
      cuts
        .slice(1)
        .map((end, place) => [`group1-shard${place + 1}.bin`, float32.bytes.subarray(cuts[place], end)]),
    );
    expect(weightsOf(await openNetwork(write('cut', float32.entries, shards)))).toEqual(weightsOf(keras));
  });

  it('may have its shards in a folder below', async () => {
    const file = write('below', float32.entries, { 'shards/a..b/w.bin': float32.bytes });
    expect(weightsOf(await openNetwork(file))).toEqual(weightsOf(keras));
  });

  it('may have several groups and weights that no layer wants', async () => {
    const file = write('groups', [], {});
    const half = 5;
    const bytesOf = (entries: readonly Entry[]) =>
      entries.reduce((sum, { shape }) => sum + 4 * shape.reduce((a, b) => a * b, 1), 0);
    const cut = bytesOf(float32.entries.slice(0, half));
    folder.write('groups/a.bin', float32.bytes.subarray(0, cut));
    folder.write('groups/b.bin', float32.bytes.subarray(cut));
    folder.write('groups/c.bin', new Uint8Array(8));
    writeFileSync(
      file,
      JSON.stringify({
        modelTopology: { keras_version: '3.15.1', model_config: kerasParts(KERAS).config },
        weightsManifest: [
          { paths: ['a.bin'], weights: float32.entries.slice(0, half) },
          { paths: ['c.bin'], weights: [{ name: 'training/iterations', shape: [2], dtype: 'int32' }] },
          { paths: ['b.bin'], weights: float32.entries.slice(half) },
        ],
      }),
    );
    expect(weightsOf(await openNetwork(file))).toEqual(weightsOf(keras));
  });

  // The converter's formula: value = stored * scale + min (tensorflowjs/quantization.py).
  it.each([
    ['uint8', 1, 0.0078125, -1],
    ['uint16', 2, 0.000030517578125, -0.5],
  ] as const)('quantised to %s gives stored * scale + min', async (dtype, width, scale, min) => {
    const entries = float32.entries.map((entry) => ({ ...entry, quantization: { dtype, min, scale } }));
    const count = float32.bytes.length / 4;
    const stored = Array.from({ length: count }, (_, place) => (place * 7919) % 256 ** width);
    const bytes = Buffer.alloc(count * width);
    stored.forEach((value, place) => bytes.writeUIntLE(value, place * width, width));
    const network = await openNetwork(write(dtype, entries, { 'w.bin': bytes }));
    // The scales are powers of two, so that every product is exact.
    expect(weightsOf(network).flat(2)).toEqual(stored.map((value) => value * scale + min));
    expect(network.layers[1]!.weights[0]!.data).toBeInstanceOf(Float32Array);
  });

  it('in float16 gives the numbers of IEEE 754', async () => {
    // Bit patterns and values: https://en.wikipedia.org/wiki/Half-precision_floating-point_format, table of examples.
    const examples: [bits: number, value: number][] = [
      [0x3c00, 1],
      [0xc000, -2],
      [0x7bff, 65504],
      [0x0001, 2 ** -24],
      [0x03ff, 1023 * 2 ** -24],
      [0x0400, 2 ** -14],
      [0x3555, 0.333251953125],
      [0x3c01, 1.0009765625],
      [0x8000, -0],
      [0x0000, 0],
    ];
    const count = float32.bytes.length / 4;
    const entries = float32.entries.map((entry) => ({ ...entry, quantization: { dtype: 'float16' } }));
    const bytes = Buffer.alloc(2 * count);
    for (let place = 0; place < count; place++)
      bytes.writeUInt16LE(examples[place % examples.length]![0], 2 * place);
    const network = await openNetwork(write('float16', entries, { 'w.bin': bytes }));
    expect(weightsOf(network).flat(2)).toEqual(
      Array.from({ length: count }, (_, place) => examples[place % examples.length]![1]),
    );
  });

  it('with an infinite float16 is refused', async () => {
    const entries = float32.entries.map((entry) => ({ ...entry, quantization: { dtype: 'float16' } }));
    const bytes = Buffer.alloc(float32.bytes.length / 2);
    bytes.writeUInt16LE(0x7c00, 0);
    const { code, message } = await refusalOf(write('infinite', entries, { 'w.bin': bytes }));
    expect(code).toBe('model/not-finite');
    expect(message).toContain('layer conv (Conv2D)');
  });

  it.each([
    ['../w.bin', 'a shard in the folder above'],
    ['a/../../w.bin', 'a shard above by a detour'],
    ['/etc/hostname', 'an absolute path'],
    ['..\\w.bin', 'a shard above in the words of Windows'],
    ['C:\\w.bin', 'a drive of Windows'],
    ['.', 'its own folder'],
  ])('that names %s, %s, is refused before anything is read', async (name) => {
    folder.write('w.bin', float32.bytes);
    const { code, message } = await refusalOf(write('path/inside', float32.entries, {}, [name]));
    expect(code).toBe('model/bad-config');
    expect(message).toContain(`names the weight file ${name}, which is not beside it`);
  });

  it('without a shard is refused with its name', async () => {
    const file = write('missing', float32.entries, { 'a.bin': float32.bytes }, ['a.bin', 'b.bin']);
    const { code, message } = await refusalOf(file);
    expect(code).toBe('model/no-weights');
    expect(message).toContain(
      'its weight file b.bin is missing; put all files of the model into one folder.',
    );
  });

  it('with a folder in place of a shard is refused', async () => {
    const file = write('folder', float32.entries, {}, ['a.bin']);
    mkdirSync(path.join(path.dirname(file), 'a.bin'));
    const { code, message } = await refusalOf(file);
    expect(code).toBe('model/no-weights');
    expect(message).toContain('its weight file a.bin cannot be read');
  });

  it('with a shard that is too short is refused with the weight that is cut', async () => {
    const file = write('short', float32.entries, { 'w.bin': float32.bytes.subarray(0, -1) });
    const { code, message } = await refusalOf(file);
    expect(code).toBe('model/damaged');
    expect(message).toContain(`end before ${float32.entries.at(-1)!.name} is complete`);
    expect(message).toContain(`(${float32.bytes.length - 1} bytes)`);
  });

  it('with a shard named a thousand times is refused before it is read a thousand times', async () => {
    // 100 MB that take no room on the disk.
    truncateSync(folder.write('repeated/big.bin', ''), 100 * 1024 ** 2);
    const names = Array.from({ length: 1000 }, () => 'big.bin');
    const { code, message } = await refusalOf(write('repeated', float32.entries, {}, names));
    expect(code).toBe('model/too-large');
    expect(message).toContain('more than 2 GB');
  });

  it.each([
    [
      'another length',
      { shape: [3, 3, 3, 5] },
      'needs kernel of shape (3, 3, 3, 6), but the file holds (3, 3, 3, 5)',
    ],
    ['another rank', { shape: [27, 6] }, 'needs kernel of shape (3, 3, 3, 6), but the file holds (27, 6)'],
  ])('with a weight of %s is refused', async (_, change, words) => {
    const entries = float32.entries.map((entry, place) => (place === 0 ? { ...entry, ...change } : entry));
    const { code, message } = await refusalOf(write('shape', entries, { 'w.bin': float32.bytes }));
    expect(code).toBe('model/wrong-shape');
    expect(message).toContain(words);
  });

  it('without a weight is refused with its name', async () => {
    const [, ...others] = float32.entries;
    const { code, message } = await refusalOf(write('lost', others, { 'w.bin': float32.bytes }));
    expect(code).toBe('model/missing-weight');
    expect(message).toContain('layer conv (Conv2D), index 1: it needs 2 weights (kernel, bias)');
    expect(message).toContain('missing: kernel');
  });

  it.each([
    ['a negative length', { shape: [-1] }],
    ['a fractional length', { shape: [1.5] }],
    ['a length that is a word', { shape: ['a'] }],
    ['a type that is unknown', { dtype: 'complex128' }],
    ['a quantisation that is unknown', { quantization: { dtype: 'int4' } }],
  ])('with %s in the list of weights is refused', async (_, change) => {
    const entries = [{ ...float32.entries[0]!, ...change } as Entry];
    const { code } = await refusalOf(write('list', entries, { 'w.bin': float32.bytes }));
    expect(code).toBe('model/bad-config');
  });

  it('whose list of weights claims more than memory could hold is refused', async () => {
    const entries = [{ ...float32.entries[0]!, shape: [2 ** 40, 2 ** 40] }];
    const { code, message } = await refusalOf(write('huge', entries, { 'w.bin': float32.bytes }));
    expect(code).toBe('model/damaged');
    expect(message).toContain(`end before ${float32.entries[0]!.name} is complete`);
  });
});
