import type { en } from './en';
import type { systemEn } from './system/en';

export type MessageKey = keyof typeof en | keyof typeof systemEn;
/** A sentence, or one sentence for each plural form that the language has, chosen by `count`. */
export type Message = string | { readonly one?: string; readonly other: string };
export type Messages = Readonly<Record<MessageKey, Message>>;
/** One language's texts of the page; those that the system draws are in `system`. */
export type PageMessages = Readonly<Record<keyof typeof en, Message>>;
