import { Command, InvalidArgumentError, Option } from 'commander';
import type { FigureRange } from '../shared/contract';
import { parseValueRange } from '../shared/picture-reading';
import { withChannelChoice } from './channel-options';
import type { AddCommand, RunCommand } from './command';
import { addCapture } from './commands/capture';
import { addExport } from './commands/export';
import { grid, type GridOptions } from './commands/grid';
import { addHypercolumn } from './commands/hypercolumn';
import { addLayers } from './commands/layers';
import { addMaps } from './commands/maps';
import { addModels } from './commands/models';
import { addPredict } from './commands/predict';
import { addStats } from './commands/stats';
import { CONTENT_OPTION_NAMES, withFigureContent } from './content-options';
import { FIGURE_OPTION_NAMES, withFigureStyle } from './figure-options';
import { toNumber } from './option-values';
import { LAYERS_SPEC, withPictures } from './picture-options';

function toFigureRange(text: string): FigureRange {
  if (text === 'map' || text === 'layer') return { scope: text };
  const range = parseValueRange(text);
  if (typeof range !== 'object')
    throw new InvalidArgumentError('It is not map, layer or MIN..MAX, such as 0..6.');
  return { scope: 'fixed', min: range.low, max: range.high };
}

function addGrid(program: Command, run: RunCommand): void {
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

/** In the order in which help shows them. */
const COMMANDS: readonly AddCommand[] = [
  addModels,
  addLayers,
  addPredict,
  addMaps,
  addGrid,
  addHypercolumn,
  addStats,
  addExport,
  addCapture,
];

/** The command line, as a commander program. */
export function createProgram(version: string, run: RunCommand): Command {
  const program = new Command('featurescope')
    .description(
      'Shows what a convolutional network sees: predictions, feature maps and hypercolumns of a Keras CNN.',
    )
    .version(version)
    .showHelpAfterError(false)
    .helpCommand(true);
  for (const add of COMMANDS) add(program, run);
  return program;
}
