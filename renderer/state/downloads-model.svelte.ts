import type { Failure, ModelSummary, Progress } from '../../electron/shared/contract';
import type { Api } from '../api/api';
import type { Failures } from './failures';
import { Latest } from './latest';
import type { ModelLoading } from './model-loading';
import type { Session } from './session.svelte';
import type { Toasts } from './toasts.svelte';
import type { Wording } from './wording.svelte';

interface Parts {
  readonly api: Pick<Api, 'call'>;
  readonly failures: Pick<Failures, 'tell'>;
  readonly modelLoading: Pick<ModelLoading, 'use'>;
  readonly session: Pick<Session, 'catalog' | 'readCatalog'>;
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
    const outcome = await new Latest().ask((signal, cancel) => {
      const onProgress = (progress: Progress) =>
        !signal.aborted && this.#set(model.id, { kind: 'busy', progress, cancel });
      onProgress({ stage: file === null ? 'download' : 'check', fraction: null });
      return this.parts.api.call('model:download', { id: model.id, file }, { signal, onProgress });
    });
    await this.#readCatalog();
    if (outcome.kind === 'failed') return this.#fail(model, outcome.failure, file);
    this.#set(model.id, null);
    if (outcome.kind === 'done') await this.#offer(model);
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
