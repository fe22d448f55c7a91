import type { ComputeReport } from '../shared/contract';

/** A model that is being tried. */
export interface Trial {
  /** It did no harm. @param isInUse  false: it was refused, and the one of before stays in use */
  end(isInUse: boolean): void;
}

/** Tells main which model is tried, so that it is known which one this process has died of. */
export class ModelTrials {
  #last = 0;
  readonly #waiting = new Map<number, () => void>();

  constructor(private readonly report: (report: ComputeReport) => void) {}

  /**
   * Resolves when main has written it down.
   * @param file  null for a model of the catalogue
   */
  async begin(file: string | null): Promise<Trial> {
    const trial = ++this.#last;
    await new Promise<void>((resolve) => {
      this.#waiting.set(trial, resolve);
      this.report({ kind: 'loading', trial, file });
    });
    return { end: (isInUse) => this.report({ kind: 'proved', trial, isInUse }) };
  }

  noted(trial: number): void {
    this.#waiting.get(trial)?.();
    this.#waiting.delete(trial);
  }
}
