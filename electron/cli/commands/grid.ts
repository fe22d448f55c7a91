import path from 'node:path';
import { failed } from '../../shared/errors';
import type { FigureRange } from '../../shared/contract';
import type { SortableStatistic } from '../../shared/map-statistics';
import { FIGURE_ENDINGS, FIGURE_FORMATS, type FigureFormat } from '../../shared/names';
import {
  checkFilterCount,
  classicFigure,
  columnsOf,
  firstFilters,
  requireSomeMaps,
  sortedFigure,
} from '../../analysis/figures/figure';
import { drawFigure } from '../../analysis/figures/make-figure';
import { figureSource } from '../../analysis/figures/source';
import {
  chooseLayers,
  commitAndTell,
  openChosenModel,
  openInput,
  remark,
  type CommandContext,
  type ModelOptions,
} from '../context';
import { styleOf, type FigureOptions } from '../figure-options';

export interface GridOptions extends ModelOptions, FigureOptions {
  readonly layers?: string;
  readonly filters: number;
  readonly out: string;
  readonly range?: FigureRange;
  readonly sort?: SortableStatistic;
  readonly classic?: boolean;
  readonly force?: boolean;
}

/** Draws the grid picture: filters as rows, layers as columns. */
export async function grid(context: CommandContext, file: string, options: GridOptions): Promise<void> {
  const { filters, out, colormap, classic, range, sort, marks } = options;
  const style = styleOf(options, formatOf(options));
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
  const figure = { ...sorted, ...(range && { range }), ...(marks && { marks }) };
  const source = figureSource(session, picture, input, options.fit);
  const { bytes, widthPx, heightPx, dpi, pages, maps, remarks } = await drawFigure(
    source,
    { content: { kind: 'maps', figure }, style },
    {
      fontsDir: context.installation.fontsDir,
      onDraw: async () => context.reporter.progress(`drawing ${out}`),
    },
  );
  remark(context, remarks);
  await context.checkpoint();
  await files.add(out, bytes);
  await commitAndTell(context, files, options, { file: out, widthPx, heightPx, dpi, pages, maps });
}

/**
 * The format that is asked for, or that the file's ending tells.
 * @throws FeaturescopeError usage/other-ending, usage/classic-format
 */
function formatOf({ out, format, classic }: GridOptions): FigureFormat {
  const ending = path.extname(out).slice(1).toLowerCase();
  const told = FIGURE_FORMATS.find((one) => FIGURE_ENDINGS[one].includes(ending));
  if (format !== undefined && told !== undefined && format !== told)
    throw failed('usage/other-ending', { file: out, format });
  const chosen = format ?? told ?? 'jpeg';
  if (classic && chosen !== 'jpeg') throw failed('usage/classic-format', { format: chosen });
  return chosen;
}
