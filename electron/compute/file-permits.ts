import type { ComputeReport } from '../shared/contract';
import { failed } from '../shared/errors';

/** Asks main whether the user has opened the files that the page names. */
export class FilePermits {
  #last = 0;
  readonly #waiting = new Map<number, (refused: string | null) => void>();

  constructor(private readonly report: (report: ComputeReport) => void) {}

  /** @throws FeaturescopeError internal/file-not-opened */
  async require(paths: readonly string[]): Promise<void> {
    if (paths.length === 0) return;
    const id = ++this.#last;
    const refused = await new Promise<string | null>((resolve) => {
      this.#waiting.set(id, resolve);
      this.report({ kind: 'may-open', id, paths });
    });
    if (refused !== null) throw failed('internal/file-not-opened', { file: refused });
  }

  answer(id: number, refused: string | null): void {
    this.#waiting.get(id)?.(refused);
    this.#waiting.delete(id);
  }
}
