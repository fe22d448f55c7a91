/** How processes talk: requests and their answers, progress, and what is pushed without being asked. */
import { z } from 'zod';
import type { CommandId } from '../commands.js';
import type { ExportKind } from './export';
import type { Answer } from './failure';
import { index } from './plain';
import type { Settings } from './settings';

/** What a job is busy with; the page has a text `stage.<name>` for each. */
export const progressStage = z.enum([
  'read',
  'decode',
  'resize',
  'load',
  'weights',
  'graph',
  'warmup',
  'analyse',
  'maps',
  'statistics',
  'hypercolumns',
  'draw',
  'write',
  'capture',
  'download',
  'check',
]);

/** Progress is data: the stage, and how far it is (null: unknown length). */
export const progress = z.object({ stage: progressStage, fraction: z.number().min(0).max(1).nullable() });
export type Progress = z.infer<typeof progress>;
export type ProgressStage = Progress['stage'];

/**
 * From the page to main and to compute: a request, or that nobody waits for one any more. A request takes the place of an
 * older one of the same name and purpose, which is answered with `job/superseded`; without a purpose its handler says
 * whether the newest wins.
 */
export const askMessage = z.union([
  z.object({ id: index, name: z.string(), input: z.unknown(), purpose: z.string().max(200).optional() }),
  z.object({ cancel: index }),
]);
export type AskMessage =
  { id: number; name: string; input: unknown; purpose?: string | undefined } | { cancel: number };
/** The other way: at last an answer for each request, before that its progress. */
export type ReplyMessage = { id: number; answer: Answer<unknown> } | { id: number; progress: Progress };

/** What has become of the compute process. */
export interface ComputeNews {
  readonly kind: 'compute';
  /** `crashed`: it will not be started again by itself; before that comes `restarting`. */
  readonly state: 'starting' | 'ready' | 'crashed' | 'restarting';
  readonly detail: string;
  /** File of the model that it has died of, which is not to be loaded again by itself; null where none is to blame. */
  readonly blamed: string | null;
}

/** Main to page, pushed. */
export type MainEvent =
  | ComputeNews
  | { kind: 'command'; id: CommandId } // a menu item or accelerator was used
  | { kind: 'open' } // there is something for files:take
  | { kind: 'settings'; settings: Settings } // changed by the menu
  | { kind: 'hidden' }; // the window was hidden or minimised: cameras go off

/** Main to compute, over the parent port. `connect` carries the page's port. */
export type ComputeOrder =
  | { kind: 'connect' }
  /** The user has chosen a place for something to be saved: it may be written there once, by who knows the token. */
  | { kind: 'grant'; token: string; what: ExportKind; path: string }
  /** The trial is written down: loading may begin. */
  | { kind: 'noted'; trial: number }
  /** What was asked by `may-open`: the first file that the user has not opened, or null. */
  | { kind: 'opened'; id: number; refused: string | null }
  /** What became of `copy`: false where the clipboard did not take it. */
  | { kind: 'copied'; id: number; isTaken: boolean };
/** Compute to main, over the parent port. */
export type ComputeReport =
  | { kind: 'ready' }
  | { kind: 'granted'; token: string }
  | { kind: 'written'; path: string }
  /** A model is about to be loaded, which may end the process. `file` is null for one of the catalogue. */
  | { kind: 'loading'; trial: number; file: string | null }
  /** It did no harm: it was refused in good order, or it is in use and its first analysis has ended. */
  | { kind: 'proved'; trial: number; isInUse: boolean }
  /** The page names these files: has the user opened them? */
  | { kind: 'may-open'; id: number; paths: readonly string[] }
  /** The user copies a picture, which only main can put into the clipboard. */
  | { kind: 'copy'; id: number; png: Uint8Array }
  | { kind: 'log'; level: 'info' | 'warn' | 'error'; text: string };

/** The model that the page will ask for first, unless the user is quicker: by id of the catalogue, or a file. */
export type FirstModel = { readonly id: string } | { readonly file: string };
