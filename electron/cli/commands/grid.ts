import {
  checkFilterCount,
  gridInput,
  gridMaps,
  gridTitle,
  requireSomeMaps,
  withoutEmptyRows,
} from '../../analysis/grid';
import { explainingNotFinite, notFiniteWarning } from '../../analysis/not-finite';
import { rank } from '../../analysis/predictions';
import { classicFigureJpeg } from '../../image/grid/classic-figure';
import { drawGrid } from '../../image/grid/draw-grid';
import {
  chooseLayers,
  commitAndTell,
  openChosenModel,
  openInput,
  type CommandContext,
  type ModelOptions,
} from '../context';
import { wholeOf } from '../../shared/note';
import { commandLineNote } from '../sentence';

export interface GridOptions extends ModelOptions {
  readonly layers: string;
  readonly filters: number;
  readonly out: string;
  readonly classic?: boolean;
  readonly force?: boolean;
}

/** Draws the grid picture: filters as rows, layers as columns. */
export async function grid(context: CommandContext, file: string, options: GridOptions): Promise<void> {
  checkFilterCount(options.filters);
  const files = context.outputs(options.force === true);
  await files.reserve(options.out);
  const session = await openChosenModel(context, options);
  const wanted = { layers: chooseLayers(session.network, options.layers), filters: options.filters };
  requireSomeMaps(session, wanted);
  // The figure of 2018 has the size that was asked for.
  const choice = options.classic ? wanted : withoutEmptyRows(session, wanted);
  const { picture, input } = await openInput(context, session, file, options);
  const head = options.classic ? undefined : session.head;
  const maps = gridMaps(session, choice);
  const refs = maps.map(({ ref }) => ref);
  const result = session.engine.run(
    { activations: head ? [head.ref] : [], maps, finiteness: refs },
    input.tensor,
  );
  const outputs = result.activations[0]?.data;
  const best = outputs && explainingNotFinite(session, input, () => rank(session, outputs, 1)[0]);
  const warning = notFiniteWarning(session, input, result, refs, picture.name);
  if (warning !== undefined) context.reporter.warn(commandLineNote(wholeOf(warning)));
  const title = gridTitle(session, picture.name, best);
  const content = gridInput(session, choice, result.maps, options.colormap, title);
  context.reporter.progress(`drawing ${options.out}`);
  const jpeg = options.classic
    ? await classicFigureJpeg(content)
    : await drawGrid(content, { fontsDir: context.installation.fontsDir }).toJpeg();
  await context.checkpoint();
  await files.add(options.out, jpeg);
  await commitAndTell(context, files, options);
}
