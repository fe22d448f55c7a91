import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { nearestName } from '../core/nearest-name';
import { failed, messageOf, type FeaturescopeError } from '../shared/errors';
import { message } from '../shared/messages/message';
import { PREPROCESS_NAMES, RESIZE_METHODS } from '../shared/names';
import { allowedAddress } from './download/address';
import { userModelsFolder } from './download/user-models';
import { hasHash } from './file-hash';

const relativePath = z
  .string()
  .regex(/^[\w.-]+(\/[\w.-]+)*$/)
  .refine((text) => !text.split('/').includes('..'));

const entry = z.object({
  id: z.string().regex(/^[\w.-]+$/),
  title: z.string(),
  /** Place below the folder of the bundled models, or that of the user's. */
  file: relativePath,
  bytes: z.number().int().positive(),
  /** False where the publisher states no size, so that `bytes` is near but not exact. */
  isExactSize: z.boolean().default(true),
  sha256: z.string().length(64).optional(),
  /** Some publishers give MD5 only. */
  md5: z.string().length(32).optional(),
  labels: relativePath,
  classes: z.number().int().positive(),
  layers: z.number().int().positive(),
  inputSize: z.tuple([z.number().int().positive(), z.number().int().positive()]),
  preprocess: z.enum(PREPROCESS_NAMES),
  resize: z.enum(RESIZE_METHODS),
  licence: z.string(),
  source: z.string(),
  isBundled: z.boolean(),
  /** Layers of a file that holds weights alone. */
  architecture: relativePath.optional(),
  /** Where the publisher offers the file. */
  url: z
    .string()
    .refine((text) => allowedAddress(text) !== undefined)
    .optional(),
});

/** A model that Featurescope knows by name. */
export type CatalogEntry = z.infer<typeof entry>;

/** What is known of the file of a catalogue entry. */
export type FileState = 'sound' | 'missing' | 'wrong-size' | 'wrong-hash';

/** The models that come with Featurescope or can be fetched by it, and the folders that hold them. */
export class Catalog {
  private constructor(
    readonly folder: string,
    /** Folder of the models that the user has fetched. */
    readonly userFolder: string,
    readonly entries: readonly CatalogEntry[],
  ) {}

  /**
   * Reads `catalog.json` in the models folder.
   * @throws FeaturescopeError model/bad-catalog
   */
  static async read(folder: string, userFolder = userModelsFolder()): Promise<Catalog> {
    const file = path.join(folder, 'catalog.json');
    try {
      const { models } = z.object({ models: z.array(entry) }).parse(JSON.parse(await readFile(file, 'utf8')));
      return new Catalog(folder, userFolder, models);
    } catch (error) {
      throw failed('model/bad-catalog', { file }, { cause: error });
    }
  }

  /**
   * Finds a model by id.
   * @throws FeaturescopeError model/unknown-id, with the nearest id
   */
  find(id: string): CatalogEntry {
    const found = this.entries.find((candidate) => candidate.id === id);
    if (found) return found;
    const names = this.entries.map((candidate) => candidate.id);
    const nearest = nearestName(id, names);
    const hint = nearest
      ? message('part/nearest-of', { nearest, names })
      : message('part/there-are', { names });
    throw failed('model/unknown-id', { id, hint });
  }

  /** Absolute path of a model's file. */
  fileOf(model: CatalogEntry): string {
    return path.join(model.isBundled ? this.folder : this.userFolder, model.file);
  }

  /** Absolute path of the layers of a model whose file holds weights alone. */
  architectureOf(model: CatalogEntry): string | undefined {
    return model.architecture && path.join(this.folder, model.architecture);
  }

  /** Absolute path of a model's labels. */
  labelsOf(model: CatalogEntry): string {
    return path.join(this.folder, model.labels);
  }

  /** True if the model's file is on this disk, checked by name only. */
  async isPresent(model: CatalogEntry): Promise<boolean> {
    return (await fileSize(this.fileOf(model))) !== null;
  }

  /**
   * Compares a model's file with the size and hash in the catalogue.
   * @throws FeaturescopeError model/unreadable
   */
  async verify(model: CatalogEntry): Promise<FileState> {
    const file = this.fileOf(model);
    const bytes = await fileSize(file);
    if (bytes === null) return 'missing';
    if (model.isExactSize && bytes !== model.bytes) return 'wrong-size';
    try {
      return (await hasHash(file, model)) ? 'sound' : 'wrong-hash';
    } catch (error) {
      const problem = message('part/catalog-unreadable', { file, why: messageOf(error) });
      throw failed('model/unreadable', { problem }, { cause: error });
    }
  }

  /**
   * Path of a model's file after checking it, so that no damaged or exchanged file is ever run.
   * @throws FeaturescopeError model/not-downloaded, model/missing-file, model/hash-mismatch
   */
  async verifiedFile(model: CatalogEntry): Promise<string> {
    const state = await this.verify(model);
    if (state === 'sound') return this.fileOf(model);
    throw this.#unusable(model, state).toldDuring(message('doing/opening-model', { file: model.title }));
  }

  #unusable(model: CatalogEntry, state: Exclude<FileState, 'sound'>): FeaturescopeError {
    const file = this.fileOf(model);
    if (state === 'missing')
      return model.isBundled ? failed('model/missing-file', { file }) : notDownloaded(model);
    const problem = message(state === 'wrong-size' ? 'part/other-size' : 'part/other-checksum', { file });
    const remedy = model.isBundled
      ? message('part/install-app-again')
      : message('part/fetch-again', { id: model.id });
    return failed('model/hash-mismatch', { problem, remedy });
  }
}

function notDownloaded(model: CatalogEntry): FeaturescopeError {
  return failed('model/not-downloaded', {
    megabytes: (model.bytes / 1e6).toFixed(1),
    id: model.id,
    file: path.posix.basename(model.file),
  });
}

async function fileSize(file: string): Promise<number | null> {
  try {
    const facts = await stat(file);
    return facts.isFile() ? facts.size : null;
  } catch {
    return null;
  }
}
