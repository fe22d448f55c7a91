import { readdir } from 'node:fs/promises';
import { message, type Message } from '../../shared/messages/message';

/** What a file is that is no model of Keras, and what its owner can do; each a part of a sentence. */
export interface Foreign {
  readonly what: Message;
  readonly remedy: Message;
}

const SAVE_WITH_KERAS = message('part/remedy-save-keras');
const FROM_KERAS = message('part/remedy-keras-origin');
const CONVERT = message('part/remedy-convert');
const CHECKPOINT: Foreign = {
  what: message('part/is-checkpoint'),
  remedy: message('part/remedy-load-weights'),
};
const SAVED_MODEL: Foreign = { what: message('part/is-saved-model'), remedy: SAVE_WITH_KERAS };
const TORCH: Foreign = { what: message('part/is-pytorch'), remedy: CONVERT };

/** First bytes, one letter a byte; `?` matches any byte. */
const SIGNATURES: readonly (readonly [signature: string, foreign: Foreign])[] = [
  ['????TFL3', { what: message('part/is-tflite'), remedy: FROM_KERAS }], // FlatBuffers file identifier
  ['model_checkpoint_path:', CHECKPOINT],
  // torch.save before 1.6: a pickled long integer, torch.serialization.MAGIC_NUMBER
  ['\x80\x02\x8a\x0al\xfc\x9cF\xf9 j\xa8P\x19.', TORCH],
  ['\x80\x02', { what: message('part/is-pickle'), remedy: CONVERT }],
  ['\x80\x03', { what: message('part/is-pickle'), remedy: CONVERT }],
  ['\x80\x04', { what: message('part/is-pickle'), remedy: CONVERT }],
  ['\x80\x05', { what: message('part/is-pickle'), remedy: CONVERT }],
];

/** End of the table file that lists a checkpoint's tensors. Source: kTableMagicNumber of TensorFlow's lib/io/format.h. */
const TABLE_MAGIC = '\x57\xfb\x80\x8b\x24\x75\x47\xdb';

/**
 * Recognises models of other kinds by their content; only the numbers of a checkpoint have no sign but their name.
 * @param name  of the file
 * @param head  its first bytes, some hundred at least where it has as many
 * @param tail  its last 8 bytes
 */
export function foreignModel(name: string, head: Uint8Array, tail: Uint8Array): Foreign | undefined {
  const start = latin1(head.subarray(0, 4096));
  const known = SIGNATURES.find(([signature]) => isLike(start, signature));
  if (known !== undefined) return known[1];
  if (latin1(tail) === TABLE_MAGIC || /\.data-\d{5}-of-\d{5}$/.test(name)) return CHECKPOINT;
  // safetensors: length of the header as 64 bits, then the header in JSON
  if (/^.{4}\0{4}\{\s*"/s.test(start)) return { what: message('part/is-safetensors'), remedy: CONVERT };
  return protobufModel(head);
}

/** SavedModel, GraphDef and ONNX are Protocol Buffers without a signature; their first fields tell them apart. */
function protobufModel(head: Uint8Array): Foreign | undefined {
  const frozen: Foreign = { what: message('part/is-frozen-graph'), remedy: FROM_KERAS };
  // GraphDef: node (1) { name (1), op (2) }
  const node = fieldAt(head, 0, 0x0a);
  const nodeName = node && fieldAt(head, node.start, 0x0a);
  const op = nodeName && fieldAt(head, nodeName.end, 0x12);
  if (op && /^[A-Z]\w+$/.test(latin1(head.subarray(op.start, op.end)))) return frozen;
  // A version (1), then ONNX: producer_name (2), a text, or graph (7); SavedModel: meta_graphs (2)
  if (head[0] !== 0x08 || (head[1] ?? 0xff) > 0x20) return undefined;
  const second = fieldAt(head, 2, 0x12);
  const isText =
    second !== undefined && /^[\x20-\x7e]+$/.test(latin1(head.subarray(second.start, second.end)));
  if (isText || head[2] === 0x3a) return { what: message('part/is-onnx'), remedy: CONVERT };
  return second === undefined ? undefined : SAVED_MODEL;
}

/** The bytes of a length-delimited field with this tag. */
function fieldAt(bytes: Uint8Array, at: number, tag: number): { start: number; end: number } | undefined {
  if (bytes[at] !== tag) return undefined;
  let length = 0;
  for (let i = 1; i < 6; i++) {
    const byte = bytes[at + i] ?? 0xff;
    length += (byte & 0x7f) * 2 ** (7 * (i - 1));
    if (byte < 0x80) return length === 0 ? undefined : { start: at + i + 1, end: at + i + 1 + length };
  }
  return undefined;
}

/** What a zip holds where it is no .keras file, by the names in it. */
export function foreignZip(names: readonly string[]): Foreign | undefined {
  const inner = names.find(
    (name) => /\.(keras|h5|hdf5)$/i.test(name) && !/(^|\/)model(_\d+)?\.weights\.h5$/.test(name),
  );
  if (inner !== undefined)
    return { what: message('part/is-zip-of-model', { name: inner }), remedy: message('part/remedy-unpack') };
  // A model of tfjs, as Teachable Machine exports it.
  const tfjs = names.find((name) => /(^|\/)model\.json$/.test(name));
  if (tfjs !== undefined && names.some((name) => name.endsWith('.bin')))
    return {
      what: message('part/is-zip-of-model', { name: tfjs }),
      remedy: message('part/remedy-unpack-all'),
    };
  if (names.some((name) => /(^|\/)data\.pkl$/.test(name))) return TORCH;
  if (names.some((name) => /(^|\/)saved_model\.pb$/.test(name))) return SAVED_MODEL;
  const files = names.filter((name) => !name.endsWith('/'));
  if (files.length > 0 && files.every((name) => name.endsWith('.npy')))
    return { what: message('part/is-npz'), remedy: message('part/remedy-set-weights') };
  return undefined;
}

/** What a folder holds that people give as a model. */
export async function foreignFolder(folder: string | Buffer): Promise<Foreign | undefined> {
  const names = await readdir(folder);
  if (names.includes('saved_model.pb')) return SAVED_MODEL;
  const inner = names.find((name) => /\.(keras|h5|hdf5)$/i.test(name) && name !== 'model.weights.h5');
  if (names.includes('config.json') && names.some((name) => name.endsWith('.weights.h5')))
    return { what: message('part/is-unpacked-keras'), remedy: message('part/remedy-pack') };
  const file = names.includes('model.json') ? 'model.json' : inner;
  if (file !== undefined)
    return {
      what: message('part/folder-no-model'),
      remedy: message('part/remedy-open-inside', { name: file }),
    };
  return names.includes('checkpoint') ? CHECKPOINT : undefined;
}

function isLike(start: string, signature: string): boolean {
  return (
    signature.length <= start.length &&
    [...signature].every((letter, i) => letter === '?' || letter === start[i])
  );
}

function latin1(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}
