import { writeNpy } from '../../core/npy';
import { hypercolumnName, hypercolumnRefs } from '../../analysis/hypercolumns';
import { notFiniteWarning } from '../../analysis/not-finite';
import { encodePng } from '../../image/encode';
import { renderHypercolumn, renderOverlay } from '../../image/hypercolumn-picture';
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

export interface HypercolumnOptions extends ModelOptions {
  readonly layers: string;
  readonly out?: string;
  readonly overlay?: boolean;
  readonly npy?: string;
  readonly force?: boolean;
}

/** Draws the mean hypercolumn of some layers at the model's input size. */
export async function hypercolumn(
  context: CommandContext,
  file: string,
  options: HypercolumnOptions,
): Promise<void> {
  const files = context.outputs(options.force === true);
  if (options.out !== undefined) await files.reserve(options.out);
  if (options.npy !== undefined) await files.reserve(options.npy);
  const session = await openChosenModel(context, options);
  const layers = chooseLayers(session.network, options.layers);
  const refs = hypercolumnRefs(session, layers);
  // With only --npy asked for, no picture is written.
  const named = `${hypercolumnName(layers.map((layer) => layer.index))}.png`;
  const out = options.out ?? (options.npy === undefined ? named : undefined);
  const { picture: source, input } = await openInput(context, session, file, options);
  const pass = session.engine.run({ hypercolumns: [refs] }, input.tensor);
  const result = pass.hypercolumns[0]!;
  const warning = notFiniteWarning(session, input, pass, refs, source.name);
  if (warning !== undefined) context.reporter.warn(commandLineNote(wholeOf(warning)));
  const [, height, width] = result.shape as [number, number, number];
  if (out !== undefined) {
    const picture = options.overlay
      ? renderOverlay(input.image, result.data, height, width, options.colormap)
      : renderHypercolumn(result.data, height, width, options.colormap);
    await files.add(out, await encodePng(picture));
  }
  if (options.npy !== undefined) await files.add(options.npy, writeNpy(result.data, [height, width]));
  await context.checkpoint();
  await commitAndTell(context, files, options);
}
