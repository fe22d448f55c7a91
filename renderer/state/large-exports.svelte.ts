import type { ExportSize, LargeWhat } from '../../electron/shared/contract';
import type { Api } from '../api/api';
import { figureOf } from '../lib/figure';
import type { Exporter } from './exporter';
import type { Failures } from './failures';
import { follow } from './follow.svelte';
import { Latest } from './latest';
import type { LayerChoice } from './layer-choice.svelte';
import type { Session } from './session.svelte';
import type { SettingsModel } from './settings-model.svelte';
import type { UiModel } from './ui-model.svelte';

interface Parts {
  readonly api: Pick<Api, 'call'>;
  readonly choice: Pick<LayerChoice, 'chosen' | 'matrixSpatial'>;
  readonly exporter: Pick<Exporter, 'save'>;
  readonly failures: Pick<Failures, 'tell'>;
  readonly session: Pick<Session, 'analysis'>;
  readonly settings: SettingsModel;
  readonly ui: Pick<UiModel, 'isExportOpen'>;
}

/** Beyond either of these the user is asked first. */
const MOST_FILES = 500;
const MOST_BYTES = 500e6;

/** Something large that waits for an answer. */
export interface LargeQuestion {
  readonly what: LargeWhat;
  /** What messages call it. */
  readonly name: string;
  readonly size: ExportSize;
}

export type LargeKind = LargeWhat['kind'];

/** What may be many files or many bytes: how much it is stands in the menu, and what is large is asked about. */
export class LargeExports {
  /** Null: nothing is asked. */
  question = $state.raw<LargeQuestion | null>(null);
  /** Of what the open menu offers, as far as they are known. */
  sizes = $state.raw<{ readonly [Kind in LargeKind]?: ExportSize }>({});
  readonly #requests = { 'maps-png': new Latest(), npz: new Latest() };

  constructor(readonly parts: Parts) {
    follow(
      () => this.parts.ui.isExportOpen,
      (isOpen) => {
        if (isOpen) void this.#look();
      },
    );
  }

  /** Everything of the kind that the chosen layers give; null where they give nothing. */
  whatOf(kind: LargeKind): LargeWhat | null {
    const { choice, session, settings } = this.parts;
    const { analysisId } = session.analysis ?? {};
    if (analysisId === undefined) return null;
    const layers = choice.chosen.map(({ index }) => index);
    if (kind === 'npz') return layers.length > 0 ? { kind, analysisId, layers } : null;
    if (choice.matrixSpatial.length === 0) return null;
    return { kind, analysisId, figure: figureOf(settings.value, choice.matrixSpatial) };
  }

  /** Saves it; what is large only after the user was asked. */
  async save(kind: LargeKind, name: string): Promise<void> {
    const { api, exporter, failures } = this.parts;
    const what = this.whatOf(kind);
    if (!what) return;
    try {
      const size = await api.call('export:size', { what });
      if (size.files > MOST_FILES || size.bytes > MOST_BYTES) this.question = { what, name, size };
      else await exporter.save(what, name);
    } catch (error) {
      failures.tell('error.export', error);
    }
  }

  /** Saves what was asked about. */
  async goOn(): Promise<void> {
    const { question } = this;
    this.close();
    if (question) await this.parts.exporter.save(question.what, question.name);
  }

  close(): void {
    this.question = null;
  }

  /** The menu goes without what cannot be known. */
  async #look(): Promise<void> {
    this.sizes = {};
    const kinds = Object.keys(this.#requests) as LargeKind[];
    await Promise.all(
      kinds.map(async (kind) => {
        const what = this.whatOf(kind);
        if (!what) return;
        const { api } = this.parts;
        const outcome = await this.#requests[kind].ask((signal) =>
          api.call('export:size', { what }, { signal }),
        );
        if (outcome.kind === 'done') this.sizes = { ...this.sizes, [kind]: outcome.value };
      }),
    );
  }
}
