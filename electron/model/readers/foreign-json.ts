import { message } from '../../shared/messages/message';
import { isObject } from '../config/call-arguments';
import { CONVERT, fileOf, type Foreign } from './foreign';

type Json = Readonly<Record<string, unknown>>;

const OPEN_MODEL = message('part/remedy-open-model');
const OPEN_BESIDE = message('part/remedy-open-model-json');
const LABELS: Foreign = { what: message('part/is-labels'), remedy: message('part/remedy-as-labels') };
const MANIFEST: Foreign = { what: message('part/is-manifest'), remedy: OPEN_BESIDE };
const HUGGING_FACE: Foreign = { what: message('part/is-hugging-face'), remedy: CONVERT };
/** What cannot be told apart. */
export const OTHER_JSON: Foreign = { what: message('part/is-other-json'), remedy: OPEN_MODEL };
const ANNOTATIONS: Foreign = { what: message('part/is-annotations'), remedy: OPEN_MODEL };

const has = (json: Json, ...keys: readonly string[]) => keys.every((key) => Object.hasOwn(json, key));
const hasAny = (json: Json, ...keys: readonly string[]) => keys.some((key) => Object.hasOwn(json, key));
const isText = (value: unknown) => typeof value === 'string';

/** Objects that people open by mistake, by keys that only they have; the first that fits. */
const OBJECTS: readonly (readonly [fits: (json: Json) => boolean, foreign: Foreign])[] = [
  [
    // model.to_json() and get_config() of Keras, config.json of a .keras file
    (json) =>
      (isText(json['class_name']) && isObject(json['config']) && json['class_name'] !== 'Tokenizer') ||
      (Array.isArray(json['layers']) && isText(json['name'])),
    { what: message('part/is-architecture'), remedy: message('part/open-weights') },
  ],
  [(json) => has(json, 'modelTopology'), { what: message('part/is-architecture'), remedy: OPEN_MODEL }],
  [
    (json) => has(json, 'class_name', 'config') || has(json, 'truncation', 'added_tokens'),
    { what: message('part/is-tokenizer'), remedy: OPEN_MODEL },
  ],
  [(json) => Array.isArray(json['weightsManifest']), MANIFEST],
  [
    (json) => has(json, 'tmVersion') || has(json, 'tfjsVersion', 'labels'),
    { what: message('part/is-teachable-machine'), remedy: OPEN_BESIDE },
  ],
  [
    (json) => has(json, 'keras_version', 'date_saved'),
    { what: message('part/is-unpacked-keras-part'), remedy: message('part/remedy-pack') },
  ],
  [
    (json) => has(json, 'backend', 'image_data_format'),
    { what: message('part/is-keras-settings'), remedy: OPEN_MODEL },
  ],
  [
    (json) =>
      hasAny(json, 'transformers_version', '_diffusers_version', 'tokenizer_class', 'image_processor_type') ||
      hasAny(json, 'feature_extractor_type', 'model_type', 'processor_class') ||
      (has(json, 'weight_map') && has(json, 'metadata')),
    HUGGING_FACE,
  ],
  [
    (json) =>
      (isText(json['name']) || json['private'] === true) &&
      hasAny(json, 'dependencies', 'devDependencies', 'scripts', 'lockfileVersion'),
    { what: message('part/is-npm-package'), remedy: OPEN_MODEL },
  ],
  [
    (json) => has(json, 'nbformat', 'cells'),
    { what: message('part/is-notebook'), remedy: message('part/remedy-run-notebook') },
  ],
  // COCO, and LabelMe
  [(json) => has(json, 'images', 'annotations') || has(json, 'shapes', 'imagePath'), ANNOTATIONS],
  [
    (json) => Array.isArray(json['loss']) && Object.values(json).every(Array.isArray),
    { what: message('part/is-history'), remedy: OPEN_MODEL },
  ],
  [(json) => has(json, 'nodes', 'arg_nodes', 'heads'), fileOf('MXNet')],
  [(json) => has(json, 'learner', 'version'), fileOf('XGBoost')],
  [isLabels, LABELS],
];

/** Names of classes by their numbers, perhaps with ids of WordNet, or numbers by names: as `label-table.ts` and others read them. */
function isLabels(json: Json): boolean {
  const [keys, values] = [Object.keys(json), Object.values(json)];
  if (keys.length < 2) return false;
  if (keys.every((key) => /^\d+$/.test(key)))
    return values.every((value) => isText(value) || (Array.isArray(value) && value.every(isText)));
  const numbers = new Set(values);
  return numbers.size === keys.length && keys.every((_, place) => numbers.has(place));
}

/**
 * What a JSON file is that holds no model, by its content.
 * @returns undefined where that cannot be told
 */
export function foreignJson(json: unknown): Foreign | undefined {
  if (Array.isArray(json)) {
    const rows: readonly unknown[] = json;
    if (rows.length === 0) return undefined;
    if (rows.every((row) => isObject(row) && has(row, 'paths', 'weights'))) return MANIFEST;
    const isName = (row: unknown) => isText(row) || (isObject(row) && has(row, 'id', 'name'));
    return rows.every(isName) ? LABELS : undefined;
  }
  return isObject(json) ? OBJECTS.find(([fits]) => fits(json))?.[1] : undefined;
}
