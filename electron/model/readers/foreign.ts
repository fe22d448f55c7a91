import { message, type Message } from '../../shared/messages/message';

/** What a file is that is no model of Keras, and what its owner can do; each a part of a sentence. */
export interface Foreign {
  readonly what: Message;
  readonly remedy: Message;
}

export const FROM_KERAS = message('part/remedy-keras-origin');
export const CONVERT = message('part/remedy-convert');
export const SET_WEIGHTS = message('part/remedy-set-weights');

/** A model, or a part of one, of another program. */
export function fileOf(program: string): Foreign {
  return { what: message('part/is-file-of', { program }), remedy: CONVERT };
}

export const CHECKPOINT: Foreign = {
  what: message('part/is-checkpoint'),
  remedy: message('part/remedy-load-weights'),
};
export const ONNX: Foreign = { what: message('part/is-onnx'), remedy: CONVERT };
export const SAVED_MODEL: Foreign = {
  what: message('part/is-saved-model'),
  remedy: message('part/remedy-save-keras'),
};
export const TFLITE: Foreign = { what: message('part/is-tflite'), remedy: FROM_KERAS };
export const TORCH = fileOf('PyTorch');
export const CORE_ML = fileOf('Core ML');
