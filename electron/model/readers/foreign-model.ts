import { message } from '../../shared/messages/message';
import { CHECKPOINT, CONVERT, fileOf, FROM_KERAS, SET_WEIGHTS, TFLITE, TORCH, type Foreign } from './foreign';
import { protobufModel } from './foreign-protobuf';

const PICKLE: Foreign = { what: message('part/is-pickle'), remedy: CONVERT };
const archive = (kind: string): Foreign => ({
  what: message('part/is-archive', { kind }),
  remedy: message('part/remedy-unpack-archive'),
});

/** First bytes, one letter a byte; `?` matches any byte. */
const SIGNATURES: readonly (readonly [signature: string, foreign: Foreign])[] = [
  ['????TFL3', TFLITE], // FlatBuffers file identifier
  ['model_checkpoint_path:', CHECKPOINT],
  // torch.save before 1.6: a pickled long integer, torch.serialization.MAGIC_NUMBER
  ['\x80\x02\x8a\x0al\xfc\x9cF\xf9 j\xa8P\x19.', TORCH],
  ['\x80\x02', PICKLE],
  ['\x80\x03', PICKLE],
  ['\x80\x04', PICKLE],
  ['\x80\x05', PICKLE],
  ['\x93NUMPY', { what: message('part/is-npy'), remedy: SET_WEIGHTS }],
  ['MATLAB ', fileOf('MATLAB')], // a MAT-file of any version; that of 7.3 is HDF5 behind 512 bytes
  ['GGUF', fileOf('llama.cpp (GGUF)')],
  ['ptrt', fileOf('TensorRT')],
  ['\x12\x01\0\0\0\0\0\0', fileOf('MXNet')], // kMXAPINDArrayListMagic of MXNet's c_api.cc
  ['\x1f\x8b', archive('gzip')],
  ['BZh', archive('bzip2')],
  ['\xfd7zXZ\0', archive('xz')],
  ['7z\xbc\xaf\x27\x1c', archive('7z')],
  ['Rar!\x1a\x07', archive('rar')],
  ['\x28\xb5\x2f\xfd', archive('zstd')],
];

/** Texts, by what stands at their beginning, behind comments. */
const TEXTS: readonly (readonly [pattern: RegExp, foreign: Foreign])[] = [
  [/^(name\s*:\s*"[^"]*"\s*)?(layers?\s*\{|input\s*:\s*"|input_param)/, fileOf('Caffe')],
  [/^\[(net|network)\]\s/, fileOf('Darknet')],
  [/^(<\?xml[^>]*>\s*)?<net\s/, fileOf('OpenVINO')],
  [/^node\s*\{\s*name\s*:/, { what: message('part/is-frozen-graph'), remedy: FROM_KERAS }],
  // The protocols 0 and 1, which begin with what they hold.
  [/^(\((dp?|lp)\d|c[a-z_][\w.]*\n|[}\]]q\0)/, PICKLE],
];

/** End of the table file that lists a checkpoint's tensors. Source: kTableMagicNumber of TensorFlow's lib/io/format.h. */
const TABLE_MAGIC = '\x57\xfb\x80\x8b\x24\x75\x47\xdb';

/**
 * Recognises models of other kinds by their content; only what has no sign in it is known by its name.
 * @param name  of the file
 * @param head  its first bytes, some hundred at least where it has as many
 * @param tail  its last 8 bytes
 */
export function foreignModel(name: string, head: Uint8Array, tail: Uint8Array): Foreign | undefined {
  const start = latin1(head.subarray(0, 4096));
  const known = SIGNATURES.find(([signature]) => isLike(start, signature));
  if (known !== undefined) return known[1];
  const text = start.replace(/^(\s*#[^\n]*\n)*\s*/, '');
  const ofText = TEXTS.find(([pattern]) => pattern.test(text));
  if (ofText !== undefined) return ofText[1];
  if (latin1(tail) === TABLE_MAGIC || /\.data-\d{5}-of-\d{5}$/.test(name)) return CHECKPOINT;
  // A MetaGraphDef beside a checkpoint of TensorFlow 1.
  if (head[0] === 0x0a && /\.meta$/.test(name)) return CHECKPOINT;
  // Major, minor and revision number as 32 bits each.
  if (/^\0\0\0\0[\x01\x02]\0\0\0.\0\0\0/s.test(start) && /\.weights$/.test(name)) return fileOf('Darknet');
  if (start.slice(257, 262) === 'ustar') return archive('tar');
  // safetensors: length of the header as 64 bits, then the header in JSON
  if (/^.{4}\0{4}\{\s*"/s.test(start)) return { what: message('part/is-safetensors'), remedy: CONVERT };
  return protobufModel(head);
}

/** MATLAB 7.3 writes HDF5 behind a text of its own. */
export function foreignHdf5(head: Uint8Array): Foreign | undefined {
  return isLike(latin1(head.subarray(0, 16)), 'MATLAB ') ? fileOf('MATLAB') : undefined;
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
