import type { PassRequest, PassResult } from '../../engine/pass';
import type { DrawnContent } from '../../image/figure/content';
import type { TensorRef } from '../../model/network';
import type { Note } from '../../shared/note';
import type { RankedLabel } from '../predictions';

export type Rank = (count: number) => readonly RankedLabel[];

/** The figure of one kind for one source. */
export interface PreparedFigure {
  /** Results that it shows. */
  readonly refs: readonly TensorRef[];
  /** What it will hold, with the sizes of everything and no values: enough to lay it out. */
  outline(): DrawnContent;
  /** Computes it. The pass gives `more` besides. */
  run(more: PassRequest): PassResult;
  /** False where a map that it shows holds NaN or infinite values, of whatever pass. */
  isFinite(): boolean;
  /** What is said of such values, where that is not of the source's own input alone. */
  warning?(): Note | undefined;
  /** What it holds, when it was computed. */
  content(rank: Rank): DrawnContent | Promise<DrawnContent>;
}

/** What a pass gives that nobody needed. */
export const NOTHING: PassResult = {
  ...{ activations: [], maps: [], statistics: [], hypercolumns: [], finiteness: [], elapsedMs: 0 },
};
