import type { Settings } from '../../shared/contract';
import { en, type TextKey } from './en';
import { zhCN } from './zh-CN';

export type Language = NonNullable<Settings['language']>;
export type Translate = (key: TextKey, values?: Record<string, string>) => string;

const tables: Record<Language, Record<TextKey, string>> = { en, 'zh-CN': zhCN };

/** The language of ours that is nearest to the system's. */
export function systemLanguage(locale: string): Language {
  return /^zh\b/i.test(locale) ? 'zh-CN' : 'en';
}

export function translator(language: Language): Translate {
  return (key, values = {}) =>
    tables[language][key].replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}
