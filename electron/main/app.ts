import type { BrowserWindow, MessagePortMain } from 'electron';
import type { MainEvent, RequestInput, Settings } from '../shared/contract';
import type { CameraDesk } from './camera-desk';
import type { ComputeWatcher } from './compute-watcher';
import type { Log } from './log';
import type { PathGrants } from './path-grants';
import type { OpenQueue } from './open-queue';
import type { SettingsStore } from './settings-store';
import type { Translate } from '../shared/texts/translator';

/** What the parts of main know of each other. */
export interface App {
  readonly log: Log;
  readonly settings: SettingsStore;
  readonly window: BrowserWindow;
  readonly queue: OpenQueue;
  readonly grants: PathGrants;
  readonly compute: ComputeWatcher<MessagePortMain>;
  /** A model whose loading did not end in an earlier run: it may have ended that run. */
  readonly untrustedModel: string | null;
  readonly camera: CameraDesk;
  /** Files that exports of this run wrote. */
  readonly writtenPaths: Set<string>;
  /** The texts in the language of now. */
  text(): Translate;
  send(event: MainEvent): void;
  changeSettings(changes: RequestInput<'settings:write'>): Settings;
  /** The page listens now: hands it a port and the state of compute. */
  connectPage(): void;
}
