import type { MenuItemConstructorOptions } from 'electron';
import { describe, expect, it } from 'vitest';
import { menuTemplate, type MenuActions } from '../../../electron/main/menu';
import { Translator } from '../../../electron/shared/texts/translator';
import { commands } from '../../../electron/shared/commands';
import { defaultSettings } from '../../../electron/shared/default-settings';

const calls: unknown[] = [];
const actions: MenuActions = {
  runCommand: (id) => calls.push(id),
  openFile: (file) => calls.push(file),
  changeSettings: (changes) => calls.push(changes),
  showLog: () => calls.push('log'),
};

function template(settings = defaultSettings, isMac = false): MenuItemConstructorOptions[] {
  const state = { settings, isMac, hasDeveloperTools: false };
  return menuTemplate(new Translator(settings.language ?? 'en').text, state, actions);
}

function flat(items: MenuItemConstructorOptions[]): MenuItemConstructorOptions[] {
  return items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? flat(item.submenu) : [])]);
}

const press = (item: MenuItemConstructorOptions | undefined): void =>
  (item?.click as (() => void) | undefined)?.();

describe('menu', () => {
  it('has every command of a menu, with the shortcut of the table', () => {
    const items = flat(template());
    for (const [id, command] of Object.entries(commands)) {
      const item = items.find((candidate) => candidate.id === id);
      if (command.menu === null) expect(item).toBeUndefined();
      else expect(item?.accelerator ?? null).toBe(command.chord);
    }
  });

  it('uses no shortcut twice and no single key, which would take letters from text fields', () => {
    const chords = Object.values(commands).flatMap(({ chord }) => (chord === null ? [] : [chord]));
    expect(new Set(chords).size).toBe(chords.length);
    for (const chord of chords) expect(chord).toMatch(/CmdOrCtrl\+|^(Shift\+)?F\d+$/);
  });

  it('runs commands, opens recent pictures, changes settings', () => {
    const items = flat(template({ ...defaultSettings, recentPictures: ['/photos/cats & dogs.png'] }));
    calls.length = 0;
    press(items.find((item) => item.id === 'open'));
    press(items.find((item) => item.label === 'cats && dogs.png'));
    press(items.find((item) => item.label === 'Dark'));
    press(items.find((item) => item.label === '简体中文'));
    expect(calls).toEqual(['open', '/photos/cats & dogs.png', { theme: 'dark' }, { language: 'zh-CN' }]);
  });

  it('marks the theme and the language of now', () => {
    const items = flat(template({ ...defaultSettings, theme: 'dark', language: 'zh-CN' }));
    expect(items.filter((item) => item.checked).map((item) => item.label)).toEqual(['深色', '简体中文']);
  });

  it('has a label for every item in both languages, and an app menu on macOS', () => {
    for (const language of ['en', 'zh-CN'] as const)
      for (const item of flat(template({ ...defaultSettings, language }, true)))
        if (item.type !== 'separator') expect(item.label ?? item.role).toBeTruthy();
    expect(template(defaultSettings, true)[0]?.role).toBe('appMenu');
  });
});
