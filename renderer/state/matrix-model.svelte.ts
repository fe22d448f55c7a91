import { clamp } from '../lib/coordinates';
import type { MatrixLayer, Place } from '../lib/matrix-cells';
import { fitTile, headAt, layOut, mostFitTilePx, TILE_GAP_PX } from '../lib/matrix-layout';
import type { LayerChoice } from './layer-choice.svelte';
import type { SettingsModel } from './settings-model.svelte';
import { mapsBetween, TileGrid, type Scroll, type VisibleMaps } from './tile-grid.svelte';

const ROW_HEAD_PX = 40;
const ROW_HEAD_FLIPPED_PX = 104;
const COLUMN_HEAD_PX = 54;
const COLUMN_HEAD_FLIPPED_PX = 24;
/** The rank of a layer's head. */
export const HEAD_RANK = -1;

/** The matrix: a column for each chosen layer, with its channels as rows; flipped, layers are the lines. */
export class MatrixModel extends TileGrid {
  readonly subject = 'matrix';
  readonly headLines = 1;
  readonly tellsAbsent = true;
  readonly columns: readonly MatrixLayer[] = $derived.by(() => this.choice.matrix);
  readonly isFlipped = $derived.by(() => this.settings.value.transposed);
  readonly runsAcross = $derived.by(() => this.isFlipped);
  readonly ranks = $derived.by(() =>
    this.choice.matrix.reduce((most, { shown }) => Math.max(most, shown), 0),
  );
  readonly layout = $derived.by(() => {
    const layers = this.choice.matrix.length;
    const lanes = this.isFlipped ? this.ranks : layers;
    const lines = this.isFlipped ? layers : this.ranks;
    const rowHead = this.isFlipped ? ROW_HEAD_FLIPPED_PX : ROW_HEAD_PX;
    const columnHead = this.isFlipped ? COLUMN_HEAD_FLIPPED_PX : COLUMN_HEAD_PX;
    const { tileSizePx } = this.settings.value;
    // Layers that are left out for their verdicts do not make the others larger.
    const fitted = this.isFlipped ? lanes : this.choice.chosen.length;
    const size =
      tileSizePx === 'fit'
        ? fitTile(this.widthPx, fitted, rowHead, mostFitTilePx(this.heightPx, columnHead))
        : { tilePx: tileSizePx, rowHeadPx: rowHead };
    return layOut(lanes, lines, size.tilePx, size.rowHeadPx, columnHead);
  });
  /** By their layers, in the order of both. */
  readonly visibleMaps: readonly VisibleMaps[] = $derived.by(() => {
    if (this.widthPx === 0 || this.heightPx === 0) return [];
    const { firstLane, endLane, firstLine, endLine } = this.range;
    const [first, end, firstRank, endRank] = this.isFlipped
      ? [firstLine, endLine, firstLane, endLane]
      : [firstLane, endLane, firstLine, endLine];
    return this.choice.matrix.slice(first, end).flatMap((column) => mapsBetween(column, firstRank, endRank));
  });

  constructor(
    settings: SettingsModel,
    readonly choice: Pick<LayerChoice, 'chosen' | 'matrix'>,
  ) {
    super(settings);
  }

  placeOf(lane: number, line: number): Place {
    return this.isFlipped ? { position: line, rank: lane } : { position: lane, rank: line };
  }

  laneLineOf({ position, rank }: Place): { lane: number; line: number } {
    return this.isFlipped ? { lane: rank, line: position } : { lane: position, line: rank };
  }

  nearest({ position, rank }: Place): Place {
    return {
      position: clamp(position, 0, Math.max(0, this.choice.matrix.length - 1)),
      rank: clamp(rank, HEAD_RANK, Math.max(0, this.ranks - 1)),
    };
  }

  headAt(x: number, y: number): MatrixLayer | null {
    const head = headAt(this.layout, this.view, x, y);
    const isOfLayer = head?.of === (this.isFlipped ? 'line' : 'lane');
    return isOfLayer ? (this.choice.matrix[head.at] ?? null) : null;
  }

  get activeHead(): MatrixLayer | null {
    return this.active.rank === HEAD_RANK ? (this.choice.matrix[this.active.position] ?? null) : null;
  }

  moveByKey(event: KeyboardEvent): Scroll | null {
    if (event.altKey || event.metaKey || event.ctrlKey) return null;
    const { active } = this;
    switch (event.key) {
      case 'ArrowLeft':
        return this.#step(-1, 0);
      case 'ArrowRight':
        return this.#step(1, 0);
      case 'ArrowUp':
        return this.#step(0, -1);
      case 'ArrowDown':
        return this.#step(0, 1);
      case 'Home':
        return this.activate({ ...active, position: 0 });
      case 'End':
        return this.activate({ ...active, position: this.choice.matrix.length - 1 });
      case 'PageUp':
        return this.activate({ ...active, rank: Math.max(0, active.rank - this.#page) });
      case 'PageDown':
        return this.activate({ ...active, rank: active.rank + this.#page });
      default:
        return null;
    }
  }

  #step(lanes: number, lines: number): Scroll {
    const { lane, line } = this.laneLineOf(this.active);
    return this.activate(this.placeOf(lane + lanes, line + lines));
  }

  /** Channels that fit on the screen. */
  get #page(): number {
    if (!this.isFlipped) return this.linesOnScreen;
    return Math.max(1, Math.floor(this.widthPx / (this.layout.tilePx + TILE_GAP_PX)));
  }
}
