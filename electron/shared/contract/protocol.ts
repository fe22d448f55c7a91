/** How processes talk: requests and their answers, progress, and what is pushed without being asked. */
import { z } from 'zod';
import type { CommandId } from '../commands.js';
import type { ExportWhat } from './export';
import type { Answer } from './failure';
import { index } from './plain';
import type { RequestName } from './requests';
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
  'download',
  'check',
]);

/** Progress is data: the stage, and how far it is (null: unknown length). */
export const progress = z.object({ stage: progressStage, fraction: z.number().min(0).max(1).nullable() });
export type Progress = z.infer<typeof progress>;
export type ProgressStage = Progress['stage'];

/**
 * Page to compute, over the port. A request with a `pane` takes the place of an older one with the same pane: the older one
 * is answered with `job/superseded`. Without it the compute process chooses (opening, loading and analysing: one each).
 */
export const portRequest = z.union([
  z.object({ id: index, name: z.string(), input: z.unknown(), pane: z.string().max(200).optional() }),
  z.object({ cancel: index }),
]);
export type PortRequest =
  { id: number; name: RequestName; input: unknown; pane?: string | undefined } | { cancel: number };
/** Compute to page, over the port. */
export type PortMessage = { id: number; answer: Answer<unknown> } | { id: number; progress: Progress };

/** Main to page, pushed. */
export type MainEvent =
  /** `crashed`: it will not be started again by itself; before that comes `restarting`. */
  | { kind: 'compute'; state: 'starting' | 'ready' | 'crashed' | 'restarting'; detail: string }
  | { kind: 'command'; id: CommandId } // a menu item or accelerator was used
  | { kind: 'open' } // there is something for files:take
  | { kind: 'settings'; settings: Settings } // changed by the menu
  | { kind: 'export-progress'; progress: Progress }
  | { kind: 'hidden' } // the window was hidden or minimised: cameras go off
  | { kind: 'camera-progress'; taken: number; total: number }; // frames of the burst under way

/** Main to compute, over the parent port. `connect` carries the page's port. */
export type ComputeOrder =
  | { kind: 'connect' }
  | { kind: 'export'; id: number; what: ExportWhat; path: string }
  | { kind: 'cancel-export'; id: number };

/** Compute to main, over the parent port. */
export type ComputeReport =
  | { kind: 'ready' }
  | { kind: 'export-progress'; id: number; progress: Progress }
  | { kind: 'export-done'; id: number; answer: Answer<{ path: string }> }
  | { kind: 'log'; level: 'info' | 'warn' | 'error'; text: string };
