import { open, readFile, stat } from 'node:fs/promises';
import { failed, isFeaturescopeError, tellDuring, type FeaturescopeError } from '../../shared/errors';
import { message, type Message } from '../../shared/messages/message';
import { architectureBeside, readArchitecture } from './architecture';
import type { Network } from '../network';
import { readH5File } from './h5-file';
import { readKerasFile } from './keras-file';
import { readTfjsModel } from './tfjs-model';
import { readWeightsFile } from './weights-file';
import { isMissing, whyUnreadable } from '../../files/why-unreadable';

const BYTES_LIMIT = 2 * 1024 ** 3;
/** The weights of a tfjs model lie in other files. */
const JSON_LIMIT = 64 * 1024 ** 2;
const HDF5_SIGNATURE = Buffer.from([0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a]);

function reject(problem: Message): FeaturescopeError {
  return failed('model/not-a-model', { problem });
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
function describeHead(head: Buffer): Message {
  const text = head.subarray(0, 200).toString('latin1');
  if (text.startsWith('\x89PNG') || text.startsWith('\xff\xd8\xff')) return message('part/is-picture');
  if (text.startsWith('version https://git-lfs')) return message('part/is-lfs-pointer');
  if (/^\s*<(!doctype|html)/i.test(text)) return message('part/is-web-page');
  if (text.slice(4, 8) === 'TFL3') return message('part/is-tflite');
  return message('part/unknown-content');
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error;
}

/** What the system says of a file that cannot be opened or read. */
function unreadable(error: unknown): FeaturescopeError {
  const code = isMissing(error) ? 'model/not-found' : 'model/unreadable';
  return failed(code, { problem: whyUnreadable(error) }, { cause: error });
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
  if (facts.isDirectory()) throw reject(message('part/folder-no-model'));
  if (!facts.isFile()) throw reject(message('part/device-no-model'));
  if (facts.size === 0) throw reject(message('part/file-empty'));
  if (facts.size > BYTES_LIMIT) throw reject(message('part/over-2-gb'));
  const head = await readHead(file, 65536);
  if (isHdf5(head)) return readHdf5(file, facts.size, architecture);
  if (architecture !== undefined) throw failed('model/not-weights', { architecture });
  if (head.subarray(0, 2).toString('latin1') === 'PK') return readKerasFile(await readFile(file));
  if (/^(?:\xef\xbb\xbf)?\s*\{/.test(head.toString('latin1'))) {
    if (facts.size > JSON_LIMIT)
      throw failed('model/too-large', {
        problem: message('part/json-too-large', { megabytes: JSON_LIMIT / 1024 ** 2 }),
      });
    return readTfjsModel(file, (await readFile(file, 'utf8')).replace(/^\uFEFF/, ''));
  }
  throw reject(describeHead(head));
}

/**
 * Opens a model file of any supported kind; the kind is decided by content, not by name.
 * @param file          .keras, .h5 or tfjs model.json, or an .h5 of weights alone
 * @param architecture  JSON file with the layers that weights alone belong to; where it is left out, one beside them is taken
 * @throws FeaturescopeError model/not-found, model/unreadable, model/not-a-model and what the readers throw; every
 *         message names the file
 */
export function openNetwork(file: string, architecture?: string): Promise<Network> {
  return tellDuring(message('doing/opening-model', { file }), async () => {
    try {
      return await readModel(file, architecture);
    } catch (error) {
      throw isSystemError(error) ? unreadable(error) : error;
    }
  });
}
