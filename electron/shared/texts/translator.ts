import { formatScore } from '../plain-text';
import { en, type Message } from './en';
import { figureEn } from './figure/en';
import { figureZhCN } from './figure/zh-CN';
import { glossaryEn } from './glossary/en';
import { glossaryZhCN } from './glossary/zh-CN';
import { originEn } from './origin/en';
import { originZhCN } from './origin/zh-CN';
import { systemEn } from './system/en';
import { systemZhCN } from './system/zh-CN';
import { zhCN } from './zh-CN';

export type MessageKey =
  | keyof typeof en
  | keyof typeof figureEn
  | keyof typeof glossaryEn
  | keyof typeof originEn
  | keyof typeof systemEn;
type Messages = Readonly<Record<MessageKey, Message>>;
export type Language = 'en' | 'zh-CN';
export type Parameters = Readonly<Record<string, string | number>>;

export const tables: Record<Language, Messages> = {
  en: { ...en, ...figureEn, ...glossaryEn, ...originEn, ...systemEn },
  'zh-CN': { ...zhCN, ...figureZhCN, ...glossaryZhCN, ...originZhCN, ...systemZhCN },
};

/** The language of ours that is nearest to the system's. */
export function systemLanguage(locale: string): Language {
  return /^zh\b/i.test(locale) ? 'zh-CN' : 'en';
}

export type Translate = Translator['text'];

/** Looks sentences up in one language and formats numbers the way that language does. */
export class Translator {
  readonly #messages: Messages;
  readonly #plural: Intl.PluralRules;
  readonly #integer: Intl.NumberFormat;
  readonly #fixed = new Map<number, Intl.NumberFormat>();

  constructor(readonly language: Language) {
    this.#messages = tables[language];
    this.#plural = new Intl.PluralRules(language);
    this.#integer = new Intl.NumberFormat(language);
  }

  /** The sentence of `key` with its `{placeholders}` filled in; numbers are formatted, `count` chooses the plural form. */
  text = (key: MessageKey, parameters: Parameters = {}): string => {
    const message = this.#messages[key];
    const sentence = typeof message === 'string' ? message : this.#pluralForm(message, parameters['count']);
    return sentence.replace(/\{(\w+)\}/g, (_, name: string) => {
      const value = parameters[name];
      return typeof value === 'number' ? this.number(value) : (value ?? '');
    });
  };

  /** A number with a fixed count of decimals (none unless told), a true minus sign, and no minus before zero. */
  number = (value: number, decimals?: number): string => {
    if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? '∞' : '−∞';
    const text = decimals === undefined ? this.#integer.format(value) : this.#format(decimals).format(value);
    return text.replace('-', /[1-9]/.test(text) ? '−' : '');
  };

  /** The same; a 0 is exact. */
  exact = (value: number, decimals: number): string => (value === 0 ? '0' : this.number(value, decimals));

  /** A share 0..1 as per cent: one decimal from 10 %, otherwise two; a 0 is exact. */
  percent = (share: number, decimals = share >= 0.0995 ? 1 : 2): string =>
    `${this.exact(share * 100, decimals)}%`;

  /** A measured value, as short as still tells neighbours apart: 5.84, 128.3, 0.0021, 3.1e−7; a 0 is exact. */
  value = (value: number): string => {
    const size = Math.abs(value);
    if (size === 0) return '0';
    if (!Number.isFinite(value)) return this.number(value);
    if (size >= 1e6 || size < 5e-4) return value.toExponential(1).replaceAll('-', '−');
    if (size >= 1000) return this.number(value, 0);
    if (size >= 100) return this.number(value, 1);
    return this.number(value, size < 0.005 ? 4 : size < 0.05 ? 3 : 2);
  };

  /** The same in few letters, where there is little room: 5.8, −12, 0.65, 3.1e−7. */
  brief = (value: number): string => {
    const size = Math.abs(value);
    if (!Number.isFinite(value) || size < 0.005 || size >= 1e4) return this.value(value);
    return this.number(value, size < 1 ? 2 : size < 9.95 ? 1 : 0);
  };

  /** A number that a model gave, with four significant digits: 1.392, −0.08070, 123,457. */
  score = (value: number): string => {
    if (!Number.isFinite(value)) return this.number(value);
    const text = formatScore(value);
    return text.includes('e') || text.includes('.') ? text.replaceAll('-', '−') : this.number(Number(text));
  };

  /** Bytes as KB, MB or GB (powers of ten, as file managers show them). */
  bytes = (count: number): string => {
    if (count >= 1e9) return `${this.number(count / 1e9, 1)} GB`;
    if (count >= 1e6) return `${this.number(count / 1e6, count < 9.95e6 ? 1 : 0)} MB`;
    return `${this.number(Math.ceil(count / 1e3))} KB`;
  };

  #format(decimals: number): Intl.NumberFormat {
    let format = this.#fixed.get(decimals);
    if (!format) {
      format = new Intl.NumberFormat(this.language, {
        minimumFractionDigits: decimals,
        maximumFractionDigits: decimals,
      });
      this.#fixed.set(decimals, format);
    }
    return format;
  }

  #pluralForm(message: Exclude<Message, string>, count: string | number | undefined): string {
    const form = typeof count === 'number' ? this.#plural.select(count) : 'other';
    return (form === 'one' ? message.one : undefined) ?? message.other;
  }
}
