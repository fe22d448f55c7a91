import type { ExportWhat } from '../../electron/shared/contract';
import { baseName } from '../lib/dropped-files';
import type { Activities } from './activities.svelte';
import type { Api } from '../api/api';
import type { Failures } from './failures';
import type { Toasts } from './toasts.svelte';
import type { Wording } from './wording.svelte';

interface Parts {
  readonly activities: Activities;
  readonly api: Api;
  readonly failures: Failures;
  readonly toasts: Toasts;
  readonly wording: Wording;
}

/** Saves what the user asks for. */
export class Exporter {
  constructor(readonly app: Parts) {}

  /** Asks where to save, writes the file, and says so. */
  async save(what: ExportWhat, name: string): Promise<void> {
    const { activities, api, failures, toasts, wording } = this.app;
    const cancel = (): void => void api.call('export:cancel', undefined);
    const activity = activities.begin('progress.export', name, cancel);
    const stop = api.onEvent((event) => {
      if (event.kind === 'export-progress') activity.progress(event.progress);
    });
    try {
      const { path } = await api.call('export:save', what);
      if (path === null) return;
      toasts.show({
        tone: 'ok',
        text: wording.t('export.saved', { name: baseName(path) }),
        action: { label: wording.t('export.show'), run: () => void this.#showInFolder(path) },
      });
    } catch (error) {
      failures.tell('error.export', error);
    } finally {
      stop();
      activity.end();
    }
  }

  async #showInFolder(path: string): Promise<void> {
    try {
      await this.app.api.call('files:show', { path });
    } catch (error) {
      this.app.failures.tell('error.export', error);
    }
  }
}
