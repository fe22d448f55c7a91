import { open, readFile, stat } from 'node:fs/promises';
import { FeaturescopeError, isFeaturescopeError, messageOf } from '../shared/errors';
import { architectureBeside, readArchitecture } from './architecture';
import type { Network } from './network';
import { readH5File } from './readers/h5-file';
import { readKerasFile } from './readers/keras-file';
import { readTfjsModel } from './readers/tfjs-model';
import { readWeightsFile } from './readers/weights-file';

const BYTES_LIMIT = 2 * 1024 ** 3;
/** The weights of a tfjs model lie in other files. */
const JSON_LIMIT = 64 * 1024 ** 2;
const HDF5_SIGNATURE = Buffer.from([0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a]);

function reject(file: string, what: string): FeaturescopeError {
  return new FeaturescopeError(
    'model/not-a-model',
    `opening ${file}: ${what}; give a .keras, .h5 or tfjs model.json file.`,
  );
}

/** Reads the start of a file, enough to know its kind. */
async function readHead(file: string, length: number): Promise<Buffer> {
  const handle = await open(file);
  try {
    const head = Buffer.alloc(length);
    const { bytesRead } = await handle.read(head, 0, length, 0);
    return head.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** HDF5 allows a user block before its signature, which then lies at 512, 1024, 2048, ... */
function isHdf5(head: Buffer): boolean {
  for (let offset = 0; offset < head.length; offset = offset === 0 ? 512 : offset * 2)
    if (head.subarray(offset, offset + HDF5_SIGNATURE.length).equals(HDF5_SIGNATURE)) return true;
  return false;
}

/** What people open by mistake, by its first bytes. */
function describeHead(head: Buffer): string {
  const text = head.subarray(0, 200).toString('latin1');
  if (text.startsWith('\x89PNG') || text.startsWith('\xff\xd8\xff')) return 'it is a picture, not a model';
  if (text.startsWith('version https://git-lfs'))
    return 'it is a Git LFS pointer, not the model itself; run "git lfs pull"';
  if (/^\s*<(!doctype|html)/i.test(text)) return 'it is a web page, probably a failed download';
  if (text.slice(4, 8) === 'TFL3') return 'it is a TensorFlow Lite model, which has no Keras layers';
  return 'its content is no model that is known here';
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file; check the path',
  ENOTDIR: 'a part of the path is a file, not a folder; check the path',
  ENAMETOOLONG: 'the path is too long; check it',
  ELOOP: 'a link in the path leads to itself; check the path',
  EACCES: 'this user may not read it; change its permissions',
  EPERM: 'this user may not read it; change its permissions',
};

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error;
}

/** What the system says of a file that cannot be opened or read. */
function unreadable(file: string, error: NodeJS.ErrnoException): FeaturescopeError {
  const { code = '' } = error;
  return new FeaturescopeError(
    code === 'ENOENT' || code === 'ENOTDIR' ? 'model/not-found' : 'model/unreadable',
    `opening the model ${file}: ${REASONS[code] ?? `it cannot be read (${messageOf(error)}); copy it elsewhere and try again`}.`,
    { cause: error },
  );
}

/** A whole model, or weights alone whose architecture is given or lies beside them. */
async function readHdf5(file: string, fileBytes: number, architecture: string | undefined): Promise<Network> {
  if (architecture !== undefined)
    return readWeightsFile(file, fileBytes, await readArchitecture(architecture));
  try {
    return await readH5File(file, fileBytes);
  } catch (error) {
    const isAlone = isFeaturescopeError(error) && error.code === 'model/needs-architecture';
    const beside = isAlone ? architectureBeside(file) : undefined;
    if (beside === undefined) throw error;
    return readWeightsFile(file, fileBytes, await readArchitecture(beside));
  }
}

async function readModel(file: string, architecture: string | undefined): Promise<Network> {
  const facts = await stat(file);
  if (facts.isDirectory()) throw reject(file, 'it is a folder');
  if (!facts.isFile()) throw reject(file, 'it is a device or a pipe');
  if (facts.size === 0) throw reject(file, 'the file is empty');
  if (facts.size > BYTES_LIMIT) throw reject(file, 'it is larger than 2 GB');
  const head = await readHead(file, 65536);
  if (isHdf5(head)) return readHdf5(file, facts.size, architecture);
  if (architecture !== undefined)
    throw new FeaturescopeError(
      'model/not-weights',
      `opening ${file} with the architecture ${architecture}: it is not an HDF5 file of weights; leave --architecture out, or give the .h5 file of model.save_weights(...).`,
    );
  if (head.subarray(0, 2).toString('latin1') === 'PK') return readKerasFile(await readFile(file), file);
  if (/^(?:\xef\xbb\xbf)?\s*\{/.test(head.toString('latin1'))) {
    if (facts.size > JSON_LIMIT)
      throw new FeaturescopeError(
        'model/too-large',
        `opening ${file}: a model.json of more than ${JSON_LIMIT / 1024 ** 2} MB is no model that Keras or tfjs made.`,
      );
    return readTfjsModel(file, (await readFile(file, 'utf8')).replace(/^\uFEFF/, ''));
  }
  throw reject(file, describeHead(head));
}

/**
 * Opens a model file of any supported kind; the kind is decided by content, not by name.
 * @param file          .keras, .h5 or tfjs model.json, or an .h5 of weights alone
 * @param architecture  JSON file with the layers that weights alone belong to; where it is left out, one beside them is taken
 * @throws FeaturescopeError model/not-found, model/unreadable, model/not-a-model and what the readers throw; every
 *         message names the file
 */
export async function openNetwork(file: string, architecture?: string): Promise<Network> {
  try {
    return await readModel(file, architecture);
  } catch (error) {
    if (isSystemError(error)) throw unreadable(file, error);
    // What is found while layers are joined knows the layer, not the file.
    if (isFeaturescopeError(error) && !error.message.includes(file))
      throw error.retold({ message: `opening ${file}: ${error.message}` });
    throw error;
  }
}
