import type { Failure } from '../../electron/shared/contract';
import type { Message } from '../../electron/shared/messages/message';
import type { Note } from '../../electron/shared/note';
import type { VerdictKind } from '../../electron/shared/verdicts';
import type { Language, Translator } from '../../electron/shared/texts/translator';

/** Every text in the language of the page, for what is shown: views get it as a property, no part of the page's state. */
export interface Words {
  readonly language: Language;
  readonly translator: Translator;
  /** Translated sentence; reading it in a template follows the language. */
  readonly t: Translator['text'];
  /** Words one after the other. */
  listOf(words: readonly string[]): string;
  /**
   * Why something failed: what was being done, to which file, what is wrong, what to do.
   * @param named  a file or picture that was named already
   */
  reasonOf(failure: Failure, named?: string): string;
  /** The same in English, for who helps. */
  englishReasonOf(failure: Failure): string;
  /** A message as a sentence. */
  sentenceOf(message: Message): string;
  /** A message as a part of a sentence. */
  wordOf(message: Message): string;
  /** What is said of a map, in one word. */
  verdictOf(kind: VerdictKind): string;
  /** What was assumed, whole. */
  noteOf(note: Note): string;
  /** What was assumed, in a few words. */
  shortNoteOf(note: Note): string;
}
