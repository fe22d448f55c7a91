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

/** True for what systems put beside the files of people: AppleDouble files, folder views, hidden files. */
function isHidden(name: string): boolean {
  return name.startsWith('.') || name === 'Thumbs.db' || name === 'desktop.ini';
}

/** What may be opened of many files. */
export interface Candidates<Item> {
  readonly kind: FileKind;
  /** In the order in which they are tried; never empty. */
  readonly items: readonly Item[];
  /** Files that people know of. */
  readonly count: number;
}

/**
 * What may be opened among many files: pictures in their order, else the first model; a single file of any name is tried as a
 * picture, so that the user learns what is wrong with it. Hidden files count only where they are all there is.
 */
export function candidatesOf<Item>(
  all: readonly Item[],
  nameOf: (item: Item) => string,
): Candidates<Item> | null {
  const seen = all.filter((item) => !isHidden(nameOf(item)));
  const items = seen.length > 0 ? seen : all.length === 1 ? all : [];
  const ofKind = (kind: FileKind) => items.filter((item) => fileKindOf(nameOf(item)) === kind);
  const count = items.length;
  const [pictures, models] = [ofKind('picture'), ofKind('model')];
  if (pictures.length > 0) return { kind: 'picture', items: pictures, count };
  if (models.length > 0) return { kind: 'model', items: models.slice(0, 1), count };
  return count === 1 ? { kind: 'picture', items, count } : null;
}

/** Which of many paths are opened. */
export interface ChosenPaths {
  readonly picture?: string;
  /** Pictures that are tried where that one cannot be opened. */
  readonly others?: readonly string[];
  readonly model?: string;
}

/** The pictures and the first model of many paths, which were named one by one; a single one of any name is a picture. */
export function chooseEach(paths: readonly string[]): ChosenPaths {
  const ofKind = (kind: FileKind) => paths.filter((path) => fileKindOf(baseName(path)) === kind);
  const [pictures, [model]] = [ofKind('picture'), ofKind('model')];
  const [picture, ...others] =
    pictures.length === 0 && model === undefined && paths.length === 1 ? paths : pictures;
  return {
    ...(picture !== undefined && { picture }),
    ...(others.length > 0 && { others }),
    ...(model !== undefined && { model }),
  };
}

/** What came of a drop. */
export interface Dropped {
  /** Folders opened, in the order of their names within each folder. */
  readonly files: File[];
  /** Files of dropped folders that cannot be had: their names are no UTF-8 text, or they were removed meanwhile. */
  readonly lost: ('name' | 'gone')[];
}

/** Every file of a drop, as far as it can be had. */
export async function filesOf(transfer: DataTransfer): Promise<Dropped> {
  // Entries must be taken before the first await: afterwards the transfer is empty.
  const entries = Array.from(transfer.items ?? [])
    .filter((item) => item.kind === 'file')
    .map((item) => ({ entry: item.webkitGetAsEntry?.() ?? null, file: item.getAsFile() }));
  const dropped: Dropped = { files: [], lost: [] };
  for (const { entry, file } of entries) {
    if (entry?.isDirectory) await readFolder(entry as FileSystemDirectoryEntry, dropped);
    else if (file) dropped.files.push(file);
  }
  return dropped;
}

/** Folders that archives and systems add. */
const OF_SYSTEMS = ['__MACOSX', '.git', '.Trashes'];

/**
 * True for names that are no UTF-8. Chromium has no name at all for what lies in a folder under such a name, nor
 * does it find it; followed, a folder without a name is the one around it, for ever.
 */
const isLost = ({ name }: FileSystemEntry): boolean => name === '' || name.includes('\ufffd');

function fileOf(entry: FileSystemFileEntry): Promise<File | null> {
  return new Promise((resolve) => entry.file(resolve, () => resolve(null)));
}

async function readFolder(folder: FileSystemDirectoryEntry, { files, lost }: Dropped): Promise<void> {
  if (isLost(folder)) return void lost.push('name');
  const reader = folder.createReader();
  const entries: FileSystemEntry[] = [];
  for (;;) {
    const batch = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    ).catch(() => {
      lost.push('gone');
      return [];
    });
    if (batch.length === 0 || entries.length > MOST_ENTRIES) break;
    entries.push(...batch);
  }
  entries.sort((a, b) => a.name.localeCompare(b.name, undefined, { numeric: true }));
  for (const entry of entries) {
    if (files.length >= MOST_ENTRIES) return;
    if (entry.isDirectory && OF_SYSTEMS.includes(entry.name)) continue;
    if (entry.isDirectory) await readFolder(entry as FileSystemDirectoryEntry, { files, lost });
    else if (isLost(entry)) lost.push('name');
    else {
      const file = await fileOf(entry as FileSystemFileEntry);
      if (file) files.push(file);
      else lost.push('gone');
    }
  }
}
