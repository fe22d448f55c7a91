import type { ExportKind } from '../shared/contract';
import { failed } from '../shared/errors';

/** A place that the user has chosen for something to be saved. */
interface Grant {
  readonly what: ExportKind;
  readonly path: string;
}

/** Dialogs whose page was loaded again leave theirs unused. */
const MOST = 20;

/** Where the page may have something written: each place once, and only what its dialog was for. */
export class Grants {
  readonly #open = new Map<string, Grant>();

  /** @param onWritten  told of each file or folder that was saved */
  constructor(readonly onWritten: (path: string) => void) {}

  add(token: string, { what, path }: Grant): void {
    this.#open.set(token, { what, path });
    for (const oldest of this.#open.keys()) if (this.#open.size > MOST) this.#open.delete(oldest);
  }

  /**
   * Uses a grant up.
   * @throws FeaturescopeError output/no-place if there is none for this
   */
  take(token: string, what: ExportKind): string {
    const grant = this.#open.get(token);
    if (grant?.what !== what) throw failed('output/no-place', {});
    this.#open.delete(token);
    return grant.path;
  }
}
