import { displayRange, coloursOfBytes } from '../lib/map-colours';
import { laneX, lineY, type TileRange } from '../lib/matrix-layout';
import type { TileJob } from '../lib/tile-painter';
import type { AppModel } from '../state/app-model.svelte';
import type { Cell } from '../state/matrix-model.svelte';

/** What is to be painted for a range of tiles, relative to the canvas that covers them. */
export function tileJobs(app: AppModel, origin: { left: number; top: number }, range: TileRange): TileJob[] {
  const { matrix, atlases } = app;
  const { layout } = matrix;
  const settings = app.settings.value;
  const look = [
    settings.range,
    settings.fixedMin,
    settings.fixedMax,
    settings.colormap,
    settings.divergingForSigned,
  ].join();
  const isSorted = settings.sort !== 'index';
  const jobs: TileJob[] = [];
  for (let line = range.firstLine; line < range.endLine; line++) {
    for (let lane = range.firstLane; lane < range.endLane; lane++) {
      const cell = matrix.cell(matrix.placeOf(lane, line));
      if (!cell) continue;
      jobs.push({
        x: laneX(layout, lane) - origin.left,
        y: lineY(layout, line) - origin.top,
        key: `${atlases.key(cell.column.layer.index)}/${cell.filter}/${look}`,
        make: () => pixelsOf(app, cell),
        isNone: cell.filter < 0,
        isFlat: isFlat(cell),
        mark: isSorted && cell.filter >= 0 ? String(cell.filter) : '',
      });
    }
  }
  return jobs;
}

function isFlat({ column: { statistics }, filter }: Cell): boolean {
  return statistics !== null && filter >= 0 && statistics.min[filter] === statistics.max[filter];
}

function pixelsOf(app: AppModel, { column, filter }: Cell): ReturnType<TileJob['make']> {
  const atlas = app.atlases.get(column.layer.index);
  if (!atlas || filter >= atlas.channels) return null;
  const own = { min: atlas.min[filter]!, max: atlas.max[filter]! };
  const size = atlas.width * atlas.height;
  return {
    map: {
      indices: atlas.indices,
      nonFinite: atlas.nonFinite,
      offset: filter * size,
      width: atlas.width,
      height: atlas.height,
    },
    table: coloursOfBytes(own, displayRange(app.settings.value, column, own)),
  };
}
