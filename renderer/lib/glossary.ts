/** Words of the field that the page explains where they stand; their sentences are `term.<id>` and `term.<id>.text`. */
import type { MessageKey } from '../../electron/shared/texts/translator';
import { VERDICT_KINDS } from '../../electron/shared/verdicts';

/** In the order of the list that holds them all. */
export const TERMS = [
  'featureMap',
  'hypercolumn',
  'receptiveField',
  'range',
  'entropy',
  'batchNorm',
  ...VERDICT_KINDS,
] as const;
export type TermId = (typeof TERMS)[number];

/** What the term is called, and what it means in two sentences. */
export function termKeys(id: TermId): { name: MessageKey; text: MessageKey } {
  return { name: `term.${id}`, text: `term.${id}.text` };
}

/** A class of layers that is explained by itself. */
export function termOfClass(className: string): TermId | null {
  return className === 'BatchNormalization' ? 'batchNorm' : null;
}

/** A text in three parts, the word in the middle, whatever its case; without the word, all is before it. */
export function aroundWord(text: string, word: string): { before: string; word: string; after: string } {
  const at = text.toLowerCase().indexOf(word.toLowerCase());
  if (at < 0) return { before: text, word: '', after: '' };
  const end = at + word.length;
  return { before: text.slice(0, at), word: text.slice(at, end), after: text.slice(end) };
}
