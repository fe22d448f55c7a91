import type { Failure } from '../../electron/shared/contract';
import { Translator, type Language } from '../i18n/translator';
import { asSentence } from '../lib/as-sentence';
import type { SettingsModel } from './settings-model.svelte';

/** The language of the page, and every text in it. */
export class Wording {
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

  /**
   * Why something failed. Messages come in English; other languages have a text for the code or for its area, and say
   * which layer it is about.
   */
  reasonOf({ code, message, about }: Failure): string {
    if (this.language === 'en' && message !== '') return asSentence(message);
    const [area] = code.split('/');
    const reason =
      this.translator.textIfKnown(`error.text.${code}`) ?? this.translator.textIfKnown(`error.area.${area}`);
    if (reason === null || about === undefined) return reason ?? message;
    return this.t('error.about', { reason: reason.replace(/[.。]$/, ''), about });
  }
}
