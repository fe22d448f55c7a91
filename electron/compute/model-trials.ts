import type { ComputeReport } from '../shared/contract';
import { Questions } from './questions';

/** A model that is being tried. */
export interface Trial {
  /** It did no harm. @param isInUse  false: it was refused, and the one of before stays in use */
  end(isInUse: boolean): void;
}

/** Tells main which model is tried, so that it is known which one this process has died of. */
export class ModelTrials {
  readonly #questions = new Questions<void>();

  constructor(private readonly report: (report: ComputeReport) => void) {}

  /**
   * Resolves when main has written it down.
   * @param file  null for a model of the catalogue
   */
  async begin(file: string | null): Promise<Trial> {
    let trial = 0;
    await this.#questions.ask((id) => this.report({ kind: 'loading', trial: (trial = id), file }));
    return { end: (isInUse) => this.report({ kind: 'proved', trial, isInUse }) };
  }

  noted(trial: number): void {
    this.#questions.answer(trial);
  }
}
