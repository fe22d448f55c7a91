import { clamp } from '../lib/coordinates';
import type { MatrixLayer, Place } from '../lib/matrix-cells';
import { wrapTiles } from '../lib/wrapped-layout';
import { follow } from './follow.svelte';
import type { OneLayer } from './one-layer.svelte';
import type { SettingsModel } from './settings-model.svelte';
import { mapsBetween, TileGrid, type Scroll, type VisibleMaps } from './tile-grid.svelte';

const ROW_HEAD_PX = 40;

/** All channels of one layer, wrapped at the width of the pane: rank k is in line k / lanes, lane k % lanes. */
export class LayerGrid extends TileGrid {
  readonly subject = $derived.by(() => `layer ${this.one.layer?.index ?? ''}`);
  readonly headLines = 0;
  readonly tellsAbsent = false;
  readonly runsAcross = true;
  readonly columns: readonly MatrixLayer[] = $derived.by(() => (this.one.column ? [this.one.column] : []));
  readonly #shown = $derived.by(() => this.columns[0]?.shown ?? 0);
  readonly layout = $derived.by(() =>
    wrapTiles(
      { widthPx: this.widthPx, heightPx: this.heightPx, rowHeadPx: ROW_HEAD_PX },
      this.#shown,
      this.settings.value.tileSizePx,
    ),
  );
  /** Those of the last line that stay empty, too. */
  readonly ranks = $derived.by(() => this.layout.lanes * this.layout.lines);
  readonly visibleMaps: readonly VisibleMaps[] = $derived.by(() => {
    if (this.widthPx === 0 || this.heightPx === 0) return [];
    const { firstLine, endLine } = this.range;
    const { lanes } = this.layout;
    return this.columns.flatMap((column) => mapsBetween(column, firstLine * lanes, endLine * lanes));
  });

  constructor(
    settings: SettingsModel,
    private readonly one: Pick<OneLayer, 'column' | 'layer'>,
  ) {
    super(settings);
    // Each layer is seen from its beginning.
    follow(
      () => this.subject,
      () => this.#begin(),
    );
  }

  placeOf(lane: number, line: number): Place {
    return { position: 0, rank: line * this.layout.lanes + lane };
  }

  laneLineOf({ rank }: Place): { lane: number; line: number } {
    const { lanes } = this.layout;
    return { lane: rank % lanes, line: Math.floor(rank / lanes) };
  }

  nearest({ rank }: Place): Place {
    return { position: 0, rank: clamp(rank, 0, Math.max(0, this.#shown - 1)) };
  }

  /** What is said of the layer stands beside the tiles. */
  headAt(): null {
    return null;
  }

  get activeHead(): null {
    return null;
  }

  moveByKey({ key, altKey, ctrlKey, metaKey }: KeyboardEvent): Scroll | null {
    const isEnd = key === 'Home' || key === 'End';
    if (altKey || metaKey || (ctrlKey && !isEnd)) return null;
    const { lanes } = this.layout;
    const { rank } = this.active;
    const first = rank - (rank % lanes);
    const last = this.#shown - 1;
    const page = lanes * this.linesOnScreen;
    // Up and down stay in their lane, where there is one.
    const down = (by: number) =>
      rank + by <= last || first + lanes > last ? Math.min(rank + by, last) : last;
    const targets: Readonly<Record<string, number>> = {
      ArrowLeft: rank - 1,
      ArrowRight: rank + 1,
      ArrowUp: rank >= lanes ? rank - lanes : rank,
      ArrowDown: first + lanes > last ? rank : down(lanes),
      Home: ctrlKey ? 0 : first,
      End: ctrlKey ? last : first + lanes - 1,
      PageUp: rank >= page ? rank - page : rank % lanes,
      PageDown: down(page),
    };
    const target = targets[key];
    return target === undefined ? null : this.activate({ position: 0, rank: target });
  }

  #begin(): void {
    [this.leftPx, this.topPx] = [0, 0];
    this.active = { position: 0, rank: 0 };
    this.hovered = null;
  }
}
