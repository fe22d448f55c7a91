/** What main does where the user's folder cannot be written to. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SettingsStore } from '../../../electron/main/settings-store';
import { Translator } from '../../../electron/shared/texts/translator';
import { UnkeptNotice } from '../../../electron/main/unkept';
import { setUpUserData, whyNotWritable } from '../../../electron/main/user-data';

const electron = vi.hoisted(() => ({
  app: { getPath: vi.fn(), setPath: vi.fn(), getName: () => 'featurescope' },
  dialog: { showMessageBox: vi.fn(() => Promise.resolve()) },
}));
vi.mock('electron', () => electron);

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'featurescope-test-'));
  fs.writeFileSync(path.join(folder, 'file'), '');
});
afterEach(() => {
  fs.rmSync(folder, { recursive: true });
  vi.clearAllMocks();
  vi.unstubAllEnvs();
});

describe('the folder of the user', () => {
  it('is taken, and made, where it can be written to', () => {
    const wanted = path.join(folder, 'config/featurescope');
    electron.app.getPath.mockReturnValue(wanted);
    expect(setUpUserData()).toMatchObject({ folder: wanted, problem: null });
    expect(fs.statSync(wanted).isDirectory()).toBe(true);
    expect(electron.app.setPath).not.toHaveBeenCalled();
  });

  it('is replaced for one run where Electron cannot make it', async () => {
    electron.app.getPath.mockImplementation(() => {
      throw new Error("Failed to get 'userData' path");
    });
    vi.stubEnv('XDG_CONFIG_HOME', path.join(folder, 'file'));
    const found = setUpUserData();
    expect(found).toMatchObject({ folder: path.join(folder, 'file/featurescope'), problem: 'ENOTDIR' });
    const [name, temporary] = electron.app.setPath.mock.calls[0] as [string, string];
    expect([name, whyNotWritable(temporary)]).toEqual(['userData', null]);
    // Chromium works there to the very end; that it is gone after it, test/package/read-only.test.ts sees.
    found.dispose();
    expect(fs.existsSync(temporary)).toBe(true);
  });
});

describe('settings that cannot be written', () => {
  it('are the default ones, and a damaged file that cannot be put aside stops nothing', async () => {
    const errors: unknown[] = [];
    const store = await SettingsStore.open(path.join(folder, 'file/settings.json'), (error) =>
      errors.push(error),
    );
    expect(store.damagedCopy).toBeNull();
    expect(store.update({ theme: 'dark' }).theme).toBe('dark');
    await store.flush();
    expect(errors).toMatchObject([{ code: 'EEXIST' }]);
  });

  it.each(['en', 'zh-CN'] as const)('are told once, in %s', (language) => {
    const written = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const notice = new UnkeptNotice('/home/x/.config/featurescope');
    const window = { isDestroyed: () => false } as Electron.BrowserWindow;
    notice.tell('EROFS', window, new Translator(language).text);
    notice.tell('ENOSPC', window, new Translator(language).text);
    expect(written).toHaveBeenCalledOnce();
    expect(written.mock.calls[0]?.[0]).toMatch(
      /^warning settings\/not-kept: [^\n]*\/home\/x\/\.config\/featurescope[^\n]*EROFS[^\n]*\n$/,
    );
    expect(electron.dialog.showMessageBox).toHaveBeenCalledOnce();
    written.mockRestore();
  });
});
