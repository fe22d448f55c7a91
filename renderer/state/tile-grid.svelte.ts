import type { MapRange } from '../../electron/shared/contract';
import { clamp } from '../lib/coordinates';
import { pictureOf, type Cell, type MapPlace, type MatrixLayer, type Place } from '../lib/matrix-cells';
import {
  TILE_GAP_PX,
  partOfTile,
  scrollToShow,
  tileAt,
  visibleRange,
  type MatrixLayout,
  type TileRange,
  type Viewport,
} from '../lib/matrix-layout';
import type { SettingsModel } from './settings-model.svelte';

const SMALLEST_TILE_PX = 32;
const LARGEST_TILE_PX = 160;
export const TILE_LIMITS_PX = { min: SMALLEST_TILE_PX, max: LARGEST_TILE_PX };

/** Maps of a layer that are on screen. */
export interface VisibleMaps {
  readonly layer: number;
  readonly channels: readonly number[];
  /** Values of one of its maps. */
  readonly mapSize: number;
}

/** Those of a layer from one rank to before another; none of a layer without maps. */
export function mapsBetween(column: MatrixLayer, firstRank: number, endRank: number): VisibleMaps[] {
  const { layer, height, width, shown, order } = column;
  const count = Math.max(0, Math.min(endRank, shown) - firstRank);
  if (!layer.isSpatial || count === 0) return [];
  const channels = Array.from({ length: count }, (_, at) => order?.[firstRank + at] ?? firstRank + at);
  return [{ layer: layer.index, channels, mapSize: height * width }];
}

/** A place of the scrolled content that comes to its upper left corner. */
export interface Scroll {
  readonly left: number;
  readonly top: number;
}

/**
 * Tiles of maps in lanes, which run across, and lines, which run down: where they are, which of them are on screen, where pointer and
 * keyboard are. Which map stands where is the business of those that extend it: the matrix, and one layer wrapped.
 */
export abstract class TileGrid {
  /** Size and scroll of the viewport, each on its own: scrolling must not lay the tiles out again. */
  widthPx = $state(0);
  heightPx = $state(0);
  leftPx = $state(0);
  topPx = $state(0);
  /** Where the keyboard is. */
  active = $state.raw<Place>({ position: 0, rank: 0 });
  hovered = $state.raw<Place | null>(null);

  /** What is shown, by name: another one has a scroll of its own. */
  abstract readonly subject: string;
  /** The layers whose maps are shown. */
  abstract readonly columns: readonly MatrixLayer[];
  abstract readonly layout: MatrixLayout;
  /** Lines of heads above the tiles, which scroll with them. */
  abstract readonly headLines: number;
  /** A place without a channel is told: the layer has fewer of them than others. */
  abstract readonly tellsAbsent: boolean;
  /** The channels of a layer follow each other from left to right, not from above. */
  abstract readonly runsAcross: boolean;
  /** How many places each layer has. */
  abstract readonly ranks: number;
  /** The maps on screen. */
  abstract readonly visibleMaps: readonly VisibleMaps[];

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
  /**
   * The range that maps are fetched in. Per layer and diverging ranges follow from each map's own range by a change of the
   * colour table, so only fixed limits need other bytes.
   */
  readonly fetchRange: MapRange = $derived.by(() => {
    const { range, fixedMin, fixedMax } = this.settings.value;
    return range === 'fixed' ? { scope: 'fixed', min: fixedMin, max: fixedMax } : { scope: 'map' };
  });

  /** The place of the keyboard is among what is drawn, so that it can be named. */
  readonly isActiveOnScreen = $derived.by(() => {
    const { firstLane, endLane, firstLine, endLine } = this.range;
    const { lane, line } = this.laneLineOf(this.active);
    const isHead = lane < 0 || line < 0;
    return (
      (lane < 0 || (lane >= firstLane && lane < endLane)) &&
      (line < 0 || (line >= firstLine && line < endLine)) &&
      (!isHead || this.headLines > 0)
    );
  });

  constructor(readonly settings: SettingsModel) {}

  get view(): Viewport {
    return { left: this.leftPx, top: this.topPx, width: this.widthPx, height: this.heightPx };
  }

  abstract placeOf(lane: number, line: number): Place;
  /** A head is at -1. */
  abstract laneLineOf(place: Place): { lane: number; line: number };
  /** The nearest place where the keyboard can be. */
  abstract nearest(place: Place): Place;
  /** The layer whose head is under a point of the viewport; null beside the heads. */
  abstract headAt(x: number, y: number): MatrixLayer | null;
  /** The layer whose head has the keyboard; null where that is among the tiles. */
  abstract get activeHead(): MatrixLayer | null;
  /** Moves the keyboard place by a key; returns the scroll that shows it, null for any other key. */
  abstract moveByKey(event: KeyboardEvent): Scroll | null;

  /** Layer and channel at a place; null outside. */
  cell(place: Place): Cell | null {
    const column = this.columns[place.position];
    if (!column || place.rank < 0 || place.rank >= this.ranks) return null;
    const filter = place.rank < column.shown ? (column.order?.[place.rank] ?? place.rank) : -1;
    return { place, column, filter };
  }

  /** The map where the keyboard is; null for a unit, and where no map is. */
  get activeMap(): MapPlace | null {
    return pictureOf(this.cell(this.active));
  }

  /** Place of a layer's channel, null where it is not shown. */
  find(layer: number, filter: number): Place | null {
    const position = this.columns.findIndex((column) => column.layer.index === layer);
    const column = this.columns[position];
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

  /** Puts the keyboard place somewhere; returns the scroll that shows it. */
  activate(place: Place): Scroll {
    this.active = this.nearest(place);
    return this.scrollTo(this.active);
  }

  /** The smallest scroll that brings a place wholly into view. */
  scrollTo(place: Place): Scroll {
    const { lane, line } = this.laneLineOf(place);
    const shown = scrollToShow(this.layout, this.view, Math.max(0, lane), Math.max(0, line));
    // Heads are always in view along their own side.
    return { left: lane < 0 ? this.leftPx : shown.left, top: line < 0 ? this.topPx : shown.top };
  }

  /** Whole lines that fit below the head. */
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
