import { open, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { failed, isFeaturescopeError, tellDuring, type FeaturescopeError } from '../../shared/errors';
import { message, type Message } from '../../shared/messages/message';
import { architectureBeside, readArchitecture } from './architecture';
import type { Network } from '../network';
import type { Foreign } from './foreign';
import { foreignFolder, foreignZip } from './foreign-containers';
import { foreignHdf5, foreignModel } from './foreign-model';
import { readH5File } from './h5-file';
import { readKerasFile } from './keras-file';
import { readTfjsModel } from './tfjs-model';
import { readWeightsFile } from './weights-file';
import { namesInZip } from './zip';
import { realPath } from '../../files/real-path';
import { isMissing, whyUnreadable } from '../../files/why-unreadable';

const BYTES_LIMIT = 2 * 1024 ** 3;
/** The weights of a tfjs model lie in other files. */
const JSON_LIMIT = 64 * 1024 ** 2;
/** An object or a list, behind a byte order mark; a list of words would be a file of Darknet. */
const JSON_START = /^(?:\xef\xbb\xbf)?\s*(\{|\[\s*["{[\]\d])/;
const HDF5_SIGNATURE = Buffer.from([0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a]);

function reject(problem: Message): FeaturescopeError {
  return failed('model/not-a-model', { problem });
}

/** Reads the start of a file and its last 8 bytes, enough to know its kind. */
async function readEnds(file: string | Buffer, fileBytes: number): Promise<{ head: Buffer; tail: Buffer }> {
  const handle = await open(file);
  try {
    const [head, tail] = [Buffer.alloc(65536), Buffer.alloc(Math.min(8, fileBytes))];
    const { bytesRead } = await handle.read(head, 0, head.length, 0);
    await handle.read(tail, 0, tail.length, fileBytes - tail.length);
    return { head: head.subarray(0, bytesRead), tail };
  } finally {
    await handle.close();
  }
}

function refuse({ what, remedy }: Foreign): FeaturescopeError {
  return failed('model/foreign', { what, remedy });
}

/** HDF5 allows a user block before its signature, which then lies at 512, 1024, 2048, ... */
function isHdf5(head: Buffer): boolean {
  for (let offset = 0; offset < head.length; offset = offset === 0 ? 512 : offset * 2)
    if (head.subarray(offset, offset + HDF5_SIGNATURE.length).equals(HDF5_SIGNATURE)) return true;
  return false;
}

const PICTURES = /^(\x89PNG|\xff\xd8\xff|GIF8|RIFF....WEBP|II\*\0|MM\0\*|....ftyp(hei[csx]|mif1|avi[fs]))/s;

/** What people open by mistake, by its first bytes. */
function describeHead(head: Buffer): Message {
  const text = head.subarray(0, 200).toString('latin1');
  if (PICTURES.test(text)) return message('part/is-picture');
  if (text.startsWith('version https://git-lfs')) return message('part/is-lfs-pointer');
  if (/^\s*<(!doctype|html|\?xml)/i.test(text)) return message('part/is-web-page');
  return message('part/unknown-content');
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error;
}

/** What the system says of a file that cannot be opened or read. */
function unreadable(error: unknown, file: string): FeaturescopeError {
  const code = isMissing(error) ? 'model/not-found' : 'model/unreadable';
  return failed(code, { problem: whyUnreadable(error, file) }, { cause: error });
}

/** A whole model, or weights alone whose architecture is given or lies beside them. */
async function readHdf5(file: string, fileBytes: number, architecture: string | undefined): Promise<Network> {
  if (architecture !== undefined)
    return readWeightsFile(file, fileBytes, await readArchitecture(architecture));
  try {
    return await readH5File(file, fileBytes);
  } catch (error) {
    const isAlone = isFeaturescopeError(error) && error.code === 'model/needs-architecture';
    const beside = isAlone ? await architectureBeside(file) : undefined;
    if (beside === undefined) throw error;
    return readWeightsFile(file, fileBytes, await readArchitecture(beside));
  }
}

async function readModel(file: string, architecture: string | undefined): Promise<Network> {
  const place = await realPath(file);
  const facts = await stat(place);
  if (facts.isDirectory()) {
    const foreign = await foreignFolder(place);
    throw foreign ? refuse(foreign) : reject(message('part/folder-no-model'));
  }
  if (!facts.isFile()) throw reject(message('part/device-no-model'));
  if (facts.size === 0) throw reject(message('part/file-empty'));
  if (facts.size > BYTES_LIMIT) throw reject(message('part/over-2-gb'));
  const { head, tail } = await readEnds(place, facts.size);
  const otherHdf5 = foreignHdf5(head);
  if (otherHdf5) throw refuse(otherHdf5);
  if (isHdf5(head)) return readHdf5(file, facts.size, architecture);
  if (architecture !== undefined) throw failed('model/not-weights', { architecture });
  if (head.subarray(0, 2).toString('latin1') === 'PK') {
    const bytes = await readFile(place);
    const names = namesInZip(bytes);
    const foreign = names.includes('config.json') ? undefined : foreignZip(names);
    if (foreign) throw refuse(foreign);
    return readKerasFile(bytes);
  }
  if (JSON_START.test(head.toString('latin1'))) {
    if (facts.size > JSON_LIMIT)
      throw failed('model/too-large', {
        problem: message('part/json-too-large', { megabytes: JSON_LIMIT / 1024 ** 2 }),
      });
    return readTfjsModel(file, (await readFile(place, 'utf8')).replace(/^\uFEFF/, ''));
  }
  const foreign = foreignModel(path.basename(file), head, tail);
  throw foreign ? refuse(foreign) : reject(describeHead(head));
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
      throw isSystemError(error) ? unreadable(error, file) : error;
    }
  });
}
