import { zipSync } from 'fflate';
import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openNetwork } from '../../../electron/model/readers/open-network';

/** The ends of a real file, and the names in it where it is a zip; see make-foreign-models.py. */
interface Kept {
  readonly file: string;
  readonly bytes: number;
  readonly head: string;
  readonly tail: string;
  readonly names: readonly string[];
}

const fixtures = path.resolve(import.meta.dirname, '../../fixtures/foreign');
let folder: string;
beforeAll(() => {
  folder = fs.mkdtempSync(path.join(process.env['TMPDIR'] ?? '/tmp', 'foreign-'));
});
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

/** The file again, its middle left empty. */
function written(name: string): string {
  const kept = JSON.parse(fs.readFileSync(path.join(fixtures, `${name}.json`), 'utf8')) as Kept;
  const file = path.join(folder, `${name}-${kept.file}`);
  const [head, tail] = [Buffer.from(kept.head, 'hex'), Buffer.from(kept.tail, 'hex')];
  const bytes = Buffer.alloc(kept.bytes);
  tail.copy(bytes, kept.bytes - tail.length);
  head.copy(bytes, 0);
  fs.writeFileSync(file, kept.names.length > 0 ? zipOf(kept.names) : bytes);
  return file;
}

function zipOf(names: readonly string[]): Uint8Array {
  return zipSync(Object.fromEntries(names.map((name) => [name, new Uint8Array(4)])));
}

function made(name: string, content: Uint8Array | string): string {
  const file = path.join(folder, name);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, content);
  return file;
}

async function refusal(file: string): Promise<{ code: string; what: string; remedy: string }> {
  const error: unknown = await openNetwork(file).then(
    () => expect.fail('opened'),
    (thrown: unknown) => thrown,
  );
  const { code, values } = error as { code: string; values: Record<string, { key: string }> };
  return { code, what: values['what']?.key ?? '', remedy: values['remedy']?.key ?? '' };
}

const foreign = (what: string, remedy: string) => ({
  code: 'model/foreign',
  what: `part/is-${what}`,
  remedy: `part/remedy-${remedy}`,
});

