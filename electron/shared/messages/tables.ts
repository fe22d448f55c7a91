import { commandLine } from './command-line';
import { en } from './en';
import type { MessageKey, Text } from './message';
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

/** True for a code with a text; the version at the other end of a border may know more codes than this one. */
export function hasText(code: string): code is MessageKey {
  return Object.hasOwn(en, code);
}
