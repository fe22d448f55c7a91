import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { nearestName } from '../../core/nearest-name';
import { isThere } from '../../files/place';
import { factsOf } from '../../files/real-path';
import { readWhole } from '../../files/read-whole';
import { failed, isFeaturescopeError, tellDuring, type FeaturescopeError } from '../../shared/errors';
import { message, type Message } from '../../shared/messages/message';
import { versionByForm } from './keras-version';
import { readBlueprint } from '../blueprint/blueprint';
import { type ModelBlueprint } from '../config/types';
import { parseModelJson } from './model-json';
import { isMissing, whyUnreadable } from '../../files/why-unreadable';
import { isObject } from '../config/call-arguments';

/** The layers of a model without their weights, as `model.to_json()` gives them. */
export interface Architecture {
  readonly file: string;
  readonly blueprint: ModelBlueprint;
  readonly kerasVersion: string;
}

const LARGEST_BYTES = 32 * 1024 ** 2;

/** Keras 2 notes its version; Keras 3 does not, but names the module of every class. */
function versionOf(json: Readonly<Record<string, unknown>>): string {
  const version = json['keras_version'];
  if (typeof version === 'string') return version;
  return 'module' in json || 'build_config' in json ? '3' : versionByForm(withClass(json));
}

/** Some people save `model.get_config()`, which lacks the class around it. */
function withClass(json: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  if ('class_name' in json || !Array.isArray(json['layers'])) return json;
  return { class_name: 'input_layers' in json ? 'Functional' : 'Sequential', config: json };
}

function badArchitecture(problem: Message): FeaturescopeError {
  return failed('model/bad-architecture', { problem });
}

async function readText(file: string): Promise<string> {
  try {
    const facts = await factsOf(file);
    if (!facts.isFile()) throw badArchitecture(message('part/architecture-no-file'));
    if (facts.size > LARGEST_BYTES)
      throw badArchitecture(message('part/architecture-too-large', { megabytes: LARGEST_BYTES / 1024 ** 2 }));
    return Buffer.from(await readWhole(file))
      .toString('utf8')
      .replace(/^\uFEFF/, '');
  } catch (error) {
    if (isFeaturescopeError(error)) throw error;
    const code = isMissing(error) ? 'model/not-found' : 'model/unreadable';
    throw failed(code, { problem: whyUnreadable(error, file) }, { cause: error });
  }
}

/**
 * Reads an architecture: JSON of `model.to_json()` or `model.get_config()` of Keras 2 or 3, or the config.json of a .keras file.
 * @throws FeaturescopeError model/not-found, model/unreadable, model/bad-architecture, model/bad-config, model/unsupported-model
 */
export function readArchitecture(file: string): Promise<Architecture> {
  return tellDuring(message('doing/reading-architecture', { file }), async () => ({
    file,
    ...architectureIn(await readText(file)),
  }));
}

function architectureIn(text: string): Omit<Architecture, 'file'> {
  if (!/^\s*[{"]/.test(text)) throw badArchitecture(message('part/architecture-no-json'));
  const parsed = parseModelJson(text);
  // json.dump(model.to_json()) quotes the text once more.
  const json = typeof parsed === 'string' ? parseModelJson(parsed) : parsed;
  if (!isObject(json) || !('config' in withClass(json)))
    throw badArchitecture(message('part/architecture-no-model'));
  const kerasVersion = versionOf(json);
  return { blueprint: readBlueprint(withClass(json), kerasVersion), kerasVersion };
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
  if (/[/\\]|\.json$/i.test(nameOrFile) || (await isThere(nameOrFile))) return nameOrFile;
  const nearest = nearestName(nameOrFile, ids);
  const hint = nearest
    ? message('part/nearest-of', { nearest, names: ids })
    : message('part/there-are', { names: ids });
  throw failed('model/unknown-architecture', { name: nameOrFile, hint });
}

/** The architecture that lies beside a weights file: `name.json` beside `name.h5` or `name.weights.h5`. */
export async function architectureBeside(weightsFile: string): Promise<string | undefined> {
  const { dir, name } = path.parse(weightsFile);
  const beside = path.join(dir, `${name.replace(/\.weights$/, '')}.json`);
  return (await isThere(beside)) ? beside : undefined;
}
