import type { Message, Told, Value } from './message';
import type { MessageTable } from './tables';

/** The text of a message, as a part of a sentence. */
export function textOf(message: Message, table: MessageTable): string {
  const { values } = message;
  return templateOf(message, table).replace(/\{(\w+)\}/g, (_, name: string) =>
    valueText(values[name] ?? '', table),
  );
}

function templateOf({ key, values }: Message, table: MessageTable): string {
  const text = table.texts[key];
  return typeof text === 'string' ? text : text[pluralForm(values['count'], table)];
}

/** The sentence of a message that stands alone. */
export function sentenceOf(message: Message, table: MessageTable): string {
  return begin(textOf(message, table), message, table);
}

/** The sentence of a failure: what was being done, to which file, what is wrong, what to do. */
export function failureSentence(failure: Told, table: MessageTable): string {
  return begin(failureText(failure, table), firstOf(failure), table);
}

function failureText({ code, values, during }: Told, table: MessageTable): string {
  const parts = [...during, { key: code, values }].map((message) => textOf(message, table));
  return parts.join(table.contextSeparator);
}

function firstOf({ code, values, during }: Told): Message {
  return during[0] ?? { key: code, values };
}

function begin(text: string, first: Message, table: MessageTable): string {
  const isCapital = table.beginsWithCapital && beginsWithWords(first, table);
  return isCapital ? text.charAt(0).toUpperCase() + text.slice(1) : text;
}

/** False for a text that begins with a name, such as that of a file, which stays as it is written. */
function beginsWithWords({ key, values }: Message, table: MessageTable): boolean {
  const [, name] = /^\{(\w+)\}/.exec(templateOf({ key, values }, table)) ?? [];
  const value = name === undefined ? undefined : values[name];
  if (name === undefined) return true;
  if (typeof value !== 'object') return false;
  if ('key' in value) return beginsWithWords(value, table);
  return 'code' in value && beginsWithWords(firstOf(value), table);
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
