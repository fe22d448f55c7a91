import { closeSync, openSync, readSync } from 'node:fs';
import type { Dataset, Entity, Group } from 'h5wasm';
import { realPath } from '../../files/real-path';
import { failed, isFeaturescopeError, messageOf, type FeaturescopeError } from '../../shared/errors';
import { message } from '../../shared/messages/message';
import { fromHalf, sizeOf } from '../../core/tensor';
import { abandonHdf5Library, hdf5Library, mountFile, type ByteSource } from './hdf5-library';

/** A numeric array in an HDF5 file; nothing is read until `read` is called. */
export interface Hdf5Array {
  readonly shape: readonly number[];
  read(): Float32Array;
}

/**
 * An open HDF5 file. No other file can be reached from it, whatever its links and external storage say.
 * Every method throws FeaturescopeError model/damaged where the file is not sound.
 */
export interface Hdf5 {
  /** Names below a group, in the file's order; empty where there is no such group. */
  children(path: string): string[];
  array(path: string): Hdf5Array | undefined;
  attribute(path: string, name: string): unknown;
  close(): void;
}

function damaged(cause: unknown): FeaturescopeError {
  return failed('model/damaged', { problem: message('part/hdf5-unsound') }, { cause });
}

/** The library's own errors are pages long, so they only go into the cause. */
function guard<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    abandonHdf5Library();
    throw isFeaturescopeError(error) ? error : damaged(messageOf(error));
  }
}

function toFloats(value: unknown, length: number): Float32Array {
  const floats =
    value instanceof Float32Array
      ? value
      : typeof value === 'number' || typeof value === 'bigint'
        ? Float32Array.of(Number(value))
        : ArrayBuffer.isView(value)
          ? Float32Array.from(value as unknown as ArrayLike<number | bigint>, Number)
          : undefined;
  if (floats?.length !== length) throw damaged(`not ${length} numbers`);
  return floats;
}

/** The byte behind each character that Windows-1252 has in place of a control character. */
const BYTE_OF: ReadonlyMap<string, number> = new Map(
  [...new TextDecoder('windows-1252').decode(Uint8Array.from({ length: 256 }, (_, byte) => byte))].map(
    (character, byte) => [character, byte],
  ),
);

/**
 * A text as it was meant. h5py says that the names Keras gives it are ASCII, but writes UTF-8, and the library takes its
 * word: bytes come as characters of Latin-1 or Windows-1252.
 */
function asUtf8(text: string): string {
  if (/^[\u0000-\u007f]*$/.test(text)) return text;
  const bytes = [...text].map((character) => {
    const code = character.codePointAt(0)!;
    return code < 256 ? code : BYTE_OF.get(character);
  });
  if (bytes.includes(undefined)) return text;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(bytes as number[]));
  } catch {
    return text;
  }
}

/** Texts of an attribute, or whatever else it holds. */
function meant(value: unknown): unknown {
  if (typeof value === 'string') return asUtf8(value);
  return Array.isArray(value)
    ? value.map((entry: unknown) => (typeof entry === 'string' ? asUtf8(entry) : entry))
    : value;
}

/** Half precision as single: `float16` (IEEE 754, 5 bits of exponent) or `bfloat16` (the upper half of a float32). */
function halvesToFloats(bytes: Uint8Array, isBrain: boolean): Float32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const floats = new Float32Array(bytes.length >> 1);
  const words = new Uint32Array(floats.buffer);
  for (let place = 0; place < floats.length; place++) {
    const bits = view.getUint16(2 * place, true);
    if (isBrain) words[place] = bits << 16;
    else floats[place] = fromHalf(bits);
  }
  return floats;
}

/** Filters that every HDF5 library has: deflate, shuffle, checksum, szip, n-bit, scale-offset. */
const LAST_COMMON_FILTER = 6;

/** h5py compresses with LZF where it is asked to, which hardly anything else reads. */
function requireKnownFilters(filters: readonly { id: number; name: string }[], path: string): void {
  const unknown = filters.find(({ id }) => id > LAST_COMMON_FILTER);
  if (unknown)
    throw failed('model/unsupported-compression', {
      array: path,
      filter: unknown.name || message('part/filter-number', { id: unknown.id }),
    });
}

/** HDF5's type of bytes that mean nothing to it, H5T_OPAQUE. */
const OPAQUE = 5;

/** In a whole model saved as .h5, Keras 3 writes bfloat16 as bytes of no type and does not say so; Keras cannot read it either. */
function requireKnownKind({ metadata, attrs }: Dataset, path: string): void {
  if (metadata.type === OPAQUE && metadata.size === 2 && attrs['dtype'] === undefined)
    throw failed('model/nameless-bfloat16', { array: path });
}

