import type { en } from './en';

/**
 * A failure (`area/name`), a note (`note/name`, in a few words `short/name`), what was being done (`doing/name`) or a part of
 * a sentence (`part/name`).
 */
export type MessageKey = keyof typeof en;

type CodeOf<Key, Prefix extends string> = Key extends `${Prefix}/${infer Code}` ? Code : never;
/** What is told whole as `note/<code>` and in a few words as `short/<code>`. */
export type NoteCode = CodeOf<MessageKey, 'note'> & CodeOf<MessageKey, 'short'>;

/** A text with `{names}` of its values, or one for each plural form of the value `count`. */
export type Text = string | { readonly one: string; readonly other: string };

/** What stands for a `{name}`: text as it is, a number, another message, a failure (it ends the sentence), or a list of these. */
export type Value = string | number | Message | Told | readonly Value[];
export type Values = Readonly<Record<string, Value>>;

type NamesIn<Template> = Template extends `${string}{${infer Name}}${infer Rest}`
  ? Name | NamesIn<Rest>
  : never;
type FormsOf<Template> = Template extends { one: infer One; other: infer Other } ? One | Other : Template;
/** The names in the English text of a key; `count` chooses among plural forms. */
type NamesOf<Key extends MessageKey> =
  NamesIn<FormsOf<(typeof en)[Key]>> | ((typeof en)[Key] extends string ? never : 'count');

/** The values that a key needs; none where its text has no names. */
export type ValuesOf<Key extends MessageKey> = { readonly [Name in NamesOf<Key>]: Value };
export type NoteValues<Code extends NoteCode> = ValuesOf<`note/${Code}`> & ValuesOf<`short/${Code}`>;
/** The values as the last argument of a function, which is left out where there are none. */
export type ValuesArgument<Key extends MessageKey> = [NamesOf<Key>] extends [never]
  ? [values?: Record<never, Value>]
  : [values: ValuesOf<Key>];

/** Something to be told, without its words: they are chosen where it is shown, by language and surface. */
export interface Message {
  readonly key: MessageKey;
  readonly values: Values;
}

/** A failure as data: what is wrong, and what was being done, outermost first. */
export interface Told {
  readonly code: MessageKey;
  readonly values: Values;
  readonly during: readonly Message[];
}

/** A message, with its values checked against the English text. */
export function message<Key extends MessageKey>(key: Key, ...[values]: ValuesArgument<Key>): Message {
  return { key, values: (values ?? {}) as Values };
}
