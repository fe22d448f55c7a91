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

export interface ExportOptions extends ModelOptions {
  readonly layers?: string;
  readonly filters: number;
  readonly out: string;
  readonly force?: boolean;
}

/** The first layers of the 2018 script's figure. */
const CLASSIC_LAYERS = 15;

/** Folder of each picture: the given one for a single picture, one named after it below for several. */
function foldersOf(files: readonly string[], out: string): string[] {
  if (files.length === 1) return [out];
  const used = new Map<string, number>();
  return files.map((file) => {
    const name = path.parse(file).name;
    const count = (used.get(name) ?? 0) + 1;
    used.set(name, count);
    return path.join(out, count === 1 ? name : `${name}-${count}`);
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
  const folders = new Map(files.map((file, place) => [file, foldersOf(files, options.out)[place]!]));
  await forEachPicture(context, files, async (file) => {
    const outputs = context.outputs(options.force === true);
    const picture = await openPicture(context, file, options);
    context.reporter.progress(`exporting ${file}`);
    const { colormap, fit } = options;
    await exportPicture(session, picture, folders.get(file)!, outputs, {
      grid,
      colormap,
      fit,
      fontsDir: context.installation.fontsDir,
    });
    await context.checkpoint();
    for (const written of outputs.commit()) context.reporter.print(written);
  });
}
