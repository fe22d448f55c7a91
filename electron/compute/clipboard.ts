import type { ComputeReport } from '../shared/contract';
import { failed } from '../shared/errors';
import { Questions } from './questions';

/** Has main put pictures into the clipboard of the system. */
export class Clipboard {
  readonly #questions = new Questions<boolean>();

  constructor(private readonly report: (report: ComputeReport) => void) {}

  /**
   * @param png  a whole file
   * @throws FeaturescopeError output/not-copied
   */
  async put(png: Uint8Array): Promise<void> {
    const isTaken = await this.#questions.ask((id) => this.report({ kind: 'copy', id, png }));
    if (!isTaken) throw failed('output/not-copied', {});
  }

  answer(id: number, isTaken: boolean): void {
    this.#questions.answer(id, isTaken);
  }
}
