import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { readSettings, storedDefaults } from '../../../electron/main/settings-reader';
import { SettingsStore } from '../../../electron/main/settings-store';
import { noModelUse } from '../../../electron/shared/default-settings';
import { storedSettings } from '../../../electron/shared/contract';

const failOnWriteError = (error: unknown): never => {
  throw error;
};
const date = new Date('2025-11-25T10:20:30.400Z');

let folder: string;
let file: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'featurescope-settings-'));
  file = path.join(folder, 'profile', 'settings.json');
  return () => fs.rmSync(folder, { recursive: true });
});

function put(text: string): void {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text);
}
const open = (): Promise<SettingsStore> => SettingsStore.open(file, failOnWriteError, () => date);
const onDisk = (): unknown => JSON.parse(fs.readFileSync(file, 'utf8'));

describe('SettingsStore', () => {
  it('starts with the defaults, which are valid, and writes nothing by itself', async () => {
    const store = await open();
    expect(storedSettings.parse(store.current)).toEqual(storedDefaults);
    expect(store.damagedCopy).toBeNull();
    expect(fs.existsSync(file)).toBe(false);
  });

  it('writes changes and reads them again', async () => {
    const store = await open();
    expect(store.update({ theme: 'dark', topK: undefined })).toMatchObject({ theme: 'dark', topK: 10 });
    await store.flush();
    expect(onDisk()).toEqual({ ...storedDefaults, theme: 'dark' });
    expect((await open()).current.theme).toBe('dark');
  });

  it('takes a file of an earlier version, which knows nothing of models in use, as it is', async () => {
    const { lastModel, lastPicture, modelOnTrial, modelUses, ...earlier } = storedDefaults;
    put(JSON.stringify({ ...earlier, theme: 'dark', recentModels: ['/a.h5'] }));
    const store = await open();
    expect(store.damagedCopy).toBeNull();
    expect(store.current).toEqual({
      ...storedDefaults,
      theme: 'dark',
      recentModels: ['/a.h5'],
      ...{ lastModel, lastPicture, modelOnTrial, modelUses },
    });
  });

  it('takes a file of 0.1.0 as it is, with a model whose trial had not ended', async () => {
    put(fs.readFileSync(path.join(import.meta.dirname, '../../fixtures/settings-0.1.0.json'), 'utf8'));
    const store = await open();
    expect(store.damagedCopy).toBeNull();
    expect(store.current).toEqual({
      ...storedDefaults,
      language: 'zh-CN',
      theme: 'dark',
      layers: '0-3,7',
      recentModels: ['/models/a b.keras'],
      lastModel: '/models/a b.keras',
      modelOnTrial: '/models/a b.keras',
      modelUses: [
        { ...noModelUse, preprocess: '0..1', labels: '/models/labels.csv', model: '/models/a b.keras' },
      ],
      window: { x: 10, y: 20, width: 1200, height: 800, maximized: false },
    });
  });

  it('takes a file of before there were figures as it is, and half a figure with the rest by default', async () => {
    const text = fs.readFileSync(
      path.join(import.meta.dirname, '../../fixtures/settings-0.1.0-later.json'),
      'utf8',
    );
    const kept = JSON.parse(text) as object;
    put(text);
    const { figureStyle } = storedDefaults;
    const store = await open();
    expect(store.damagedCopy).toBeNull();
    expect(store.current).toEqual({ ...storedDefaults, ...kept });
    put(JSON.stringify({ ...kept, figureShows: 'sheet', figureStyle: { format: 'pdf', dpi: 600 } }));
    const later = await open();
    expect(later.damagedCopy).toBeNull();
    expect(later.current).toMatchObject({
      figureShows: 'sheet',
      figureStyle: { ...figureStyle, format: 'pdf', dpi: 600 },
    });
  });

  it('writes the last of many changes and leaves no other file behind', async () => {
    const store = await open();
    for (let size = 32; size <= 132; size++) store.update({ tileSizePx: size });
    await store.flush();
    expect(onDisk()).toMatchObject({ tileSizePx: 132 });
    expect(fs.readdirSync(path.dirname(file))).toEqual(['settings.json']);
  });

  it('tells of a failed write and keeps the old file and the values in memory', async () => {
    put(JSON.stringify({ ...storedDefaults, theme: 'light' }));
    const errors: unknown[] = [];
    const store = await SettingsStore.open(file, (error) => errors.push(error));
    const folder = path.dirname(file);
    fs.renameSync(folder, `${folder}-away`);
    fs.writeFileSync(folder, 'a file where the folder was');
    store.update({ theme: 'dark' });
    await store.flush();
    fs.rmSync(folder);
    fs.renameSync(`${folder}-away`, folder);
    expect(errors).toHaveLength(1);
    expect(store.current.theme).toBe('dark');
    expect(onDisk()).toMatchObject({ theme: 'light' });
  });

  it('keeps a link to where the settings are', async () => {
    const real = path.join(path.dirname(file), 'real.json');
    fs.mkdirSync(path.dirname(file));
    fs.writeFileSync(real, JSON.stringify({ ...storedDefaults, theme: 'light' }));
    fs.symlinkSync('real.json', file);
    const store = await open();
    expect(store.current.theme).toBe('light');
    store.update({ theme: 'dark' });
    await store.flush();
    expect(fs.lstatSync(file).isSymbolicLink()).toBe(true);
    expect(JSON.parse(fs.readFileSync(real, 'utf8'))).toMatchObject({ theme: 'dark' });
  });

  it.skipIf(process.platform === 'win32')('does not wait for a pipe of its name', async () => {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    execFileSync('mkfifo', [file]);
    const store = await open();
    expect(store.current).toEqual(storedDefaults);
    expect(store.damagedCopy).not.toBeNull();
    await store.flush();
    expect(fs.statSync(file).isFile()).toBe(true);
  });

  it.each([
    ['cut off', '{"version": 1, "theme": "da'],
    ['empty', ''],
    ['binary', '\u0000\u0001\u0002'],
    ['a list', '[1, 2]'],
    ['null', 'null'],
  ])('puts a damaged file aside and starts with the defaults: %s', async (_what, text) => {
    put(text);
    const store = await open();
    expect(store.current).toEqual(storedDefaults);
    expect(store.damagedCopy).toBe(
      path.join(folder, 'profile', 'settings.damaged-2025-11-25T10-20-30-400Z.json'),
    );
    expect(fs.readFileSync(store.damagedCopy ?? '', 'utf8')).toBe(text);
    await store.flush();
    expect(onDisk()).toEqual(storedDefaults);
  });

  it('keeps the good fields of a file with bad ones', async () => {
    put(JSON.stringify({ ...storedDefaults, theme: 'dark', topK: 7, panes: 'wide', language: 'zh-CN' }));
    const store = await open();
    expect(store.current).toEqual({ ...storedDefaults, theme: 'dark', language: 'zh-CN' });
    expect(store.damagedCopy).not.toBeNull();
    await store.flush(); // nothing was changed in this run
    expect(await open()).toMatchObject({ current: store.current, damagedCopy: null });
  });

  it('keeps what it knows of the settings of a later version, which it puts aside', async () => {
    put(JSON.stringify({ ...storedDefaults, version: 2, theme: 'dark', later: { kept: [1] } }));
    const store = await open();
    expect(store.current).toEqual({ ...storedDefaults, theme: 'dark' });
    expect(fs.readFileSync(store.damagedCopy ?? '', 'utf8')).toContain('"later"');
    await store.flush();
  });
});

