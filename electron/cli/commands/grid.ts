import path from 'node:path';
import { failed } from '../../shared/errors';
import type { ColormapName } from '../../core/colormap';
import { FIGURE_ENDINGS, FIGURE_FORMATS, type FigureFormat } from '../../shared/names';
import { checkComparedCount } from '../../analysis/figures/comparison';
import { checkFilterCount, classicFigure, columnsOf, requireSomeMaps } from '../../analysis/figures/figure';
import { drawFigure } from '../../analysis/figures/make-figure';
import {
  comparisonSource,
  figureSource,
  type ComparedSource,
  type FigureSource,
} from '../../analysis/figures/source';
import type { ModelSession } from '../../analysis/model-session';
import {
  chooseLayers,
  commitAndTell,
  openChosenModel,
  openInput,
  remark,
  type CommandContext,
  type ModelOptions,
} from '../context';
import { channelsIn, contentOf, type ContentOptions } from '../figure-contents';
import { styleOf, type FigureOptions } from '../figure-options';

/** Filters of each layer of the 2018 script's figure. */
const CLASSIC_FILTERS = 3;

export interface GridOptions extends ModelOptions, FigureOptions, ContentOptions {
  readonly colormap: ColormapName;
  readonly out: string;
  readonly classic?: boolean;
  readonly force?: boolean;
}

/**
 * Draws a figure; unless another kind is asked for, the grid picture: filters as rows, layers as columns.
 * @param pictures  one, or those of a comparison
 */
export async function grid(
  context: CommandContext,
  pictures: readonly string[],
  options: GridOptions,
): Promise<void> {
  const { filters = CLASSIC_FILTERS, out, classic } = options;
  const style = styleOf(options, formatOf(options));
  checkFilterCount(filters);
  checkPictureCount(pictures.length, options);
  const files = context.outputs(options.force === true);
  await files.reserve(out);
  const session = await openChosenModel(context, options);
  const contentFor = classic ? classicOf(session, options, filters) : contentOf(session, options);
  const source = await sourceOf(context, session, pictures, options);
  const content = contentFor(source.input);
  const { bytes, widthPx, heightPx, dpi, pages, maps, remarks } = await drawFigure(
    source,
    { content, style },
    {
      fontsDir: context.installation.fontsDir,
      onDraw: async () => context.reporter.progress(`drawing ${out}`),
    },
  );
  remark(context, remarks);
  await context.checkpoint();
  await files.add(out, bytes);
  const layers = channelsIn(session, content);
  const told = { file: out, widthPx, heightPx, dpi, pages, maps, layers };
  await commitAndTell(context, files, options, told);
}

/** @throws FeaturescopeError usage/compared-pictures, usage/one-picture */
function checkPictureCount(count: number, { kind }: GridOptions): void {
  if (kind === 'comparison') checkComparedCount(count);
  else if (count > 1) throw failed('usage/one-picture', { count });
}

/** Opens the pictures; those of a comparison one after the other, so that only one has all its pixels in memory. */
async function sourceOf(
  context: CommandContext,
  session: ModelSession,
  pictures: readonly string[],
  options: GridOptions,
): Promise<FigureSource> {
  const { fit, kind } = options;
  const open = async (file: string) => {
    const { picture, input } = await openInput(context, session, file, options);
    return figureSource(session, picture, input, fit);
  };
  if (kind !== 'comparison') return open(pictures[0]!);
  const compared: ComparedSource[] = [];
  for (const file of pictures) {
    const { photo, ...source } = await open(file);
    compared.push({ ...source, photo: photo && { width: photo.width, height: photo.height } });
  }
  return comparisonSource(compared);
}

/** The figure of the 2018 script, whatever the picture. */
function classicOf(session: ModelSession, { layers, colormap }: GridOptions, filters: number) {
  const figure = classicFigure(chooseLayers(session, layers), filters, colormap);
  requireSomeMaps(columnsOf(session, figure));
  return () => ({ kind: 'maps', figure }) as const;
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
