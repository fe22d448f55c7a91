import { crc32 } from 'node:zlib';
import { unzipSync } from 'fflate';
import { failed, isFeaturescopeError, type FeaturescopeError } from '../../shared/errors';
import { message } from '../../shared/messages/message';

const MEGABYTE = 1024 ** 2;
const END_SIGNATURE = 0x06054b50;
const ENTRY_SIGNATURE = 0x02014b50;
/** The end record is 22 bytes long and may be followed by a comment of 64 KB. */
const END_BYTES = 22;
const LONGEST_COMMENT = 65535;

function damaged(cause: unknown): FeaturescopeError {
  return failed('model/damaged', { problem: message('part/zip-cut') }, { cause });
}

/** CRC-32 of each entry as the archive's directory states it. Source: PKWARE APPNOTE 6.3, sections 4.3.12 and 4.3.16. */
function statedChecksums(bytes: Uint8Array): Map<string, number> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let end = bytes.length - END_BYTES;
  while (
    end > 0 &&
    end > bytes.length - END_BYTES - LONGEST_COMMENT &&
    view.getUint32(end, true) !== END_SIGNATURE
  )
    end--;
  const checksums = new Map<string, number>();
  let place = view.getUint32(end + 16, true);
  for (let entry = view.getUint16(end + 10, true); entry > 0; entry--) {
    if (view.getUint32(place, true) !== ENTRY_SIGNATURE) throw new RangeError('no directory entry');
    const nameLength = view.getUint16(place + 28, true);
    const name = new TextDecoder().decode(bytes.subarray(place + 46, place + 46 + nameLength));
    checksums.set(name, view.getUint32(place + 16, true));
    place += 46 + nameLength + view.getUint16(place + 30, true) + view.getUint16(place + 32, true);
  }
  return checksums;
}

/** Names of all entries of a zip; none of one that is damaged. */
export function namesInZip(bytes: Uint8Array): string[] {
  const names: string[] = [];
  try {
    unzipSync(bytes, { filter: ({ name }) => (names.push(name), false) });
  } catch {
    return [];
  }
  return names;
}

/**
 * Unpacks the named parts of a zip, their sizes checked before anything is unpacked and their checksums after.
 * @param limits  wanted parts and the largest unpacked size of each in bytes; all other parts are left alone
 * @throws FeaturescopeError model/damaged, model/too-large
 */
export function unpackZip(bytes: Uint8Array, limits: ReadonlyMap<string, number>): Map<string, Uint8Array> {
  try {
    const parts = unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        const limit = limits.get(name);
        if (limit !== undefined && originalSize > limit)
          throw failed('model/too-large', {
            problem: message('part/unpacks-too-large', {
              part: name,
              megabytes: Math.round(originalSize / MEGABYTE),
              limit: limit / MEGABYTE,
            }),
          });
        return limit !== undefined;
      },
    });
    const checksums = statedChecksums(bytes);
    for (const [name, part] of Object.entries(parts))
      if (crc32(part) !== checksums.get(name))
        throw failed('model/damaged', { problem: message('part/zip-checksum', { part: name }) });
    return new Map(Object.entries(parts));
  } catch (error) {
    throw isFeaturescopeError(error) ? error : damaged(error);
  }
}
