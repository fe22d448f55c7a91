import { beforeEach, expect, it, vi } from 'vitest';
import type { BrowserWindow, OpenDialogOptions } from 'electron';
import { pictureTypes } from '../../../build/package/file-types.mjs';
import { PICTURE_FORMATS } from '../../../electron/image/formats';
import { chooseFiles, chooseTarget, safeName } from '../../../electron/main/dialogs';
import types from '../../../electron/shared/file-types.json';

const asked: OpenDialogOptions[] = [];
vi.mock('electron', () => ({
  app: {},
  dialog: {
    showOpenDialog: (_window: unknown, options: OpenDialogOptions) => {
      asked.push(options);
      return Promise.resolve({ canceled: true, filePaths: [] });
    },
  },
}));
beforeEach(() => asked.splice(0));

const extensions = types.pictures.map(({ extension }) => extension);

it('lists a name for each picture format that is read, and for no other', () => {
  expect(new Set(types.pictures.map(({ format }) => format))).toEqual(new Set([...PICTURE_FORMATS, 'npy']));
  expect(new Set(extensions).size).toBe(extensions.length);
});

it('offers the same pictures in the dialog and to the desktop', async () => {
  await chooseFiles({} as BrowserWindow, 'picture', (key) => key);
  expect(asked[0]!.filters![0]).toEqual({ name: 'files.picture', extensions });
  // The desktop knows no type for arrays of NumPy.
  expect(pictureTypes.map(({ extension }) => extension)).toEqual(extensions.filter((name) => name !== 'npy'));
});

it('offers models among all files', async () => {
  await chooseFiles({} as BrowserWindow, 'any', (key) => key);
  expect(asked[0]!.filters![0]!.extensions).toEqual([...extensions, 'h5', 'hdf5', 'keras', 'json']);
});

it('opens one dialog at a time: while it is open, another is as if it had been closed', async () => {
  const window = {} as BrowserWindow;
  const answers = await Promise.all([
    chooseFiles(window, 'any', (key) => key),
    chooseFiles(window, 'model', (key) => key),
    chooseTarget(window, 'figure', undefined, (key) => key),
  ]);
  expect(answers).toEqual([[], [], null]);
  expect(asked).toHaveLength(1);
  await chooseFiles({} as BrowserWindow, 'model', (key) => key);
  expect(asked).toHaveLength(2);
});

it('suggests names that are no paths', () => {
  expect(safeName('o-0.png')).toBe('o-0.png');
  expect(safeName('../../etc/passwd')).toBe('_.._etc_passwd');
  expect(safeName('a:b*c?.png')).toBe('a_b_c_.png');
  expect(safeName('...')).toBe('picture.png');
});
