import type { Api } from '../api/api';
import type { Failures } from './failures';

/** A part of the installation and its licence, as the build collected them. */
export interface Licence {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  readonly text: string;
}

interface Parts {
  readonly api: Pick<Api, 'call'>;
  readonly failures: Pick<Failures, 'tell'>;
}

/** The licences of everything that is installed. */
export class Licences {
  /** Ours comes first; null before they are read. */
  list = $state.raw<readonly Licence[] | 'missing' | null>(null);

  constructor(readonly parts: Parts) {}

  /** Reads them from beside the page. */
  async read(): Promise<void> {
    try {
      const response = await fetch('./licences.json');
      this.list = response.ok ? ((await response.json()) as Licence[]) : 'missing';
    } catch {
      this.list = 'missing';
    }
  }

  /** Opens those of Chromium, a file of the installation. */
  async showChromium(): Promise<void> {
    try {
      await this.parts.api.call('licences:show', undefined);
    } catch (error) {
      this.parts.failures.tell('error.licences', error);
    }
  }
}
