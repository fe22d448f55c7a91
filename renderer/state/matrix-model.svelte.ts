import type { MapRange } from '../../electron/shared/contract';
import { clamp } from '../lib/coordinates';
import { pictureOf, type Cell, type MapPlace, type Place } from '../lib/matrix-cells';
import {
  TILE_GAP_PX,
  fitTile,
  layOut,
  mostFitTilePx,
  partOfTile,
  scrollToShow,
  tileAt,
  visibleRange,
  type TileRange,
  type Viewport,
} from '../lib/matrix-layout';
import type { LayerChoice } from './layer-choice.svelte';
import type { SettingsModel } from './settings-model.svelte';

const ROW_HEAD_PX = 40;
const ROW_HEAD_FLIPPED_PX = 104;
const COLUMN_HEAD_PX = 54;
const COLUMN_HEAD_FLIPPED_PX = 24;
const SMALLEST_TILE_PX = 32;
const LARGEST_TILE_PX = 160;

/** Maps of a layer that are on screen. */
export interface VisibleMaps {
  readonly layer: number;
  readonly channels: readonly number[];
  /** Values of one of its maps. */
  readonly mapSize: number;
}

/** Layout, scroll and focus of the matrix. Lanes run across, lines down; flipped, layers are the lines. */
export class MatrixModel {
  /** Size and scroll of the viewport, each on its own: scrolling must not lay the matrix out again. */
  widthPx = $state(0);
  heightPx = $state(0);
  leftPx = $state(0);
  topPx = $state(0);
  /** Where the keyboard is. */
  active = $state.raw<Place>({ position: 0, rank: 0 });
  hovered = $state.raw<Place | null>(null);

