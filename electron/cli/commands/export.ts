import path from 'node:path';
import { exportPicture } from '../../analysis/export-picture';
import { checkFilterCount } from '../../analysis/grid';
import {
  chooseLayers,
  openChosenModel,
  openPicture,
  type CommandContext,
  type ModelOptions,
} from '../context';
import { forEachPicture } from '../each-picture';
import { wholeOf } from '../../shared/note';
import { commandLineNote } from '../sentence';

export interface ExportOptions extends ModelOptions {
  readonly layers?: string;
  readonly filters: number;
  readonly out: string;
  readonly force?: boolean;
}

/** The first layers of the 2018 script's figure. */
const CLASSIC_LAYERS = 15;

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
export async function exportAll(
  context: CommandContext,
  files: readonly string[],
  options: ExportOptions,
): Promise<void> {
  checkFilterCount(options.filters);
  const session = await openChosenModel(context, options);
  const { layers } = session.network;
  const grid = {
    layers:
      options.layers === undefined
        ? layers.slice(0, CLASSIC_LAYERS)
        : chooseLayers(session.network, options.layers),
    filters: options.filters,
  };
  const folders = foldersOf(files, options.out);
  const { colormap, fit } = options;
  const { fontsDir } = context.installation;
  await forEachPicture(
    context,
    files,
    async (file, place) => {
      const outputs = context.outputs(options.force === true);
      const picture = await openPicture(context, session, file, options);
      context.reporter.progress(`exporting ${file}`);
      const shown = { grid, colormap, fit, fontsDir };
      const warning = await exportPicture(session, picture, folders[place]!, outputs, shown);
      if (warning !== undefined) context.reporter.warn(commandLineNote(wholeOf(warning)));
      await context.checkpoint();
      const written = await outputs.commit();
      if (!options.json) for (const name of written) context.reporter.print(name);
      return { image: file, files: written };
    },
    (results) => {
      if (options.json) context.reporter.print(JSON.stringify({ results }, null, 2));
    },
  );
}
