import { message } from '../../shared/messages/message';
import { CORE_ML, fileOf, FROM_KERAS, ONNX, SAVED_MODEL, type Foreign } from './foreign';

interface Field {
  readonly start: number;
  readonly end: number;
}

/** The bytes of a length-delimited field with this tag. */
function fieldAt(bytes: Uint8Array, at: number, tag: number): Field | undefined {
  if (bytes[at] !== tag) return undefined;
  let length = 0;
  for (let i = 1; i < 6; i++) {
    const byte = bytes[at + i] ?? 0xff;
    length += (byte & 0x7f) * 2 ** (7 * (i - 1));
    if (byte < 0x80) return length === 0 ? undefined : { start: at + i + 1, end: at + i + 1 + length };
  }
  return undefined;
}

/** True for a field that holds a text, not a message. */
function isText(bytes: Uint8Array, field: Field | undefined): boolean {
  if (!field || field.end > bytes.length) return false;
  return bytes.subarray(field.start, field.end).every((byte) => byte >= 0x20 && byte < 0x7f);
}

/** ModelProto of ONNX behind its version: a version (3), domain (4), text (6), graph (7) or sets of operators (8). */
const OF_ONNX = [0x1a, 0x22, 0x32, 0x3a, 0x42];

/** Models that are Protocol Buffers, which have no signature; their first fields tell them apart. */
export function protobufModel(head: Uint8Array): Foreign | undefined {
  return graphDef(head) ?? layersBehindName(head) ?? program(head) ?? versioned(head);
}

/** GraphDef of TensorFlow: perhaps versions (4), then node (1) { name (1), op (2) } */
function graphDef(head: Uint8Array): Foreign | undefined {
  const node = fieldAt(head, fieldAt(head, 0, 0x22)?.end ?? 0, 0x0a);
  const name = node && fieldAt(head, node.start, 0x0a);
  const op = name && fieldAt(head, name.end, 0x12);
  if (!op || !isText(head, op) || !/[A-Z]/.test(String.fromCharCode(head[op.start]!))) return undefined;
  return { what: message('part/is-frozen-graph'), remedy: FROM_KERAS };
}

/** NetParameter of Caffe: name (1), then layer (100), or layers of version 1 (2) or inputs (3), which begin with texts */
function layersBehindName(head: Uint8Array): Foreign | undefined {
  const name = fieldAt(head, 0, 0x0a);
  if (!name || !isText(head, name)) return undefined;
  const isLayer = head[name.end] === 0xa2 && head[name.end + 1] === 0x06;
  const old = fieldAt(head, name.end, 0x12);
  const isOld = old !== undefined && /[\x0a\x12\x1a\x22]/.test(String.fromCharCode(head[old.start]!));
  return isLayer || isOld || isText(head, fieldAt(head, name.end, 0x1a)) ? fileOf('Caffe') : undefined;
}

/** ProgramDesc of PaddlePaddle: block (1) { number (1), that of its parent (2), which is -1 } */
function program(head: Uint8Array): Foreign | undefined {
  const block = fieldAt(head, 0, 0x0a);
  const wanted = [0x08, 0x00, 0x10, 0xff, 0xff];
  return block && wanted.every((byte, place) => head[block.start + place] === byte)
    ? fileOf('PaddlePaddle')
    : undefined;
}

/** A version (1), then ONNX: a text, or what is its alone; Core ML: inputs with names (2); SavedModel: meta graphs (2) */
function versioned(head: Uint8Array): Foreign | undefined {
  if (head[0] !== 0x08 || (head[1] ?? 0xff) > 0x20) return undefined;
  if (OF_ONNX.includes(head[2] ?? 0)) return ONNX;
  const second = fieldAt(head, 2, 0x12);
  if (second === undefined) return undefined;
  if (isText(head, second)) return ONNX;
  const input = fieldAt(head, second.start, 0x0a);
  return input && isText(head, fieldAt(head, input.start, 0x0a)) ? CORE_ML : SAVED_MODEL;
}
