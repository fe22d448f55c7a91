import type { Failure } from '../../electron/shared/contract';
import type { Message } from '../../electron/shared/messages/message';
import { failureSentence, sentenceOf, textOf } from '../../electron/shared/messages/sentence';
import { shortOf, wholeOf, type Note } from '../../electron/shared/note';
import { verdictWord } from '../../electron/shared/verdict-words';
import type { VerdictKind } from '../../electron/shared/verdicts';
import { toldOf, windowTables } from '../../electron/shared/messages/tables';
import { Translator, type Language } from '../../electron/shared/texts/translator';
import { baseName } from '../lib/dropped-files';
import type { Words } from '../lib/words';
import type { SettingsModel } from './settings-model.svelte';

/** The language of the page, and every text in it. */
export class Wording implements Words {
  readonly language: Language = $derived.by(() => this.settings.value.language ?? this.systemLanguage);
  readonly translator = $derived.by(() => new Translator(this.language));

  constructor(
    readonly settings: SettingsModel,
    readonly systemLanguage: Language,
  ) {}

  /** Translated sentence; reading it in a template follows the language. */
  get t(): Translator['text'] {
    return this.translator.text;
  }

  /** A message, as a sentence. */
  sentenceOf(message: Message): string {
    return sentenceOf(message, windowTables[this.language]);
  }

  /** A message, as a part of a sentence. */
  wordOf(message: Message): string {
    return textOf(message, windowTables[this.language]);
  }

  /** Words one after the other. */
  listOf = (words: readonly string[]): string => words.join(windowTables[this.language].listSeparator);

  /** What is said of a map, in one word. */
  verdictOf(kind: VerdictKind): string {
    return textOf(verdictWord(kind), windowTables[this.language]);
  }

  /** What was assumed, whole. */
  noteOf(note: Note): string {
    return sentenceOf(wholeOf(note), windowTables[this.language]);
  }

  /** What was assumed, in a few words. */
  shortNoteOf(note: Note): string {
    return textOf(shortOf(note), windowTables[this.language]);
  }

  /**
   * Why something failed: what was being done, to which file, what is wrong, what to do.
   * @param named  a file or picture that the title above names: that it was read or opened is not said once more
   */
  reasonOf(failure: Failure, named?: string): string {
    const { during } = failure;
    const isSaid = named !== undefined && during[0] !== undefined && saysOnly(during[0], named);
    const told = isSaid ? { ...failure, during: during.slice(1) } : failure;
    return failureSentence(toldOf(told), windowTables[this.language]);
  }

  /** The same in English, for who helps. */
  englishReasonOf(failure: Failure): string {
    return failureSentence(toldOf(failure), windowTables.en);
  }
}

/** True for "reading FILE" and the like, of the file with this name. */
function saysOnly({ values }: Message, name: string): boolean {
  const [value, ...more] = Object.values(values);
  return more.length === 0 && typeof value === 'string' && baseName(value) === name;
}
