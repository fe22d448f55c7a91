import type * as H5wasm from 'h5wasm';
import type { Entity, File as H5File, Group } from 'h5wasm';
import { FeaturescopeError } from '../../shared/errors';
import { sizeOf } from '../../core/tensor';

/** A numeric array in an HDF5 file; nothing is read until `read` is called. */
export interface Hdf5Array {
  readonly shape: readonly number[];
  read(): Float32Array;
}

/** An open HDF5 file. External links are never followed: a model file may not name other files. */
export interface Hdf5 {
  /** Names below a group, in the file's order; empty where there is no such group. */
  children(path: string): string[];
  array(path: string): Hdf5Array | undefined;
  attribute(path: string, name: string): unknown;
  close(): void;
}

type H5Module = typeof H5wasm;

function wrap(module: H5Module, file: H5File, fileName: string, onClose: () => void): Hdf5 {
  const entity = (path: string): Entity | null => {
    if (path === '/' || path === '') return file;
    // `get` throws for a missing link in the middle of a path, so walk step by step.
    let current: Entity | null = file;
    for (const step of path.split('/').filter((part) => part !== '')) {
      if (!(current instanceof module.Group) || !current.keys().includes(step)) return null;
      current = (current as Group).get(step);
    }
    return current;
  };
  return {
    children(path) {
      const group = entity(path);
      return group instanceof module.Group ? group.keys() : [];
    },
    array(path) {
      const dataset = entity(path);
      if (!(dataset instanceof module.Dataset)) return undefined;
      const shape = dataset.shape ?? [];
      return { shape, read: () => toFloats(dataset.value, sizeOf(shape), `${fileName}, data ${path}`) };
    },
    attribute(path, name) {
      const holder = entity(path);
      if (!(holder instanceof module.Group || holder instanceof module.Dataset)) return undefined;
      return Object.hasOwn(holder.attrs, name) ? holder.attrs[name]?.value : undefined;
    },
    close() {
      file.close();
      onClose();
    },
  };
}

function toFloats(value: unknown, length: number, what: string): Float32Array {
  const floats =
    value instanceof Float32Array
      ? value
      : typeof value === 'number' || typeof value === 'bigint'
        ? Float32Array.of(Number(value))
        : ArrayBuffer.isView(value)
          ? Float32Array.from(value as unknown as ArrayLike<number | bigint>, Number)
          : undefined;
  if (floats?.length !== length)
    throw new FeaturescopeError(
      'model/damaged',
      `reading ${what}: it does not hold ${length} numbers; the file is damaged.`,
    );
  return floats;
}

function openError(fileName: string, cause: unknown): FeaturescopeError {
  return new FeaturescopeError(
    'model/damaged',
    `opening ${fileName}: it is not a sound HDF5 file, perhaps cut short; copy or download it again.`,
    { cause },
  );
}

/** Opens an HDF5 file on disk for reading. */
export async function openHdf5File(path: string): Promise<Hdf5> {
  const module = (await import('h5wasm/node')) as unknown as H5Module;
  (await module.ready).activate_throwing_error_handler();
  try {
    return wrap(module, new module.File(path, 'r'), path, () => undefined);
  } catch (error) {
    throw openError(path, error);
  }
}

let memoryFileCount = 0;

/** Opens HDF5 bytes (the weights inside a .keras file) without touching the disk. */
export async function openHdf5Bytes(bytes: Uint8Array, fileName: string): Promise<Hdf5> {
  const module = await import('h5wasm');
  const { FS, activate_throwing_error_handler: throwErrors } = await module.ready;
  throwErrors();
  const name = `/weights-${++memoryFileCount}.h5`;
  FS.writeFile(name, bytes);
  try {
    return wrap(module, new module.File(name, 'r'), fileName, () => FS.unlink(name));
  } catch (error) {
    FS.unlink(name);
    throw openError(fileName, error);
  }
}
