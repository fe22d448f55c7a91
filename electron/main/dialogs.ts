import { app, dialog, type BrowserWindow, type FileFilter } from 'electron';
import path from 'node:path';
import { EXPORT_FILES, type ExportKind, type RequestInput } from '../shared/contract';
import { LABEL_EXTENSIONS, MODEL_EXTENSIONS, PICTURE_EXTENSIONS } from '../shared/file-types';
import type { Translate } from '../shared/texts/translator';

export async function chooseFiles(
  window: BrowserWindow,
  kind: RequestInput<'files:choose'>['kind'],
  text: Translate,
): Promise<string[]> {
  const picture = { name: text('files.picture'), extensions: [...PICTURE_EXTENSIONS] };
  const model = { name: text('files.model'), extensions: [...MODEL_EXTENSIONS] };
  const any = { name: text('files.any'), extensions: [...PICTURE_EXTENSIONS, ...MODEL_EXTENSIONS] };
  const labels = { name: text('files.labels'), extensions: [...LABEL_EXTENSIONS] };
  const architecture = { name: text('files.architecture'), extensions: ['json'] };
  const byKind = {
    any: [any, picture, model],
    picture: [picture],
    model: [model],
    labels: [labels],
    architecture: [architecture],
  };
  const filters: FileFilter[] = byKind[kind];
  const options = { filters: [...filters, { name: text('files.all'), extensions: ['*'] }] };
  const answer = await alone(() => dialog.showOpenDialog(window, { properties: ['openFile'], ...options }));
  return answer === null || answer.canceled ? [] : answer.filePaths;
}

/**
 * Asks where an export goes.
 * @param wish  the name to suggest
 * @returns null: the user closed the dialog
 */
export async function chooseTarget(
  window: BrowserWindow,
  kind: ExportKind,
  wish: string | undefined,
  text: Translate,
): Promise<string | null> {
  const name = wish === undefined ? EXPORT_FILES[kind].name : safeName(wish);
  const extension = path.extname(name).slice(1);
  const answer = await alone(() =>
    dialog.showSaveDialog(window, {
      title: text(`save.${kind}`),
      defaultPath: path.join(lastFolder ?? app.getPath('pictures'), name),
      filters: extension === '' ? [] : [{ name: extension.toUpperCase(), extensions: [extension] }],
      properties: ['createDirectory', 'showOverwriteConfirmation'],
    }),
  );
  if (answer === null || answer.canceled || answer.filePath === '') return null;
  lastFolder = path.dirname(answer.filePath);
  return answer.filePath;
}

let isOneOpen = false;

/** One dialog at a time, whatever a page asks: a second one is as if it had been closed at once (null). */
async function alone<Answer>(open: () => Promise<Answer>): Promise<Answer | null> {
  if (isOneOpen) return null;
  isOneOpen = true;
  try {
    return await open();
  } finally {
    isOneOpen = false;
  }
}

let lastFolder: string | null = null;

/** A name is a suggestion for the dialog, never a path. */
export function safeName(name: string): string {
  const base = name.replace(/[/\\:*?"<>|\u0000-\u001f]/g, '_').replace(/^\.+/, '');
  return base === '' ? 'picture.png' : base;
}
