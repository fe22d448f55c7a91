import { InvalidArgumentError, Option, type Command } from 'commander';
import { FIGURE_KINDS } from './figure-contents';
import { toCount, toNumber } from './option-values';

/** Options of what a figure shows that the figure of 2018 has not. */
export const CONTENT_OPTION_NAMES = [
  'kind',
  'filter',
  'top',
  'opacity',
  'hypercolumns',
  'diverging',
] as const;

function toShare(text: string): number {
  const value = toNumber(text);
  if (!(value >= 0 && value <= 1)) throw new InvalidArgumentError('It is not from 0 to 1.');
  return value;
}

/** Adds the kind of a figure, and what only some kinds have. */
export function withFigureContent(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--kind <name>',
        'what it shows: the maps of some layers, all of one layer, one map, hypercolumns, predictions, all of these on one sheet, or a comparison of several pictures (default: maps)',
      ).choices(FIGURE_KINDS),
    )
    .addOption(
      new Option('--filter <n>', 'which map of the layer, for one map (default: 0)').argParser(
        toCount([0, 100_000]),
      ),
    )
    .addOption(
      new Option(
        '--top <n>',
        'classes of predictions, sheet and comparison (default: 10; of a comparison 5)',
      ).argParser(toCount([1, 100])),
    )
    .addOption(
      new Option('--opacity <share>', 'of hypercolumns over the picture, 0 to 1 (default: 0.8)').argParser(
        toShare,
      ),
    )
    .option('--no-hypercolumns', 'sheet or comparison without hypercolumns')
    .option('--diverging', 'layers with values below 0 in blue and red about 0');
}
