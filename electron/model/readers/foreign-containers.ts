import { readdir } from 'node:fs/promises';
import { message } from '../../shared/messages/message';
import { CHECKPOINT, CORE_ML, ONNX, SAVED_MODEL, SET_WEIGHTS, TFLITE, TORCH, type Foreign } from './foreign';

/** What lies in archives and folders, by names; the first that fits counts. */
const BY_NAME: readonly (readonly [name: RegExp, foreign: Foreign])[] = [
  [/(^|\/)saved_model\.pb(txt)?$/, SAVED_MODEL],
  [/(^|\/)data\.pkl$|\.(pth?|safetensors)$/, TORCH],
  [/\.onnx$/i, ONNX],
  [/\.(tflite|lite)$/i, TFLITE],
  [/\.mlmodel$/i, CORE_ML],
  [/(^|\/)checkpoint$|\.data-\d{5}-of-\d{5}$/, CHECKPOINT],
];

/** What the files of these names are a model of. */
function named(names: readonly string[]): Foreign | undefined {
  return BY_NAME.find(([pattern]) => names.some((name) => pattern.test(name)))?.[1];
}

/** What a zip holds where it is no .keras file, by the names in it. */
export function foreignZip(names: readonly string[]): Foreign | undefined {
  const files = names.filter((name) => !name.endsWith('/'));
  const inner = files.find(
    (name) => /\.(keras|h5|hdf5)$/i.test(name) && !/(^|\/)model(_\d+)?\.weights\.h5$/.test(name),
  );
  if (inner !== undefined)
    return { what: message('part/is-zip-of-model', { name: inner }), remedy: message('part/remedy-unpack') };
  if (['config.json', 'model.weights.h5'].every((end) => files.some((name) => name.endsWith(`/${end}`))))
    return { what: message('part/is-zip-of-folder'), remedy: message('part/remedy-pack') };
  // A model of tfjs, as Teachable Machine exports it.
  const tfjs = files.find((name) => /(^|\/)model\.json$/.test(name));
  if (tfjs !== undefined && files.some((name) => name.endsWith('.bin')))
    return {
      what: message('part/is-zip-of-model', { name: tfjs }),
      remedy: message('part/remedy-unpack-all'),
    };
  if (files.length > 0 && files.every((name) => name.endsWith('.npy')))
    return { what: message('part/is-npz'), remedy: SET_WEIGHTS };
  return named(files);
}

/** What a folder holds that people give as a model. */
export async function foreignFolder(folder: string | Buffer): Promise<Foreign | undefined> {
  const names = await readdir(folder);
  if (names.includes('saved_model.pb')) return SAVED_MODEL;
  if (names.includes('Manifest.json') && /\.mlpackage\/?$/.test(folder.toString())) return CORE_ML;
  const inner = names.find((name) => /\.(keras|h5|hdf5)$/i.test(name) && name !== 'model.weights.h5');
  if (names.includes('config.json') && names.some((name) => name.endsWith('.weights.h5')))
    return { what: message('part/is-unpacked-keras'), remedy: message('part/remedy-pack') };
  const file = names.includes('model.json') ? 'model.json' : inner;
  if (file !== undefined)
    return {
      what: message('part/folder-no-model'),
      remedy: message('part/remedy-open-inside', { name: file }),
    };
  return named(names);
}
