import type { CopyWhat, ExportWhat } from '../../electron/shared/contract';
import { baseName } from '../lib/dropped-files';
import type { Activities } from './activities.svelte';
import type { Api } from '../api/api';
import type { Failures } from './failures';
import type { Toasts } from './toasts.svelte';
import type { Wording } from './wording.svelte';

interface Parts {
  readonly activities: Pick<Activities, 'during'>;
  readonly api: Pick<Api, 'call'>;
  readonly failures: Pick<Failures, 'tell'>;
  readonly toasts: Toasts;
  readonly wording: Pick<Wording, 't'>;
}

/** Saves what the user asks for. */
export class Exporter {
  constructor(readonly parts: Parts) {}

  /**
   * Asks where to save, writes the file, and says so.
   * @param name  what the notice of work under way calls it
   * @param suggestedName  of the file, for the dialog
   * @param onPlace        called when the user has chosen a place; where none is chosen, nothing is written
   */
  async save(
    what: ExportWhat,
    name: string,
    suggestedName?: string,
    onPlace: () => void = () => undefined,
  ): Promise<void> {
    const { activities, api, failures } = this.parts;
    const job = new AbortController();
    const activity = { label: 'progress.export', name, cancel: () => job.abort() } as const;
    try {
      const path = await activities.during(activity, async (onProgress) => {
        const wish = suggestedName === undefined ? {} : { suggestedName };
        const { token } = await api.call('files:place', { kind: what.kind, ...wish });
        if (token === null) return null;
        onPlace();
        const { path } = await api.call('export:write', { token, what }, { signal: job.signal, onProgress });
        return path;
      });
      if (path !== null) this.#tellSaved(path);
    } catch (error) {
      failures.tell('error.export', error);
    }
  }

  /**
   * Puts a picture into the clipboard and says so.
   * @param name  what the messages call it
   */
  async copy(what: CopyWhat, name: string): Promise<void> {
    const { activities, api, failures, toasts, wording } = this.parts;
    const job = new AbortController();
    const activity = { label: 'progress.copy', name, cancel: () => job.abort() } as const;
    try {
      await activities.during(activity, (onProgress) =>
        api.call('export:copy', { what }, { signal: job.signal, onProgress }),
      );
      toasts.show({ tone: 'ok', text: wording.t('export.copied', { name }) });
    } catch (error) {
      failures.tell('error.copyPicture', error);
    }
  }

  #tellSaved(path: string): void {
    const { toasts, wording } = this.parts;
    toasts.show({
      tone: 'ok',
      text: wording.t('export.saved', { name: baseName(path) }),
      action: { label: wording.t('export.show'), run: () => void this.#showInFolder(path) },
    });
  }

  async #showInFolder(path: string): Promise<void> {
    try {
      await this.parts.api.call('files:show', { path });
    } catch (error) {
      this.parts.failures.tell('error.export', error);
    }
  }
}
