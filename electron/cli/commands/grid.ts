import path from 'node:path';
import { failed } from '../../shared/errors';
import type { FigureRange } from '../../shared/contract';
import type { SortableStatistic } from '../../shared/map-statistics';
import type { FigureFormat } from '../../shared/names';
import {
  checkFilterCount,
  classicFigure,
  columnsOf,
  firstFilters,
  requireSomeMaps,
  sortedFigure,
} from '../../analysis/figure';
import { drawGridPicture } from '../../analysis/grid-picture';
import {
  chooseLayers,
  commitAndTell,
  openChosenModel,
  openInput,
  remark,
  type CommandContext,
  type ModelOptions,
} from '../context';

export interface GridOptions extends ModelOptions {
  readonly layers?: string;
  readonly filters: number;
  readonly out: string;
  readonly columns?: number;
  readonly format?: FigureFormat;
  readonly range?: FigureRange;
  readonly sort?: SortableStatistic;
  readonly classic?: boolean;
  readonly force?: boolean;
}

/** Draws the grid picture: filters as rows, layers as columns. */
export async function grid(context: CommandContext, file: string, options: GridOptions): Promise<void> {
  const { filters, out, colormap, classic, columns, range, sort } = options;
  const format = formatOf(options);
  checkFilterCount(filters);
  const files = context.outputs(options.force === true);
  await files.reserve(out);
  const session = await openChosenModel(context, options);
  const layers = chooseLayers(session, options.layers);
  const first = classic
    ? classicFigure(layers, filters, colormap)
    : firstFilters(session, layers, filters, colormap);
  requireSomeMaps(columnsOf(session, first));
  const { picture, input } = await openInput(context, session, file, options);
  const sorted = sort === undefined ? first : sortedFigure(session, input, first, sort);
  const figure = { ...sorted, ...(range && { range }) };
  const { bytes, widthPx, heightPx, maps, remarks } = await drawGridPicture(session, input, figure, {
    picture: picture.name,
    ...{ fontsDir: context.installation.fontsDir, format, columnsInRow: columns },
    onDraw: async () => context.reporter.progress(`drawing ${out}`),
  });
  remark(context, remarks);
  await context.checkpoint();
  await files.add(out, bytes);
  await commitAndTell(context, files, options, { file: out, widthPx, heightPx, maps });
}

const BY_ENDING: Readonly<Record<string, FigureFormat>> = {
  '.jpg': 'jpeg',
  '.jpeg': 'jpeg',
  '.png': 'png',
  '.svg': 'svg',
  '.pdf': 'pdf',
};

/**
 * The format that is asked for, or that the file's ending tells.
 * @throws FeaturescopeError usage/other-ending, usage/classic-format
 */
function formatOf({ out, format, classic }: GridOptions): FigureFormat {
  const told = BY_ENDING[path.extname(out).toLowerCase()];
  if (format !== undefined && told !== undefined && format !== told)
    throw failed('usage/other-ending', { file: out, format });
  const chosen = format ?? told ?? 'jpeg';
  if (classic && chosen !== 'jpeg') throw failed('usage/classic-format', { format: chosen });
  return chosen;
}
