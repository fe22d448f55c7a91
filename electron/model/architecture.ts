import { existsSync } from 'node:fs';
import { readFile, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { nearestName } from '../core/nearest-name';
import { FeaturescopeError, isFeaturescopeError, messageOf } from '../shared/errors';
import { readBlueprint, type ModelBlueprint } from './blueprint';
import { parseModelJson } from './readers/model-json';

/** The layers of a model without their weights, as `model.to_json()` gives them. */
export interface Architecture {
  readonly file: string;
  readonly blueprint: ModelBlueprint;
  readonly kerasVersion: string;
}

const LARGEST_BYTES = 32 * 1024 ** 2;

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Keras 2 notes its version; Keras 3 does not, but names the module of every class. */
function versionOf(json: Readonly<Record<string, unknown>>): string {
  const version = json['keras_version'];
  if (typeof version === 'string') return version;
  return 'module' in json || 'build_config' in json ? '3' : '2';
}

/** Some people save `model.get_config()`, which lacks the class around it. */
function withClass(json: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  if ('class_name' in json || !Array.isArray(json['layers'])) return json;
  return { class_name: 'input_layers' in json ? 'Functional' : 'Sequential', config: json };
}

async function readText(file: string): Promise<string> {
  try {
    const facts = await stat(file);
    const what = !facts.isFile()
      ? 'it is a folder or a device'
      : facts.size > LARGEST_BYTES
        ? `it has more than ${LARGEST_BYTES / 1024 ** 2} MB, more than the layers of any model need`
        : undefined;
    if (what)
      throw new FeaturescopeError(
        'model/bad-architecture',
        `reading the architecture ${file}: ${what}; give the text that model.to_json() gives.`,
      );
    return (await readFile(file, 'utf8')).replace(/^\uFEFF/, '');
  } catch (error) {
    if (isFeaturescopeError(error)) throw error;
    const isMissing = ['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '');
    throw new FeaturescopeError(
      isMissing ? 'model/not-found' : 'model/unreadable',
      `reading the architecture ${file}: ${isMissing ? 'there is no such file; check the path' : `it cannot be read (${messageOf(error)}); check its permissions`}.`,
      { cause: error },
    );
  }
}

/**
 * Reads an architecture: JSON of `model.to_json()` or `model.get_config()` of Keras 2 or 3, or the config.json of a .keras file.
 * @throws FeaturescopeError model/not-found, model/unreadable, model/bad-architecture, model/bad-config, model/unsupported-model
 */
export async function readArchitecture(file: string): Promise<Architecture> {
  const text = await readText(file);
  if (!/^\s*[{"]/.test(text))
    throw new FeaturescopeError(
      'model/bad-architecture',
      `reading the architecture ${file}: it is no JSON; give the text that model.to_json() gives, not a file of weights.`,
    );
  const parsed = parseModelJson(text, file);
  // json.dump(model.to_json()) quotes the text once more.
  const json = typeof parsed === 'string' ? parseModelJson(parsed, file) : parsed;
  if (!isObject(json) || !('config' in withClass(json)))
    throw new FeaturescopeError(
      'model/bad-architecture',
      `reading the architecture ${file}: this JSON does not describe the layers of a Keras model; give the text that model.to_json() gives.`,
    );
  const kerasVersion = versionOf(json);
  try {
    return { file, blueprint: readBlueprint(withClass(json), kerasVersion), kerasVersion };
  } catch (error) {
    if (!isFeaturescopeError(error)) throw error;
    throw error.retold({ message: `reading the architecture ${file}: ${error.message}` });
  }
}

/** Ids of the architectures that come with Featurescope. */
export async function architectureIds(modelsDir: string): Promise<string[]> {
  const names = await readdir(path.join(modelsDir, 'architectures')).catch(() => []);
  return names.filter((name) => name.endsWith('.json')).map((name) => name.slice(0, -'.json'.length));
}

/**
 * File of an architecture that is named by path, or by an id that comes with Featurescope.
 * @throws FeaturescopeError model/unknown-architecture, with the ids that there are
 */
export async function findArchitecture(modelsDir: string, nameOrFile: string): Promise<string> {
  const ids = await architectureIds(modelsDir);
  if (ids.includes(nameOrFile)) return path.join(modelsDir, 'architectures', `${nameOrFile}.json`);
  if (/[/\\]|\.json$/i.test(nameOrFile) || existsSync(nameOrFile)) return nameOrFile;
  const nearest = nearestName(nameOrFile, ids);
  throw new FeaturescopeError(
    'model/unknown-architecture',
    `choosing the architecture ${nameOrFile}: there is no such file and none of this name comes with Featurescope; ${
      nearest ? `did you mean ${nearest}? There are` : 'there are'
    } ${ids.join(', ')}.`,
  );
}

/** The architecture that lies beside a weights file: `name.json` beside `name.h5` or `name.weights.h5`. */
export function architectureBeside(weightsFile: string): string | undefined {
  const { dir, name } = path.parse(weightsFile);
  const beside = path.join(dir, `${name.replace(/\.weights$/, '')}.json`);
  return existsSync(beside) ? beside : undefined;
}
