import { afterEach } from 'vitest';
import { shows, startApp, type RunningApp } from './window-driver';

/** Apps that tests start; those that are still open after a test are closed. */
export class OpenApps {
  readonly #apps = new Set<RunningApp>();

  constructor() {
    afterEach(async () => {
      for (const running of [...this.#apps]) await this.close(running);
    });
  }

  async start(...how: Parameters<typeof startApp>): Promise<RunningApp> {
    const running = await startApp(...how);
    this.#apps.add(running);
    return running;
  }

  /** Starts it and waits until it has analysed its picture. */
  async startReady(userData?: string): Promise<RunningApp> {
    const running = await this.start(userData);
    await shows(running.page, 'Ready');
    return running;
  }

  async close(running: RunningApp): Promise<void> {
    this.letGo(running);
    await running.app.close();
  }

  /** For an app that ends in another way. */
  letGo(running: RunningApp): void {
    this.#apps.delete(running);
  }
}
