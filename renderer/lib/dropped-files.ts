/** Finds the one file to open in whatever was dropped or pasted: files, folders, hundreds of both. */
import { MODEL_EXTENSIONS, PICTURE_EXTENSIONS } from '../../electron/shared/file-types';

export type FileKind = 'picture' | 'model';

/** A dropped folder is read this far; more files than this are not worth the wait. */
const MOST_ENTRIES = 5000;

/** What a file is by its name; null for anything else. */
export function fileKindOf(name: string): FileKind | null {
  const [, extension = ''] = /\.([^.]*)$/.exec(name.toLowerCase()) ?? [];
  if (MODEL_EXTENSIONS.includes(extension)) return 'model';
  return PICTURE_EXTENSIONS.includes(extension) ? 'picture' : null;
}

/** Last part of a path, with either slash. */
export function baseName(path: string): string {
  return path.split(/[\\/]/).findLast((part) => part !== '') ?? path;
}

/**
 * The file to open among many: the first picture, else the first model; a single file of any name is tried as a picture, so
 * that the user learns what is wrong with it.
 */
export function chooseFirst<Item>(
  items: readonly Item[],
  nameOf: (item: Item) => string,
): { item: Item; kind: FileKind } | null {
  for (const kind of ['picture', 'model'] as const) {
    const item = items.find((one) => fileKindOf(nameOf(one)) === kind);
    if (item !== undefined) return { item, kind };
  }
  return items.length === 1 ? { item: items[0]!, kind: 'picture' } : null;
}

/** Which of many paths are opened. */
export interface ChosenPaths {
  readonly picture?: string;
  readonly model?: string;
}

/** The first picture and the first model of many paths, which were named one by one; a single one of any name is a picture. */
export function chooseEach(paths: readonly string[]): ChosenPaths {
  const [picture, model] = (['picture', 'model'] as const).map((kind) =>
    paths.find((path) => fileKindOf(baseName(path)) === kind),
  );
  const only = picture ?? (model === undefined && paths.length === 1 ? paths[0] : undefined);
  return { ...(only !== undefined && { picture: only }), ...(model !== undefined && { model }) };
}

/** Every file of a drop, folders opened, in the order of their names within each folder. */
export async function filesOf(transfer: DataTransfer): Promise<File[]> {
  // Entries must be taken before the first await: afterwards the transfer is empty.
  const entries = Array.from(transfer.items ?? [])
    .filter((item) => item.kind === 'file')
    .map((item) => ({ entry: item.webkitGetAsEntry?.() ?? null, file: item.getAsFile() }));
  const files: File[] = [];
  for (const { entry, file } of entries) {
    if (entry?.isDirectory) await readFolder(entry as FileSystemDirectoryEntry, files);
    else if (file) files.push(file);
  }
  return files;
}

async function readFolder(folder: FileSystemDirectoryEntry, files: File[]): Promise<void> {
  const reader = folder.createReader();
  const entries: FileSystemEntry[] = [];
  for (;;) {
    const batch = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (batch.length === 0 || entries.length > MOST_ENTRIES) break;
    entries.push(...batch);
  }
  entries.sort((a, b) => a.name.localeCompare(b.name, undefined, { numeric: true }));
  for (const entry of entries) {
    if (files.length >= MOST_ENTRIES) return;
    if (entry.isDirectory) await readFolder(entry as FileSystemDirectoryEntry, files);
    else
      files.push(
        await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject)),
      );
  }
}