/** Weights are stored as numbers of at most this size. */
const LARGEST_NUMBER_BYTES = 8;

async function openHdf5(source: ByteSource, onClose: () => void): Promise<Hdf5> {
  const library = await hdf5Library();
  const { module, fs } = library;
  const mounted = mountFile(library, source);
  const file = guard(() => new module.File(mounted, 'r'));
  const knownKeys = new Map<string, ReadonlySet<string>>();
  const keysOf = (group: Group): ReadonlySet<string> => {
    // Asked for again for every layer, and there may be thousands.
    const keys = knownKeys.get(group.path) ?? new Set(group.keys());
    knownKeys.set(group.path, keys);
    return keys;
  };
  const knownGroups = new Map<string, Entity | null>([
    ['', file],
    ['/', file],
  ]);
  const entity = (path: string): Entity | null => {
    const known = knownGroups.get(path);
    if (known !== undefined) return known;
    // `get` throws for a missing link in the middle of a path, so walk step by step.
    const end = path.lastIndexOf('/');
    const holder = end < 0 ? file : entity(path.slice(0, end));
    const name = path.slice(end + 1);
    const isThere = holder instanceof module.Group && (name === '' || keysOf(holder).has(name));
    const found = !isThere ? null : name === '' ? holder : holder.get(name);
    if (found instanceof module.Group) knownGroups.set(path, found);
    return found;
  };
  const valueOf = (dataset: InstanceType<typeof module.Dataset>): unknown => {
    const { metadata } = dataset;
    const { type, size } = metadata;
    const isHalf = type === 1 && size === 2 && metadata.littleEndian;
    // Keras 3 stores bfloat16 as bytes of no type and says so beside them.
    const isBrain = type === OPAQUE && size === 2 && dataset.attrs['dtype']?.value === 'bfloat16';
    if (!isHalf && !isBrain) return dataset.value;
    // Bytes of no type are handed out as they are; the library has no half precision.
    metadata.type = 5;
    return halvesToFloats(dataset.value as Uint8Array, isBrain);
  };
  return {
    children: (path) =>
      guard(() => {
        const group = entity(path);
        return group instanceof module.Group ? [...keysOf(group)] : [];
      }),
    array: (path) =>
      guard(() => {
        const dataset = entity(path);
        if (!(dataset instanceof module.Dataset)) return undefined;
        if (dataset.metadata.virtual_sources) throw damaged(`${path} lies in another file`);
        const shape = dataset.shape ?? [];
        const length = sizeOf(shape);
        const read = () =>
          guard(() => {
            if (dataset.metadata.size > LARGEST_NUMBER_BYTES) throw damaged(`${path} holds no numbers`);
            requireKnownFilters(dataset.filters, path);
            requireKnownKind(dataset, path);
            library.allow(length * LARGEST_NUMBER_BYTES);
            return toFloats(valueOf(dataset), length);
          });
        return { shape, read };
      }),
    attribute: (path, name) =>
      guard(() => {
        const holder = entity(path);
        if (!(holder instanceof module.Group || holder instanceof module.Dataset)) return undefined;
        library.allow(0);
        const { attrs } = holder; // listed anew each time
        const attribute = Object.hasOwn(attrs, name) ? attrs[name] : undefined;
        if (!attribute) return undefined;
        // Attributes are never compressed, so none can be longer than the file, whatever length it states.
        const { size, total_size: count } = attribute.metadata;
        if (size * count > source.length) throw damaged(`${name} is longer than the file`);
        return meant(attribute.value);
      }),
    close() {
      try {
        guard(() => file.close());
        fs.unlink(mounted);
      } finally {
        onClose();
      }
    },
  };
}

/**
 * Opens an HDF5 file on disk for reading; what is not asked for is not read. The library waits for what it reads, so the app
 * does this in a thread of its own.
 */
export async function openHdf5File(path: string, length: number): Promise<Hdf5> {
  const handle = openSync(await realPath(path), 'r');
  const source: ByteSource = {
    length,
    read: (target, position) => readSync(handle, target, 0, target.length, position),
  };
  const close = () => {
    closeSync(handle);
  };
  return openHdf5(source, close).catch((error: unknown) => {
    close();
    throw error;
  });
}

/** Opens HDF5 bytes (the weights inside a .keras file) without touching the disk. */
export function openHdf5Bytes(bytes: Uint8Array): Promise<Hdf5> {
  const source: ByteSource = {
    length: bytes.length,
    read(target, position) {
      const part = bytes.subarray(position, position + target.length);
      target.set(part);
      return part.length;
    },
  };
  return openHdf5(source, () => undefined);
}
