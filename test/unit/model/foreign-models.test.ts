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

  // Layouts: torch/serialization.py, _save (zip since 1.6) and _legacy_save.
  it.each([
    ['zip', zipOf(['model/data.pkl', 'model/byteorder', 'model/data/0', 'model/version'])],
    ['TorchScript', zipOf(['net/constants.pkl', 'net/data.pkl', 'net/code/__torch__.py', 'net/version'])],
    ['legacy', Buffer.from('80028a0a6cfc9c46f9206aa850192e8002', 'hex')],
  ])('PyTorch, %s', async (kind, bytes) => {
    expect(await refusal(made(`${kind}.pth`, bytes))).toEqual(foreign('pytorch', 'convert'));
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
