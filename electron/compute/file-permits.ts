import type { ComputeReport } from '../shared/contract';
import { failed } from '../shared/errors';
import { Questions } from './questions';

/** Asks main whether the user has opened the files that the page names. */
export class FilePermits {
  readonly #questions = new Questions<string | null>();

  constructor(private readonly report: (report: ComputeReport) => void) {}

  /** @throws FeaturescopeError internal/file-not-opened */
  async require(paths: readonly string[]): Promise<void> {
    if (paths.length === 0) return;
    const refused = await this.#questions.ask((id) => this.report({ kind: 'may-open', id, paths }));
    if (refused !== null) throw failed('internal/file-not-opened', { file: refused });
  }

  answer(id: number, refused: string | null): void {
    this.#questions.answer(id, refused);
  }
}