describe('readSettings', () => {
  it('fills in what an older build did not have yet, and drops what it no longer knows', () => {
    const { fixedMin: _fixedMin, ...old } = storedDefaults;
    const read = readSettings(JSON.stringify({ ...old, gone: true, theme: 'dark' }));
    expect(read).toEqual({ settings: { ...storedDefaults, theme: 'dark' }, isDamaged: false });
  });

  it('takes a file of before the webcam as it is, with the defaults for the camera', () => {
    const { cameraBackEnd: _backEnd, cameraCountdownS: _countdown, ...old } = storedDefaults;
    const read = readSettings(JSON.stringify({ ...old, theme: 'dark' }));
    expect(read).toEqual({ settings: { ...storedDefaults, theme: 'dark' }, isDamaged: false });
    expect(read.settings).toMatchObject({ cameraBackEnd: 'auto', cameraCountdownS: 0 });
  });

  it('migrates older versions step by step', () => {
    const steps = {
      0: (old: Record<string, unknown>) => ({ theme: old['isDark'] === true ? 'dark' : 'light' }),
    };
    const read = readSettings(JSON.stringify({ version: 0, isDark: true }), steps);
    expect(read).toEqual({ settings: { ...storedDefaults, theme: 'dark' }, isDamaged: false });
  });

  it('takes what it understands of a newer version, whose file is kept aside', () => {
    const read = readSettings(JSON.stringify({ ...storedDefaults, version: 9, theme: 'dark' }));
    expect(read).toEqual({ settings: { ...storedDefaults, theme: 'dark' }, isDamaged: true });
  });
});
