import type { Failure, ModelSummary, Progress } from '../../electron/shared/contract';
import { failureOf, isAbandoned, type Api } from '../api/api';
import type { Failures } from './failures';
import type { ModelLoading } from './model-loading';
import type { Session } from './session.svelte';
import type { Toasts } from './toasts.svelte';
import type { Wording } from './wording.svelte';

interface Parts {
  readonly api: Api;
  readonly failures: Failures;
  readonly modelLoading: ModelLoading;
  readonly session: Session;
  readonly toasts: Toasts;
  readonly wording: Wording;
}

/** One download: under way, or failed. */
export type DownloadState =
  | { readonly kind: 'busy'; readonly progress: Progress; readonly cancel: () => void }
  | { readonly kind: 'failed'; readonly failure: Failure; readonly isRetryable: boolean };

/** Models of the catalogue that the user fetches. A download goes on when its dialog is closed; nothing starts by itself. */
export class DownloadsModel {
  /** By model id. */
  states = $state.raw<ReadonlyMap<string, DownloadState>>(new Map());
  #shownId = $state('');

  constructor(readonly parts: Parts) {}

  /** The model of the open dialog; null: it is closed. */
  readonly shown: ModelSummary | null = $derived.by(
    () => this.parts.session.catalog.find((model) => model.id === this.#shownId) ?? null,
  );

  open(id: string): void {
    this.#shownId = id;
  }

  close(): void {
    const id = this.#shownId;
    this.#shownId = '';
    if (this.states.get(id)?.kind === 'failed') this.#set(id, null);
  }

  /**
   * Fetches a model, or takes a file of the user. It is used at once if its dialog is still open.
   * @param file  path of the file; null: from its publisher
   */
  async start(model: ModelSummary, file: string | null = null): Promise<void> {
    if (this.states.get(model.id)?.kind === 'busy') return;
    const abort = new AbortController();
    const busy = (progress: Progress) =>
      this.#set(model.id, { kind: 'busy', progress, cancel: () => abort.abort() });
    busy({ stage: file === null ? 'download' : 'check', fraction: null });
    try {
      await this.parts.api.call(
        'model:download',
        { id: model.id, file },
        { signal: abort.signal, onProgress: (progress) => !abort.signal.aborted && busy(progress) },
      );
      this.#set(model.id, null);
      await this.#readCatalog();
      await this.#offer(model);
    } catch (error) {
      await this.#readCatalog();
      if (isAbandoned(error)) this.#set(model.id, null);
      else this.#fail(model, failureOf(error), file);
    }
  }

  /** Asks for the file that the user has. */
  async chooseFile(model: ModelSummary): Promise<void> {
    try {
      const [file] = await this.parts.api.call('files:choose', { kind: 'model' });
      if (file !== undefined) await this.start(model, file);
    } catch (error) {
      this.parts.failures.tell('error.engine', error);
    }
  }

  async #offer(model: ModelSummary): Promise<void> {
    const use = () => this.parts.modelLoading.use({ kind: 'catalog', id: model.id });
    if (this.#shownId === model.id) {
      this.close();
      await use();
      return;
    }
    this.parts.toasts.show({
      tone: 'ok',
      text: this.parts.wording.t('download.done', { name: model.title }),
      action: { label: this.parts.wording.t('download.use'), run: () => void use() },
    });
  }

  #fail(model: ModelSummary, failure: Failure, file: string | null): void {
    if (this.#shownId === model.id) {
      // The same file would be refused again.
      this.#set(model.id, { kind: 'failed', failure, isRetryable: file === null });
      return;
    }
    this.#set(model.id, null);
    this.parts.failures.tell('download.failed', failure, { name: model.title });
  }

  /** How much is kept, or that all is there, stands in the catalogue. */
  async #readCatalog(): Promise<void> {
    await this.parts.session
      .readCatalog()
      .catch((error: unknown) => this.parts.failures.tell('error.engine', error));
  }

  #set(id: string, state: DownloadState | null): void {
    const states = new Map(this.states);
    if (state) states.set(id, state);
    else states.delete(id);
    this.states = states;
  }
}
