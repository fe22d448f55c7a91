import type { Message, Told, Value } from './message';
import type { MessageTable } from './tables';

/** The text of a message, as a part of a sentence. */
export function textOf({ key, values }: Message, table: MessageTable): string {
  const text = table.texts[key];
  const template = typeof text === 'string' ? text : text[pluralForm(values['count'], table)];
  return template.replace(/\{(\w+)\}/g, (_, name: string) => valueText(values[name] ?? '', table));
}

/** The sentence of a message that stands alone. */
export function sentenceOf(message: Message, table: MessageTable): string {
  return begin(textOf(message, table), table);
}

/** The sentence of a failure: what was being done, to which file, what is wrong, what to do. */
export function failureSentence(failure: Told, table: MessageTable): string {
  return begin(failureText(failure, table), table);
}

function failureText({ code, values, during }: Told, table: MessageTable): string {
  const parts = [...during, { key: code, values }].map((message) => textOf(message, table));
  return parts.join(table.contextSeparator);
}

function begin(text: string, { beginsWithCapital }: MessageTable): string {
  return beginsWithCapital ? text.charAt(0).toUpperCase() + text.slice(1) : text;
}

function valueText(value: Value, table: MessageTable): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  if ('key' in value) return textOf(value, table);
  if ('code' in value) return failureText(value, table);
  return value.map((entry) => valueText(entry, table)).join(table.listSeparator);
}

function pluralForm(count: Value | undefined, { language }: MessageTable): 'one' | 'other' {
  const isOne = typeof count === 'number' && new Intl.PluralRules(language).select(count) === 'one';
  return isOne ? 'one' : 'other';
}
