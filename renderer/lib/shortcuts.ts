/** Chords as words, and single keys as commands. */
import { FRAMES_IN_BURST } from '../../electron/shared/names';
import { commands, type CommandId } from '../../electron/shared/commands';
import type { MessageKey } from '../../electron/shared/texts/translator';

type Translate = (key: MessageKey) => string;

const KEY_NAMES: Readonly<Record<string, MessageKey>> = {
  CmdOrCtrl: 'key.ctrl',
  Ctrl: 'key.ctrl',
  Shift: 'key.shift',
  Alt: 'key.alt',
  Arrows: 'key.arrows',
  Enter: 'key.enter',
  Escape: 'key.escape',
  HomeEnd: 'key.homeEnd',
  Pages: 'key.pages',
  Wheel: 'key.wheel',
  ContextMenu: 'key.contextMenu',
};

/** `CmdOrCtrl+O` as the words of the language, one for each key. */
export function keysOf(chord: string, t: Translate): string[] {
  return chord.split(/\+(?!$)/).map((part) => {
    const key = KEY_NAMES[part];
    return key ? t(key) : part.length === 1 ? part.toUpperCase() : part;
  });
}

/** A command's shortcut in one string, '' where it has none. */
export function shortcutOf(id: CommandId, t: Translate): string {
  const { chord, key } = commands[id];
  const keys = chord ?? key;
  return keys ? keysOf(keys, t).join(' ') : '';
}

/** The command of a single key, pressed without modifiers outside text fields. */
export function commandOfKey(event: KeyboardEvent): CommandId | null {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return null;
  const ids = Object.keys(commands) as CommandId[];
  return ids.find((id) => commands[id].key === event.key.toLowerCase()) ?? null;
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      (target.matches('input, textarea, select') && !target.matches('[type="range"], [type="checkbox"]')))
  );
}

/** The frame that a digit means, 0 for the key 1; null for all other keys. */
export function frameOfKey(event: KeyboardEvent): number | null {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return null;
  const index = /^[1-9]$/.test(event.key) ? Number(event.key) - 1 : FRAMES_IN_BURST;
  return index < FRAMES_IN_BURST ? index : null;
}

/** A key that is no command: it is handled where it is pressed. */
export interface PaneKey {
  readonly label: MessageKey;
  readonly chord: string;
  readonly group: MessageKey;
}

/** Those that work everywhere in the window. */
export const WINDOW_KEYS: readonly PaneKey[] = [
  { label: 'command.paste', chord: 'CmdOrCtrl+V', group: 'help.group.files' },
  { label: 'command.copy', chord: 'CmdOrCtrl+C', group: 'help.group.files' },
  { label: 'command.frame', chord: '1–5', group: 'help.group.files' },
  { label: 'command.saveHere', chord: 'ContextMenu', group: 'help.group.files' },
  { label: 'command.free', chord: 'Escape', group: 'help.group.point' },
];

/** Arrow keys on a picture move the point by one of its pixels, with Shift by ten. */
export function movePoint(event: KeyboardEvent, point: { move(dx: number, dy: number): void }): void {
  const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
  if (!step || event.altKey || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  const scale = event.shiftKey ? 10 : 1;
  point.move(step[0]! * scale, step[1]! * scale);
}
