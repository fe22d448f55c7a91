import { MediaQuery } from 'svelte/reactivity';
import type { SettingsModel } from './settings-model.svelte';

/** What is open over the panes, and the theme in force. */
export class UiModel {
  isHelpOpen = $state(false);
  isAboutOpen = $state(false);
  isExportOpen = $state(false);
  /** What stands below the photo. */
  imageTab = $state<'recent' | 'webcam'>('recent');
  readonly #isSystemDark = new MediaQuery('(prefers-color-scheme: dark)');
  readonly theme: 'light' | 'dark' = $derived.by(() => {
    const { theme } = this.settings.value;
    if (theme !== 'system') return theme;
    return this.#isSystemDark.current ? 'dark' : 'light';
  });

  constructor(readonly settings: SettingsModel) {}
}