  readonly isFlipped = $derived.by(() => this.settings.value.transposed);
  readonly mostFilters = $derived.by(() =>
    this.choice.matrix.reduce((most, { shown }) => Math.max(most, shown), 0),
  );
  readonly layout = $derived.by(() => {
    const layers = this.choice.matrix.length;
    const lanes = this.isFlipped ? this.mostFilters : layers;
    const lines = this.isFlipped ? layers : this.mostFilters;
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

  // A string first: a scroll that shows the same tiles then changes nothing that follows from the range.
  readonly #rangeKey = $derived.by(() => {
    const range = visibleRange(this.layout, this.view);
    return [range.firstLane, range.endLane, range.firstLine, range.endLine].join();
  });
  readonly range: TileRange = $derived.by(() => {
    const [firstLane, endLane, firstLine, endLine] = this.#rangeKey.split(',').map(Number) as [
      number,
      number,
      number,
      number,
    ];
    return { firstLane, endLane, firstLine, endLine };
  });
  /** The maps on screen, by their layers, in the order of both. */
  readonly visibleMaps: readonly VisibleMaps[] = $derived.by(() => {
    if (this.widthPx === 0 || this.heightPx === 0) return [];
    const { firstLane, endLane, firstLine, endLine } = this.range;
    const [first, end, firstRank, endRank] = this.isFlipped
      ? [firstLine, endLine, firstLane, endLane]
      : [firstLane, endLane, firstLine, endLine];
    return this.choice.matrix.slice(first, end).flatMap(({ layer, height, width, shown, order }) => {
      const count = Math.max(0, Math.min(endRank, shown) - firstRank);
      if (!layer.isSpatial || count === 0) return [];
      const channels = Array.from({ length: count }, (_, at) => {
        const rank = firstRank + at;
        return order ? order[rank]! : rank;
      });
      return [{ layer: layer.index, channels, mapSize: height * width }];
    });
  });
  /**
   * The range that maps are fetched in. Per layer and diverging ranges follow from each map's own range by a change of the
   * colour table, so only fixed limits need other bytes.
   */
  readonly fetchRange: MapRange = $derived.by(() => {
    const { range, fixedMin, fixedMax } = this.settings.value;
    return range === 'fixed' ? { scope: 'fixed', min: fixedMin, max: fixedMax } : { scope: 'map' };
  });

  /** The place of the keyboard is among the tiles that are drawn, so that it can be named. */
  readonly isActiveOnScreen = $derived.by(() => {
    const { firstLane, endLane, firstLine, endLine } = this.range;
    const { lane, line } = this.laneLineOf(this.active);
    return lane >= firstLane && lane < endLane && line >= firstLine && line < endLine;
  });

  constructor(
    readonly settings: SettingsModel,
    readonly choice: Pick<LayerChoice, 'chosen' | 'matrix'>,
  ) {}

  get view(): Viewport {
    return { left: this.leftPx, top: this.topPx, width: this.widthPx, height: this.heightPx };
  }

  placeOf(lane: number, line: number): Place {
    return this.isFlipped ? { position: line, rank: lane } : { position: lane, rank: line };
  }

  laneLineOf({ position, rank }: Place): { lane: number; line: number } {
    return this.isFlipped ? { lane: rank, line: position } : { lane: position, line: rank };
  }

  /** Layer and filter at a place; null outside the matrix. */
  cell(place: Place): Cell | null {
    const column = this.choice.matrix[place.position];
    if (!column || place.rank < 0 || place.rank >= this.mostFilters) return null;
    const filter = place.rank < column.shown ? (column.order?.[place.rank] ?? place.rank) : -1;
    return { place, column, filter };
  }

  /** The map where the keyboard is; null for a unit, and where no map is. */
  get activeMap(): MapPlace | null {
    return pictureOf(this.cell(this.active));
  }

  /** Place of a layer's filter, null where it is not in the matrix. */
  find(layer: number, filter: number): Place | null {
    const position = this.choice.matrix.findIndex((column) => column.layer.index === layer);
    const column = this.choice.matrix[position];
    if (!column) return null;
    const rank = column.order ? column.order.indexOf(filter) : filter;
    return rank >= 0 && rank < column.shown ? { position, rank } : null;
  }

  /** The tile under a point of the scrolled content, with the position over its map. */
  cellAt(x: number, y: number): { cell: Cell; unit: { x: number; y: number } } | null {
    const hit = tileAt(this.layout, x, y);
    const cell = hit && this.cell(this.placeOf(hit.lane, hit.line));
    if (!cell || cell.filter < 0) return null;
    const { left, top, width, height } = partOfTile(cell.column);
    const unit = {
      x: clamp((hit.unit.x - left) / width, 0, 1),
      y: clamp((hit.unit.y - top) / height, 0, 1),
    };
    return { cell, unit };
  }

  /** Moves the keyboard place; returns the scroll that shows it. */
  moveActive(lanes: number, lines: number): { left: number; top: number } {
    const { lane, line } = this.laneLineOf(this.active);
    return this.activate(this.placeOf(lane + lanes, line + lines));
  }

  /** Puts the keyboard place somewhere, kept inside the matrix; returns the scroll that shows it. */
  activate(place: Place): { left: number; top: number } {
    this.active = {
      position: clamp(place.position, 0, Math.max(0, this.choice.matrix.length - 1)),
      rank: clamp(place.rank, 0, Math.max(0, this.mostFilters - 1)),
    };
    return this.scrollTo(this.active);
  }

  /** The smallest scroll that brings a place wholly into view. */
  scrollTo(place: Place): { left: number; top: number } {
    const { lane, line } = this.laneLineOf(place);
    return scrollToShow(this.layout, this.view, lane, line);
  }

  /** Whole rows that fit below the head. */
  get linesOnScreen(): number {
    const { tilePx, columnHeadPx } = this.layout;
    return Math.max(1, Math.floor((this.heightPx - columnHeadPx) / (tilePx + TILE_GAP_PX)));
  }

  /** Larger or smaller tiles by one notch. */
  zoom(notches: number): void {
    const tileSizePx = clamp(this.layout.tilePx + notches * 8, SMALLEST_TILE_PX, LARGEST_TILE_PX);
    this.settings.update({ tileSizePx });
  }
}

export const TILE_LIMITS_PX = { min: SMALLEST_TILE_PX, max: LARGEST_TILE_PX };
