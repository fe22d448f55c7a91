import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { PREPROCESS_NAMES } from '../core/preprocess';
import { RESIZE_METHODS } from '../core/resize';
import { nearestName } from '../core/nearest-name';
import { FeaturescopeError, messageOf } from '../shared/errors';

const relativePath = z
  .string()
  .regex(/^[\w.-]+(\/[\w.-]+)*$/)
  .refine((text) => !text.split('/').includes('..'));

const entry = z.object({
  id: z.string().regex(/^[\w.-]+$/),
  title: z.string(),
  /** Place below the models folder. */
  file: relativePath,
  bytes: z.number().int().positive(),
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
  /** Why a listed model cannot be used in this version. */
  notYet: z.string().optional(),
});

/** A model that Featurescope knows by name. */
export type CatalogEntry = z.infer<typeof entry>;

/** What is known of the file of a catalogue entry. */
export type FileState = 'sound' | 'missing' | 'wrong-size' | 'wrong-hash';

/** The models that come with Featurescope or can be fetched by it, and the folder that holds them. */
export class Catalog {
  private constructor(
    readonly folder: string,
    readonly entries: readonly CatalogEntry[],
  ) {}

  /**
   * Reads `catalog.json` in the models folder.
   * @throws FeaturescopeError model/bad-catalog
   */
  static async read(folder: string): Promise<Catalog> {
    const file = path.join(folder, 'catalog.json');
    try {
      const { models } = z.object({ models: z.array(entry) }).parse(JSON.parse(await readFile(file, 'utf8')));
      return new Catalog(folder, models);
    } catch (error) {
      throw new FeaturescopeError(
        'model/bad-catalog',
        `reading the model catalogue ${file}: it is missing or damaged; install Featurescope again.`,
        { cause: error },
      );
    }
  }

  /**
   * Finds a model by id.
   * @throws FeaturescopeError model/unknown-id, with the nearest id
   */
  find(id: string): CatalogEntry {
    const found = this.entries.find((candidate) => candidate.id === id);
    if (found) return found;
    const ids = this.entries.map((candidate) => candidate.id);
    const nearest = nearestName(id, ids);
    throw new FeaturescopeError(
      'model/unknown-id',
      `choosing the model ${id}: the catalogue has no such model and there is no such file; ${
        nearest ? `did you mean ${nearest}? It has` : 'it has'
      } ${ids.join(', ')}.`,
    );
  }

  /** Absolute path of a model's file. */
  fileOf(model: CatalogEntry): string {
    return path.join(this.folder, model.file);
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
    if (bytes !== model.bytes) return 'wrong-size';
    const [algorithm, wanted] = model.sha256 ? ['sha256', model.sha256] : ['md5', model.md5];
    const hash = createHash(algorithm!);
    try {
      for await (const chunk of createReadStream(file)) hash.update(chunk as Uint8Array);
    } catch (error) {
      throw new FeaturescopeError(
        'model/unreadable',
        `checking ${model.title}: its file ${file} cannot be read (${messageOf(error)}); check its permissions or install Featurescope again.`,
        { cause: error },
      );
    }
    return hash.digest('hex') === wanted ? 'sound' : 'wrong-hash';
  }

  /**
   * Path of a model's file after checking it, so that no damaged or exchanged file is ever run.
   * @throws FeaturescopeError model/not-yet, model/missing-file, model/hash-mismatch
   */
  async verifiedFile(model: CatalogEntry): Promise<string> {
    const state = await this.verify(model);
    if (state === 'sound') return this.fileOf(model);
    if (state === 'missing' && model.notYet)
      throw new FeaturescopeError(
        'model/not-yet',
        `opening ${model.title}: ${model.notYet}; use --model efficientnet-lite0 or give a model file.`,
      );
    if (state === 'missing')
      throw new FeaturescopeError(
        'model/missing-file',
        `opening ${model.title}: its file ${this.fileOf(model)} is missing; install Featurescope again.`,
      );
    const what = state === 'wrong-size' ? 'size' : 'checksum';
    throw new FeaturescopeError(
      'model/hash-mismatch',
      `opening ${model.title}: the ${what} of ${this.fileOf(model)} is not the one in the catalogue, so the file is damaged or was exchanged; install Featurescope again.`,
    );
  }
}

async function fileSize(file: string): Promise<number | null> {
  try {
    const facts = await stat(file);
    return facts.isFile() ? facts.size : null;
  } catch {
    return null;
  }
}
