import type * as H5wasm from 'h5wasm';

/** Bytes that the HDF5 library may read: a file on disk or a part of one in memory. */
export interface ByteSource {
  readonly length: number;
  /** Fills the target from a position on; returns the number of bytes, fewer at the end. */
  read(target: Uint8Array, position: number): number;
}

/** The part of emscripten's file system that is needed here. */
interface MemoryFs {
  writeFile(name: string, bytes: Uint8Array): void;
  unlink(name: string): void;
  lookupPath(name: string): { node: { stream_ops: object } };
}

/** HDF5 compiled to WebAssembly, with a file system of its own that holds only what is opened here. */
export interface Hdf5Library {
  readonly module: typeof H5wasm;
  readonly fs: MemoryFs;
  /** How large its memory may become. */
  readonly allowance: { bytes: number };
}

/** Memory that the library may take whatever the file; beyond it, a multiple of the file's size. */
const MEMORY_ALWAYS_ALLOWED = 256 * 1024 ** 2;
const MEMORY_PER_FILE_BYTE = 4;

interface WasmMemory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}
interface WasmInstance {
  readonly exports: Readonly<Record<string, unknown>>;
}
type Instantiate = (...words: unknown[]) => Promise<WasmInstance | { readonly instance: WasmInstance }>;
/** The types of Node name it without its values. */
const wasm = (globalThis as unknown as { WebAssembly: { instantiate: Instantiate } }).WebAssembly;

/**
 * Keeps the library from taking gigabytes because a damaged file names a false length. Its memory is not given to anybody,
 * so it is caught while the library is made.
 */
async function importLimited<Module>(
  allowance: Hdf5Library['allowance'],
  load: () => Promise<Module>,
): Promise<Module> {
  const { instantiate } = wasm;
  wasm.instantiate = async (...words) => {
    const made = await instantiate(...words);
    const { exports } = 'instance' in made ? made.instance : made;
    const isHdf5 = Object.keys(exports).some((name) => name.includes('H5'));
    if (isHdf5 && exports['memory']) limitGrowth(exports['memory'] as WasmMemory, allowance);
    return made;
  };
  try {
    return await load();
  } finally {
    wasm.instantiate = instantiate;
  }
}

const PAGE_BYTES = 65536;

function limitGrowth(memory: WasmMemory, allowance: Hdf5Library['allowance']): void {
  const grow = memory.grow.bind(memory);
  const value = (pages: number): number => {
    if (memory.buffer.byteLength + pages * PAGE_BYTES > allowance.bytes)
      throw new RangeError('more memory than such a file needs');
    return grow(pages);
  };
  Object.defineProperty(memory, 'grow', { value });
}

/** A model file must not make the library read anything else: not even these. */
const DEVICES = ['stdin', 'stdout', 'stderr', 'tty', 'tty1', 'random', 'urandom', 'null'];

/**
 * Imports something while it believes that there is no console. The library takes `console.error` when it is made, and
 * would print its own words about damaged files beside ours.
 */
/* eslint-disable no-console -- replaced, not used */
async function importQuietly<Module>(load: () => Promise<Module>): Promise<Module> {
  const { error } = console;
  let isLoading = true;
  console.error = (...words: unknown[]) => {
    if (isLoading) error.apply(console, words);
  };
  try {
    return await load();
  } finally {
    isLoading = false;
    console.error = error;
  }
}
/* eslint-enable no-console */

async function load(generation: number): Promise<Hdf5Library> {
  const allowance = { bytes: MEMORY_ALWAYS_ALLOWED };
  const loadLibrary = async () => {
    // A module is loaded anew under another address.
    const loaded: typeof H5wasm =
      generation === 0
        ? await import('h5wasm')
        : await import(/* @vite-ignore */ `${import.meta.resolve('h5wasm')}?${generation}`);
    await loaded.ready;
    return loaded;
  };
  const module = await importLimited(allowance, () => importQuietly(loadLibrary));
  const { FS, activate_throwing_error_handler: throwErrors } = await module.ready;
  throwErrors();
  const fs = FS as unknown as MemoryFs;
  for (const device of DEVICES) fs.unlink(`/dev/${device}`);
  return { module, fs, allowance };
}

let current: Promise<Hdf5Library> | undefined;
let generation = 0;

/** The library, loaded when it is first needed. */
export function hdf5Library(): Promise<Hdf5Library> {
  current ??= load(generation++);
  return current;
}

/**
 * Gives the library up after a failure: what it had open stays open in it, so a later file of the same name would be
 * mistaken for the damaged one, and after an abort it computes nonsense.
 */
export function abandonHdf5Library(): void {
  current = undefined;
}

const HEAP_HEADER = 16;

/**
 * HDF5 2.0 walks in circles for ever where the free space of a global heap has no size, as in a file with a stretch of
 * zeros, or where an object's size overflows 32 bits.
 * Format: HDF5 File Format Specification 3.0, III.E.
 * @param position  where the library reads; anything but the start of a heap is fine
 * @throws Error if the heap there is not sound
 */
function refuseEndlessHeap(source: ByteSource, position: number, start: Uint8Array): void {
  if (start.length < HEAP_HEADER || String.fromCharCode(...start.subarray(0, 4)) !== 'GCOL') return;
  const sizeIn = (bytes: Uint8Array, at: number) =>
    Number(new DataView(bytes.buffer, bytes.byteOffset, bytes.length).getBigUint64(at, true));
  const length = sizeIn(start, 8);
  if (length > source.length - position) throw new Error('a global heap is longer than the file');
  const heap = new Uint8Array(length);
  source.read(heap, position);
  // Objects: number (2 bytes), references (2), reserved (4), size (8), data filled up to a multiple of 8.
  for (let at = HEAP_HEADER; at + 16 <= length;) {
    const isFreeSpace = heap[at] === 0 && heap[at + 1] === 0;
    const size = sizeIn(heap, at + 8);
    const taken = isFreeSpace ? size : 16 + Math.ceil(size / 8) * 8;
    if (taken === 0 || taken > length - at) throw new Error('an object of a global heap has no sound size');
    at += taken;
  }
}

let fileCount = 0;

let onBytesRead: ((count: number) => void) | undefined;

/** Tells of all bytes that are read from now on, for progress; one listener at a time. */
export function watchReading(listener: ((count: number) => void) | undefined): void {
  onBytesRead = listener;
}

/** Makes bytes a file of the library, without a copy of them; returns its name there. */
export function mountFile({ fs, allowance }: Hdf5Library, source: ByteSource): string {
  allowance.bytes = Math.max(allowance.bytes, MEMORY_ALWAYS_ALLOWED + MEMORY_PER_FILE_BYTE * source.length);
  const name = `/model-${++fileCount}.h5`;
  fs.writeFile(name, new Uint8Array(0));
  const { node } = fs.lookupPath(name);
  Object.defineProperty(node, 'usedBytes', { get: () => source.length });
  const read = (
    _stream: unknown,
    memory: Int8Array,
    offset: number,
    length: number,
    position: number,
  ): number => {
    const target = new Uint8Array(memory.buffer, memory.byteOffset + offset, length);
    const count = source.read(target, position);
    onBytesRead?.(count);
    refuseEndlessHeap(source, position, target.subarray(0, count));
    return count;
  };
  node.stream_ops = { ...node.stream_ops, read };
  return name;
}
