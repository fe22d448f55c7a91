/**
 * What the preload script puts on `window.featurescope`: a way to ask main, which lets in what the contract has; what main
 * pushes; and the path of a file. Nothing that reaches Electron itself.
 *
 * The port to the compute process arrives by a window `message` event with data `{ kind: 'featurescope-port' }` and
 * `ports[0]`: once after `compute:connect` was asked, and again each time main has restarted the compute process.
 */
import type { Asked, AskOptions } from './asker';
import type { MainEvent, MainRequestName, RequestInput, RequestOutput } from './contract';

/** @template PageFile  the page's `File` */
export interface FeaturescopeBridge<PageFile> {
  ask<Name extends MainRequestName>(
    name: Name,
    input: RequestInput<Name>,
    options?: AskOptions,
  ): Asked<RequestOutput<Name>>;
  /** Path on disk of a dropped file; '' for one that has none. */
  pathOfFile(file: PageFile): string;
  /** Subscribes to what main pushes; the returned function unsubscribes. */
  onEvent(listener: (event: MainEvent) => void): () => void;
}

/** Names of the IPC channels between main and preload, and of the message that hands the compute port to the page. */
export const REQUEST_CHANNEL = 'featurescope:request';
export const REPLY_CHANNEL = 'featurescope:reply';
/** The preload script says where a file lies that the user has dropped. */
export const OPENED_CHANNEL = 'featurescope:opened';
export const EVENT_CHANNEL = 'featurescope:event';
export const PORT_CHANNEL = 'featurescope:port';
export const PORT_MESSAGE_KIND = 'featurescope-port';
