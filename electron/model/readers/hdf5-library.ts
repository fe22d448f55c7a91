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
  /**
   * Says how much memory the library may take for what it does next. A file may state that a string is 2 GB long, and
   * the library asks for that much before it finds out.
   * @param arrayBytes  size of the array that will be read, 0 for names and texts
   */
  allow(arrayBytes: number): void;
}

/** The few properties of WebAssembly that are used. */
interface WasmMemory {
  readonly buffer: { readonly byteLength: number };
  grow(pages: number): number;
}
interface Wasm {
  readonly Memory: new (descriptor: object) => WasmMemory;
  instantiate(...args: unknown[]): Promise<{ instance: { exports: Record<string, unknown> } }>;
}

const PAGE_BYTES = 65536;
/** Texts of a model file are at most some ten megabytes long, and pass through memory in several copies. */
const TEXT_MEMORY_BYTES = 256 * 1024 ** 2;

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

/** Keeps the memory of the library, while it is loaded, from growing without end; the library takes a refusal well. */
async function withLimitedMemory<Module>(
  load: () => Promise<Module>,
): Promise<{ module: Module; allow: Hdf5Library['allow'] }> {
  const { WebAssembly: wasm } = globalThis as unknown as { WebAssembly: Wasm };
  const { instantiate } = wasm;
  let limitBytes = TEXT_MEMORY_BYTES;
  const limit = (memory: WasmMemory) => {
    const grow = memory.grow.bind(memory);
    memory.grow = (pages) => {
      if (memory.buffer.byteLength + pages * PAGE_BYTES > limitBytes)
        throw new RangeError(`more than ${limitBytes} bytes of memory`);
      return grow(pages);
    };
  };
  wasm.instantiate = async (...args) => {
    const result = await instantiate(...args);
    // Another module may be loaded at the same time, a decoder of pictures for one.
    const { memory, H5open: isHdf5 } = result.instance.exports;
    if (isHdf5 && memory instanceof wasm.Memory) limit(memory);
    return result;
  };
  try {
    const module = await load();
    return { module, allow: (arrayBytes) => (limitBytes = TEXT_MEMORY_BYTES + 3 * arrayBytes) };
  } finally {
    wasm.instantiate = instantiate;
  }
}

async function load(generation: number): Promise<Hdf5Library> {
  const { module, allow } = await withLimitedMemory(() => loadModule(generation));
  const { FS, activate_throwing_error_handler: throwErrors } = await module.ready;
  throwErrors();
  const fs = FS as unknown as MemoryFs;
  for (const device of DEVICES) fs.unlink(`/dev/${device}`);
  return { module, fs, allow };
}

function loadModule(generation: number): Promise<typeof H5wasm> {
  return importQuietly(async () => {
    // A module is loaded anew under another address.
    const loaded: typeof H5wasm =
      generation === 0
        ? await import('h5wasm')
        : await import(/* @vite-ignore */ `${import.meta.resolve('h5wasm')}?${generation}`);
    await loaded.ready;
    return loaded;
  });
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
export function mountFile({ fs }: Hdf5Library, source: ByteSource): string {
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
