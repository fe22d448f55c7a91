/**
 * The one table of commands: menu, buttons, tooltips and the shortcut sheet read it. The key of a command's label in the
 * texts is `command.<id>`. Chords belong to the menu, which also catches them; single keys are caught by the page, which
 * knows whether the user is typing into a field.
 */
export interface Command {
  readonly menu: 'file' | 'view' | 'help' | null;
  /** Electron accelerator, e.g. `CmdOrCtrl+O`. */
  readonly chord: string | null;
  /** `KeyboardEvent.key` without modifiers. */
  readonly key: string | null;
}

export const commands = {
  open: { menu: 'file', chord: 'CmdOrCtrl+O', key: null },
  sample: { menu: 'file', chord: null, key: null },
  webcam: { menu: 'file', chord: 'CmdOrCtrl+Shift+W', key: null },
  exportFigure: { menu: 'file', chord: 'CmdOrCtrl+S', key: null },
  exportPicture: { menu: 'file', chord: 'CmdOrCtrl+Shift+S', key: null },
  export: { menu: 'file', chord: 'CmdOrCtrl+E', key: null },
  flip: { menu: 'view', chord: null, key: null },
  range: { menu: null, chord: null, key: 'r' },
  nextVerdict: { menu: null, chord: null, key: 'v' },
  hideInactive: { menu: null, chord: null, key: 'd' },
  larger: { menu: null, chord: null, key: '+' },
  smaller: { menu: null, chord: null, key: '-' },
  previousMap: { menu: null, chord: null, key: '[' },
  nextMap: { menu: null, chord: null, key: ']' },
  nextTab: { menu: null, chord: null, key: 't' },
  fillWindow: { menu: null, chord: null, key: 'f' },
  oneLayer: { menu: null, chord: null, key: 'g' },
  previousLayer: { menu: null, chord: null, key: '{' },
  nextLayer: { menu: null, chord: null, key: '}' },
  nextPane: { menu: 'view', chord: 'F6', key: null },
  previousPane: { menu: 'view', chord: 'Shift+F6', key: null },
  help: { menu: 'help', chord: null, key: '?' },
  about: { menu: 'help', chord: null, key: null },
} satisfies Record<string, Command>;

export type CommandId = keyof typeof commands;

/** The commands of one menu, in the order of the table. */
export function commandsOf(menu: NonNullable<Command['menu']>): CommandId[] {
  return (Object.keys(commands) as CommandId[]).filter((id) => commands[id].menu === menu);
}
