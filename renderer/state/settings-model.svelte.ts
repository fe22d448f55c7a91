import type { Settings } from '../../electron/shared/contract';
import type { Api } from '../api/api';

const WRITE_AFTER_MS = 250;
export const MOST_RECENT = 8;

/** The settings as the page sees them: changed at once, written by main shortly after. */
export class SettingsModel {
  value: Settings;
  #unwritten: Partial<Settings> = {};
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    initial: Settings,
    readonly api: Pick<Api, 'call'>,
    readonly onWriteFailed: (error: unknown) => void,
  ) {
    this.value = $state.raw(initial);
  }

  update(patch: Partial<Settings>): void {
    this.value = { ...this.value, ...patch };
    this.#unwritten = { ...this.#unwritten, ...patch };
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), WRITE_AFTER_MS);
  }

  /** Takes settings that main has changed, keeping what is not written yet. */
  receive(settings: Settings): void {
    this.value = { ...settings, ...this.#unwritten };
  }

  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    const patch = this.#unwritten;
    if (Object.keys(patch).length === 0) return;
    this.#unwritten = {};
    try {
      await this.api.call('settings:write', patch);
    } catch (error) {
      this.onWriteFailed(error);
    }
  }
}

/** A list of recent paths with this one in front, once, and the oldest left out. */
export function withMostRecent(path: string, list: readonly string[]): string[] {
  return [path, ...list.filter((other) => other !== path)].slice(0, MOST_RECENT);
}
