import { InvalidArgumentError, Option, type Command } from 'commander';
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
import type { FigureRange } from '../../shared/contract';
import { parseValueRange } from '../../shared/picture-reading';
import { withChannelChoice } from '../channel-options';
import type { RunCommand } from '../command';
import { CONTENT_OPTION_NAMES, withFigureContent } from '../content-options';
import { channelsIn, contentOf, type ContentOptions } from '../figure-contents';
import { FIGURE_OPTION_NAMES, styleOf, withFigureStyle, type FigureOptions } from '../figure-options';
import { toNumber } from '../option-values';
import { LAYERS_SPEC, withPictures } from '../picture-options';

/** Filters of each layer of the 2018 script's figure. */
const CLASSIC_FILTERS = 3;

interface GridOptions extends ModelOptions, FigureOptions, ContentOptions {
  readonly colormap: ColormapName;
  readonly out: string;
  readonly classic?: boolean;
  readonly force?: boolean;
}

/**
 * Draws a figure; unless another kind is asked for, the grid picture: filters as rows, layers as columns.
 * @param pictures  one, or those of a comparison
 */
async function grid(
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

function toFigureRange(text: string): FigureRange {
  if (text === 'map' || text === 'layer') return { scope: text };
  const range = parseValueRange(text);
  if (typeof range !== 'object')
    throw new InvalidArgumentError('It is not map, layer or MIN..MAX, such as 0..6.');
  return { scope: 'fixed', min: range.low, max: range.high };
}

export function addGrid(program: Command, run: RunCommand): void {
  withChannelChoice(withFigureContent(withFigureStyle(withPictures(program.command('grid')))))
    .argument('<images...>', 'one picture; of a comparison several')
    .description('a picture of feature maps: rows are channels, columns are layers; or another figure')
    .option(
      '--layers <spec>',
      `${LAYERS_SPEC} (default: the first 15; of hypercolumns both classic sets; of a comparison the first of these)`,
    )
    .addOption(
      new Option(
        '--filters <n>',
        'channels of each layer (default: 3; of a comparison 1; of one layer, and with --only, all)',
      ).argParser(toNumber),
    )
    .option('--out <file>', 'file to write; its ending tells the format', 'sample.jpg')
    .addOption(
      new Option(
        '--range <range>',
        'values from the lowest to the highest colour: those of each map, of each layer, or MIN..MAX such as 0..6',
      )
        .argParser(toFigureRange)
        .default(undefined, 'map'),
    )
    .addOption(
      new Option('--classic', 'the figure of the 2018 script: 300 x 1500 pixels, no labels').conflicts([
        ...FIGURE_OPTION_NAMES,
        ...CONTENT_OPTION_NAMES,
      ]),
    )
    .option('--force', 'replace an existing file')
    .action((files: string[], options: GridOptions) => run((context) => grid(context, files, options)));
}