describe('models of other kinds are named, with the way to a file that opens', () => {
  it.each([
    ['saved-model', 'saved-model', 'save-keras'],
    ['frozen-graph', 'frozen-graph', 'keras-origin'],
    ['checkpoint-index', 'checkpoint', 'load-weights'],
    ['checkpoint-data', 'checkpoint', 'load-weights'],
    ['checkpoint-list', 'checkpoint', 'load-weights'],
    ['tflite', 'tflite', 'keras-origin'],
    ['npz', 'npz', 'set-weights'],
    ['onnx', 'onnx', 'convert'],
    ['onnx-nameless', 'onnx', 'convert'],
    ['safetensors', 'safetensors', 'convert'],
    ['pickle', 'pickle', 'convert'],
  ])('%s', async (name, what, remedy) => {
    expect(await refusal(written(name))).toEqual(foreign(what, remedy));
  });

  // A message of Protocol Buffers: fields as number and content, a number for a varint.
  const proto = (...fields: (readonly [number, number | string | Buffer])[]): Buffer =>
    Buffer.concat(
      fields.map(([field, value]) => {
        const tag = field * 8 + (typeof value === 'number' ? 0 : 2);
        const start = tag < 128 ? [tag] : [(tag & 0x7f) | 0x80, tag >> 7];
        if (typeof value === 'number') return Buffer.from([...start, value]);
        const content = Buffer.from(value);
        return Buffer.concat([Buffer.from([...start, content.length]), content]);
      }),
    );
  // Each form by the description that the program publishes: Model.proto, caffe.proto, framework.proto, onnx.proto.
  const image = proto([1, 'image'], [2, 'the picture']);
  const block = Buffer.from([0x08, 0, 0x10, ...new Array<number>(9).fill(0xff), 1]);
  const node = proto([1, 'input'], [2, 'Placeholder']);
  it.each<[string, string, Buffer | string]>([
    ['Core ML', 'a.mlmodel', proto([1, 5], [2, proto([1, image])])],
    ['Caffe', 'a.caffemodel', proto([1, 'AlexNet'], [100, proto([1, 'data'], [2, 'Data'])])],
    ['Caffe', 'a-1.caffemodel', proto([1, 'CaffeNet'], [2, proto([2, 'data'], [3, 'data'])])],
    ['Caffe', 'deploy.prototxt', '# a net\nname: "AlexNet"\nlayer {\n  name: "data"\n}\n'],
    ['Darknet', 'yolo.cfg', '[net]\nbatch=64\n[convolutional]\nfilters=32\n'],
    ['Darknet', 'yolo.weights', Buffer.from([0, 0, 0, 0, 2, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0, 9, 9])],
    ['MATLAB', 'net.mat', 'MATLAB 5.0 MAT-file, Platform: PCWIN64'.padEnd(200)],
    [
      'MATLAB',
      'net-7.3.mat',
      Buffer.concat([Buffer.from('MATLAB 7.3 MAT-file'.padEnd(512)), Buffer.from('894844460d0a1a0a', 'hex')]),
    ],
    ['OpenVINO', 'a.xml', '<?xml version="1.0"?>\n<net name="resnet" version="11"><layers/></net>'],
    ['MXNet', 'a.params', Buffer.from([0x12, 1, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4])],
    ['PaddlePaddle', 'a.pdmodel', proto([1, block])],
    ['TensorRT', 'a.engine', 'ptrt and more'],
    ['llama.cpp (GGUF)', 'a.gguf', Buffer.from('GGUF\x03\0\0\0')],
  ])('%s: %s', async (program, name, content) => {
    const file = made(name, content);
    expect(await refusal(file)).toEqual(foreign('file-of', 'convert'));
    await expect(openNetwork(file)).rejects.toThrow(`it is a file of ${program}; only Keras models`);
  });

  it.each<[string, string, string, Buffer | string]>([
    ['onnx', 'convert', 'operators first', proto([1, 8], [8, proto([1, 'ai.onnx'], [2, 13])])],
    ['onnx', 'convert', 'domain first', proto([1, 3], [4, 'ai.onnx'], [7, 'x'])],
    ['frozen-graph', 'keras-origin', 'versions first', proto([4, proto([1, 27])], [1, node])],
    ['frozen-graph', 'keras-origin', 'as text', 'node {\n  name: "input"\n  op: "Placeholder"\n}\n'],
    ['checkpoint', 'load-weights', 'model.ckpt.meta', proto([1, proto([5, '1.15.0'])], [2, node])],
    ['pickle', 'convert', 'protocol 0', "(dp0\nS'a'\np1\nI1\ns."],
    ['pickle', 'convert', 'protocol 1', Buffer.from('}q\0X\x01\0\0\0aq\x01K\x01s.', 'latin1')],
    ['npy', 'set-weights', 'array.npy', Buffer.from('\x93NUMPY\x01\0v\0', 'latin1')],
    ['archive', 'unpack-archive', 'model.h5.gz', Buffer.from([0x1f, 0x8b, 8, 0, 0])],
    ['archive', 'unpack-archive', 'model.7z', Buffer.from('377abcaf271c0004', 'hex')],
    ['archive', 'unpack-archive', 'saved.tar', `${'m/saved_model.pb'.padEnd(257, '\0')}ustar`],
    ['graph-model', 'keras-origin', 'model.json', '{"format": "graph-model", "modelTopology": {}}'],
    ['web-page', '', 'error.h5', '<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>'],
    ['picture', '', 'photo.h5', Buffer.from('\0\0\0\x18ftypheic', 'latin1')],
  ])('%s (%s): %s', async (what, remedy, name, content) => {
    const file = made(name.includes('.') ? name : `${what}-${name}`, content);
    const isForeign = remedy !== '';
    if (isForeign) expect(await refusal(file)).toEqual(foreign(what, remedy));
    else
      await expect(openNetwork(file)).rejects.toMatchObject({
        code: 'model/not-a-model',
        values: { problem: { key: `part/is-${what}` } },
      });
  });

  it.each<[string, string, string[]]>([
    ['tflite', 'keras-origin', ['model_unquant.tflite', 'labels.txt']],
    ['onnx', 'convert', ['resnet50.onnx']],
    ['file-of', 'convert', ['a/net.pth', 'a/config.json']],
    ['file-of', 'convert', ['A.mlpackage/Manifest.json', 'A.mlpackage/Data/com.apple.CoreML/model.mlmodel']],
    ['checkpoint', 'load-weights', ['checkpoint', 'cp.index', 'cp.data-00000-of-00001']],
    ['zip-of-folder', 'pack', ['my/config.json', 'my/metadata.json', 'my/model.weights.h5']],
  ])('a zip with %s (%s) inside: %s', async (what, remedy, names) => {
    expect(await refusal(made(`${what}-${names.length}.zip`, zipOf(names)))).toEqual(foreign(what, remedy));
  });

  // Layouts: torch/serialization.py, _save (zip since 1.6) and _legacy_save.
  it.each([
    ['zip', zipOf(['model/data.pkl', 'model/byteorder', 'model/data/0', 'model/version'])],
    ['TorchScript', zipOf(['net/constants.pkl', 'net/data.pkl', 'net/code/__torch__.py', 'net/version'])],
    ['legacy', Buffer.from('80028a0a6cfc9c46f9206aa850192e8002', 'hex')],
  ])('PyTorch, %s', async (kind, bytes) => {
    expect(await refusal(made(`${kind}.pth`, bytes))).toEqual(foreign('file-of', 'convert'));
  });

  it('a zip with a model inside', async () => {
    const zip = made('converted_keras.zip', zipOf(['keras_model.h5', 'labels.txt']));
    expect(await refusal(zip)).toEqual(foreign('zip-of-model', 'unpack'));
    // As Teachable Machine exports it for tfjs.
    const tfjs = made('tm-my-image-model.zip', zipOf(['metadata.json', 'model.json', 'weights.bin']));
    expect(await refusal(tfjs)).toEqual(foreign('zip-of-model', 'unpack-all'));
    const other = made('other.zip', zipOf(['a.txt', 'b.jpg']));
    expect((await refusal(other)).code).toBe('model/no-config');
  });

  it('folders', async () => {
    made('saved/saved_model.pb', 'x');
    made('saved/variables/variables.index', 'x');
    expect(await refusal(path.join(folder, 'saved'))).toEqual(foreign('saved-model', 'save-keras'));
    made('unpacked/config.json', '{}');
    made('unpacked/model.weights.h5', 'x');
    expect(await refusal(path.join(folder, 'unpacked'))).toEqual(foreign('unpacked-keras', 'pack'));
    made('tfjs/model.json', '{}');
    made('tfjs/group1-shard1of1.bin', 'x');
    expect(await refusal(path.join(folder, 'tfjs'))).toMatchObject({ remedy: 'part/remedy-open-inside' });
    made('saved/variables/variables.data-00000-of-00001', 'x');
    expect(await refusal(path.join(folder, 'saved/variables'))).toEqual(
      foreign('checkpoint', 'load-weights'),
    );
    made('net.mlpackage/Manifest.json', '{}');
    expect(await refusal(path.join(folder, 'net.mlpackage'))).toEqual(foreign('file-of', 'convert'));
    fs.mkdirSync(path.join(folder, 'empty'));
    expect((await refusal(path.join(folder, 'empty'))).code).toBe('model/not-a-model');
  });

  it('but not what only begins like one', async () => {
    const noise = [
      Buffer.from('0801', 'hex'),
      Buffer.from('0a', 'hex'),
      Buffer.from([0x0a, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80]),
      Buffer.alloc(64, 0x11),
    ];
    for (const [i, bytes] of noise.entries())
      expect((await refusal(made(`noise-${i}`, bytes))).code).toBe('model/not-a-model');
  });
});
