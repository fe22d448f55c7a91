import { Command } from 'commander';
import type { AddCommand, RunCommand } from './command';
import { addCapture } from './commands/capture';
import { addExplain } from './commands/explain';
import { addExport } from './commands/export';
import { addGrid } from './commands/grid';
import { addHypercolumn } from './commands/hypercolumn';
import { addLayers } from './commands/layers';
import { addMaps } from './commands/maps';
import { addModels } from './commands/models';
import { addPredict } from './commands/predict';
import { addStats } from './commands/stats';

/** In the order in which help shows them. */
const COMMANDS: readonly AddCommand[] = [
  addModels,
  addLayers,
  addPredict,
  addExplain,
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
