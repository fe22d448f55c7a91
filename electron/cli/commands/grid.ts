import {
  checkFilterCount,
  classicFigure,
  columnsOf,
  firstFilters,
  requireSomeMaps,
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
  readonly classic?: boolean;
  readonly force?: boolean;
}

/** Draws the grid picture: filters as rows, layers as columns. */
export async function grid(context: CommandContext, file: string, options: GridOptions): Promise<void> {
  const { filters, out, colormap, classic } = options;
  checkFilterCount(filters);
  const files = context.outputs(options.force === true);
  await files.reserve(out);
  const session = await openChosenModel(context, options);
  const layers = chooseLayers(session, options.layers);
  const figure = classic
    ? classicFigure(layers, filters, colormap)
    : firstFilters(session, layers, filters, colormap);
  requireSomeMaps(columnsOf(session, figure));
  const { picture, input } = await openInput(context, session, file, options);
  const { jpeg, remarks } = await drawGridPicture(session, input, figure, {
    picture: picture.name,
    fontsDir: context.installation.fontsDir,
    onDraw: async () => context.reporter.progress(`drawing ${out}`),
  });
  remark(context, remarks);
  await context.checkpoint();
  await files.add(out, jpeg);
  await commitAndTell(context, files, options);
}
