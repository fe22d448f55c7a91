import type { LayerVerdicts } from '../../electron/core/map-verdicts';
import { shortShape } from '../../electron/core/tensor';
import type { ChannelStatistics, LayerInfo } from '../../electron/shared/contract';
import { VERDICT_KINDS, type VerdictKind } from '../../electron/shared/verdicts';

/** A chosen layer as the matrix shows it: its maps' size, how many of them, and in which order. */
export interface MatrixLayer {
  readonly layer: LayerInfo;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly shown: number;
  readonly order: Uint32Array | null; // those that are shown; null: all, by filter number
  readonly statistics: ChannelStatistics | null;
  readonly verdicts: LayerVerdicts | null;
  readonly groups: Int32Array | null; // where alike maps stand together: the first channel of each one's group
}

/** A place in the matrix: which of the chosen layers, and which rank among its filters. */
export interface Place {
  readonly position: number;
  readonly rank: number;
}

export interface Cell {
  readonly place: Place;
  readonly column: MatrixLayer;
  readonly filter: number; // -1: the layer has no filter of this rank
}

/** One map of a layer. */
export interface MapPlace {
  readonly layer: number;
  readonly filter: number;
}

export function mapOf({ column, filter }: Cell): MapPlace {
  return { layer: column.layer.index, filter };
}

/** The map of a cell that has a picture; null for a unit and an empty place. */
export function pictureOf(cell: Cell | null): MapPlace | null {
  return cell && cell.filter >= 0 && cell.column.layer.isSpatial ? mapOf(cell) : null;
}

/** A shape without the batch axis: `17 × 17 × 768`; an open length is a question mark. */
export function shapeText(shape: readonly (number | null)[]): string {
  return shape.map((length) => length ?? '?').join(' × ');
}

/** Size of a layer's maps and their number: `112²×32`, `8×16×32`; `1000` for a layer without height and width. */
export function layerShape({ height, width, channels, layer }: MatrixLayer): string {
  return shortShape(layer.isSpatial ? [height, width, channels] : [channels]);
}

/** What is said of a cell's map; undefined where nothing is, and for a unit. */
export function verdictKindOf({ column, filter }: Cell): VerdictKind | undefined {
  if (filter < 0 || !column.layer.isSpatial) return undefined;
  return VERDICT_KINDS[(column.verdicts?.kinds[filter] ?? 0) - 1];
}
