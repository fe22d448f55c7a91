import { commandLine } from './command-line';
import { en } from './en';
import type { MessageKey, Message, Text, Told, Values } from './message';
import { zhCN } from './zh-CN';

/** The words of one surface in one language. */
export interface MessageTable {
  readonly texts: Readonly<Record<MessageKey, Text>>;
  /** A BCP 47 tag, for plural forms. */
  readonly language: string;
  readonly listSeparator: string;
  /** Between what was being done and what is wrong. */
  readonly contextSeparator: string;
  /** True where a sentence begins with a capital letter: texts begin small, as the command line prints them after a code. */
  readonly beginsWithCapital: boolean;
}

/** The command line speaks English and may name its options and commands. */
export const commandLineTable: MessageTable = {
  texts: { ...en, ...commandLine },
  language: 'en',
  listSeparator: ', ',
  contextSeparator: ': ',
  beginsWithCapital: false,
};

/** The window's words, by language. */
export const windowTables: Readonly<Record<'en' | 'zh-CN', MessageTable>> = {
  en: {
    texts: en,
    language: 'en',
    listSeparator: ', ',
    contextSeparator: ': ',
    beginsWithCapital: true,
  },
  'zh-CN': {
    texts: zhCN,
    language: 'zh-CN',
    listSeparator: '、',
    contextSeparator: '：',
    beginsWithCapital: false,
  },
};

/** A failure of the other end of a border; the version there may know more codes than this one. */
export function toldOf({ code, values, during }: FailureData): Told {
  if (Object.hasOwn(en, code)) return { code: code as MessageKey, values, during };
  return { code: 'internal/unexpected', values: { what: code }, during };
}

interface FailureData {
  readonly code: string;
  readonly values: Values;
  readonly during: readonly Message[];
}
