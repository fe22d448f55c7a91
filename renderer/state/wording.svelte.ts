import type { Failure } from '../../electron/shared/contract';
import type { Message } from '../../electron/shared/messages/message';
import { failureSentence, sentenceOf, textOf } from '../../electron/shared/messages/sentence';
import { shortOf, wholeOf, type Note } from '../../electron/shared/note';
import { toldOf, windowTables } from '../../electron/shared/messages/tables';
import { Translator, type Language } from '../../electron/shared/texts/translator';
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

  /** A note, as a sentence. */
  sentenceOf(note: Message): string {
    return sentenceOf(note, windowTables[this.language]);
  }

  /** Words one after the other. */
  listOf(words: readonly string[]): string {
    return words.join(windowTables[this.language].listSeparator);
  }

  /** What was assumed, whole. */
  noteOf(note: Note): string {
    return sentenceOf(wholeOf(note), windowTables[this.language]);
  }

  /** What was assumed, in a few words. */
  shortNoteOf(note: Note): string {
    return textOf(shortOf(note), windowTables[this.language]);
  }

  /** Why something failed: what was being done, to which file, what is wrong, what to do. */
  reasonOf(failure: Failure): string {
    return failureSentence(toldOf(failure), windowTables[this.language]);
  }

  /** The same in English, for who helps. */
  englishReasonOf(failure: Failure): string {
    return failureSentence(toldOf(failure), windowTables.en);
  }
}
