import { Option, type Command } from 'commander';
import path from 'node:path';
import { exportPicture } from '../../analysis/export-picture';
import { checkFilterCount } from '../../analysis/figures/figure';
import {
  chooseLayers,
  openChosenModel,
  openPicture,
  remark,
  type CommandContext,
  type ModelOptions,
} from '../context';
import { forEachPicture } from '../each-picture';
import { channelChoiceOf, mostChannels, withChannelChoice, type ChannelOptions } from '../channel-options';
import { styleOf, withFigureStyle, type FigureOptions } from '../figure-options';
import type { RunCommand } from '../command';
import { toNumber } from '../option-values';
import { LAYERS_SPEC, withPictures } from '../picture-options';

interface ExportOptions extends ModelOptions, FigureOptions, ChannelOptions {
  readonly layers?: string;
  readonly out: string;
  readonly force?: boolean;
}

/**
 * Folder of each picture: the given one for a single picture, for several one below it, named after the picture and
 * numbered where names meet (also where only upper and lower case differ, which some disks do not tell apart).
 */
export function foldersOf(files: readonly string[], out: string): string[] {
  if (files.length === 1) return [out];
  const used = new Set<string>();
  return files.map((file) => {
    const name = path.parse(file).name.replace(/^\.*$/, 'picture');
    const numbered = (number: number) => (number === 1 ? name : `${name}-${number}`);
    let number = 1;
    while (used.has(numbered(number).toLowerCase())) number++;
    used.add(numbered(number).toLowerCase());
    return path.join(out, numbered(number));
  });
}

/** The tutorial's whole job for each picture. */
async function exportAll(
  context: CommandContext,
  files: readonly string[],
  options: ExportOptions,
): Promise<void> {
  const { colormap, fit, json, marks = false } = options;
  const most = mostChannels(options);
  if (most !== undefined) checkFilterCount(most);
  const style = styleOf(options, options.format);
  const session = await openChosenModel(context, options);
  const layers = chooseLayers(session, options.layers);
  const folders = foldersOf(files, options.out);
  const { fontsDir } = context.installation;
  const channels = channelChoiceOf(options);
  const shown = { layers, filters: most, channels, colormap, fit, marks, style, fontsDir };
  const work = async (file: string, place: number) => {
    const outputs = context.outputs(options.force === true);
    const picture = await openPicture(context, session, file, options);
    context.reporter.progress(`exporting ${file}`);
    remark(context, await exportPicture(session, picture, folders[place]!, outputs, shown));
    await context.checkpoint();
    const written = await outputs.commit();
    if (!json) context.reporter.printLines(written);
    return { image: file, files: written };
  };
  await forEachPicture(context, files, work, (results) => {
    if (json) context.reporter.printJson({ results });
  });
}

export function addExport(program: Command, run: RunCommand): void {
  withChannelChoice(withFigureStyle(withPictures(program.command('export'))))
    .argument('<images...>')
    .description('everything at once: original, predictions, sample.jpg, statistics, both hypercolumns')
    .requiredOption('--out <folder>', 'folder for the files; several pictures get a folder each in it')
    .option('--layers <spec>', `${LAYERS_SPEC} (default: the first 15)`)
    .addOption(
      new Option('--filters <n>', 'channels of each layer')
        .argParser(toNumber)
        .default(undefined, '3; with --only all'),
    )
    .option('--force', 'replace existing files')
    .action((files: string[], options: ExportOptions) =>
      run((context) => exportAll(context, files, options)),
    );
}
