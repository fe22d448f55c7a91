import type { MenuItemConstructorOptions } from 'electron';
import path from 'node:path';
import { commands, commandsOf, type Command, type CommandId } from '../shared/commands';
import type { Settings } from '../shared/contract';
import type { Translate } from '../shared/texts/translator';

export interface MenuActions {
  runCommand(id: CommandId): void;
  openFile(path: string): void;
  changeSettings(changes: Partial<Pick<Settings, 'language' | 'theme'>>): void;
  showLog(): void;
}

export interface MenuState {
  settings: Settings;
  isMac: boolean;
  hasDeveloperTools: boolean;
}

type Item = MenuItemConstructorOptions;
const separator: Item = { type: 'separator' };

/** The whole menu as data, so that a test can read it. */
export function menuTemplate(text: Translate, state: MenuState, actions: MenuActions): Item[] {
  const commandItems = (menu: NonNullable<Command['menu']>): Item[] =>
    commandsOf(menu).map((id) => commandItem(id, text, actions));
  const [open, ...otherFileCommands] = commandItems('file');
  const quit: Item = { role: 'quit', label: text('menu.quit') };
  return [
    ...(state.isMac ? [appMenu(text, quit, actions)] : []),
    {
      label: text('menu.file'),
      submenu: [
        ...(open ? [open] : []),
        recentItem(text, state.settings.recentPictures, actions),
        ...otherFileCommands,
        ...(state.isMac ? [] : [separator, quit]),
      ],
    },
    { label: text('menu.edit'), submenu: editItems(text) },
    {
      label: text('menu.view'),
      submenu: [
        ...commandItems('view'),
        separator,
        choiceItem(text, 'menu.theme', themeChoices(text, state.settings, actions)),
        choiceItem(text, 'menu.language', languageChoices(text, state.settings, actions)),
        separator,
        ...zoomItems(text),
        ...(state.hasDeveloperTools ? [developerTools(text)] : []),
      ],
    },
    {
      role: 'help',
      label: text('menu.help'),
      submenu: [...commandItems('help'), { label: text('menu.log'), click: () => actions.showLog() }],
    },
  ];
}

function commandItem(id: CommandId, text: Translate, actions: MenuActions): Item {
  const { chord } = commands[id] as Command;
  const key = `item.${id}` as Parameters<Translate>[0];
  return {
    id,
    label: text(key),
    ...(chord === null ? {} : { accelerator: chord }),
    click: () => actions.runCommand(id),
  };
}

function recentItem(text: Translate, pictures: readonly string[], actions: MenuActions): Item {
  const items: Item[] = pictures.map((picture) => ({
    // On menus & marks the access key; a doubled one is a plain &.
    label: path.basename(picture).replaceAll('&', '&&'),
    toolTip: picture,
    click: () => actions.openFile(picture),
  }));
  const none: Item = { label: text('menu.noRecent'), enabled: false };
  return { label: text('menu.recent'), submenu: items.length > 0 ? items : [none] };
}

function choiceItem(text: Translate, label: 'menu.theme' | 'menu.language', submenu: Item[]): Item {
  return { label: text(label), submenu };
}

function themeChoices(text: Translate, settings: Settings, actions: MenuActions): Item[] {
  return (['system', 'light', 'dark'] as const).map((theme) => ({
    type: 'radio',
    label: text(`theme.${theme}`),
    checked: settings.theme === theme,
    click: () => actions.changeSettings({ theme }),
  }));
}

function languageChoices(text: Translate, settings: Settings, actions: MenuActions): Item[] {
  return ([null, 'en', 'zh-CN'] as const).map((language) => ({
    type: 'radio',
    label: text(`language.${language ?? 'system'}`),
    checked: settings.language === language,
    click: () => actions.changeSettings({ language }),
  }));
}

/** `paste` reaches the page as a paste event, so pasted pictures arrive there too. */
function editItems(text: Translate): Item[] {
  return [
    { role: 'undo', label: text('menu.undo') },
    { role: 'redo', label: text('menu.redo') },
    separator,
    { role: 'cut', label: text('menu.cut') },
    { role: 'copy', label: text('menu.copy') },
    { role: 'paste', label: text('menu.paste') },
    { role: 'selectAll', label: text('menu.selectAll') },
  ];
}

function zoomItems(text: Translate): Item[] {
  return [
    { role: 'resetZoom', label: text('menu.actualSize') },
    { role: 'zoomIn', label: text('menu.zoomIn') },
    { role: 'zoomOut', label: text('menu.zoomOut') },
    { role: 'togglefullscreen', label: text('menu.fullScreen') },
  ];
}

function developerTools(text: Translate): Item {
  return { role: 'toggleDevTools', label: text('menu.developerTools') };
}

function appMenu(text: Translate, quit: Item, actions: MenuActions): Item {
  return {
    role: 'appMenu',
    submenu: [
      { label: text('command.about'), click: () => actions.runCommand('about') },
      separator,
      { role: 'services', label: text('menu.services') },
      { role: 'hide', label: text('menu.hide') },
      { role: 'hideOthers', label: text('menu.hideOthers') },
      { role: 'unhide', label: text('menu.unhide') },
      separator,
      quit,
    ],
  };
}
