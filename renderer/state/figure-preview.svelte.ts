import type { Failure, FigureAsked, FigurePreview } from '../../electron/shared/contract';
import type { Api } from '../api/api';
import { Latest } from './latest';

/** Typing comes to rest before anything is drawn. */
const REST_MS = 150;

type Shown = FigurePreview & { readonly of: FigureAsked };

/** How a figure will look and how large it is: of many changes only the newest counts. */
export class FigurePreviewer {
  /** The last one; it stays until the next one is there. */
  shown = $state.raw<Shown | null>(null);
  /** Of the file; null: not known yet. */
  bytes = $state.raw<number | null>(null);
  failure = $state.raw<Failure | null>(null);
  /** Something newer than `shown` is on its way. */
  isStale = $state(false);
  readonly #drawing = new Latest();
  readonly #weighing = new Latest();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(readonly api: Pick<Api, 'call'>) {}

  /** Draws it as soon as nothing new comes for a moment; the first one at once. */
  show(asked: FigureAsked, longestPx: number, page: number): void {
    this.cancel();
    this.isStale = true;
    if (this.shown === null && this.failure === null) void this.#draw(asked, longestPx, page);
    else this.#timer = setTimeout(() => void this.#draw(asked, longestPx, page), REST_MS);
  }

  /** Draws nothing that was asked for. */
  cancel(): void {
    clearTimeout(this.#timer);
    this.#drawing.cancel();
    this.#weighing.cancel();
    this.bytes = null;
    this.isStale = false;
  }

  /** Forgets everything. */
  close(): void {
    this.cancel();
    this.shown = null;
    this.failure = null;
  }

  async #draw(asked: FigureAsked, longestPx: number, page: number): Promise<void> {
    const outcome = await this.#drawing.ask((signal) =>
      this.api.call('figure:preview', { ...asked, longestPx, page }, { signal }),
    );
    if (outcome.kind === 'failed') this.#end(outcome.failure);
    if (outcome.kind !== 'done') return;
    this.#end(null);
    this.shown = { ...outcome.value, of: asked };
    const weight = await this.#weighing.ask((signal) => this.api.call('figure:bytes', asked, { signal }));
    if (weight.kind === 'done') this.bytes = weight.value;
    else if (weight.kind === 'failed') this.failure = weight.failure;
  }

  #end(failure: Failure | null): void {
    this.isStale = false;
    this.failure = failure;
  }
}
