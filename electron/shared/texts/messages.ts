import type { en } from './en';

export type MessageKey = keyof typeof en;
/** A sentence, or one sentence for each plural form that the language has, chosen by `count`. */
export type Message = string | { readonly one?: string; readonly other: string };
export type Messages = Readonly<Record<MessageKey, Message>>;
