import type { Command } from 'commander';
import path from 'node:path';
import { writeNpy } from '../../core/npy';
import { hypercolumnName, hypercolumnRefs } from '../../analysis/hypercolumns';
import { notFiniteWarning } from '../../analysis/not-finite';
import { constantHypercolumn, remarksOf } from '../../analysis/remarks';
import { encodePng } from '../../image/encode';
import { renderHypercolumn, renderOverlay } from '../../image/hypercolumn-picture';
import {
  chooseLayers,
  commitAndTell,
  openChosenModel,
  openInput,
  remark,
  type CommandContext,
  type ModelOptions,
} from '../context';
import type { RunCommand } from '../command';
import { LAYERS_SPEC, withPictures } from '../picture-options';

interface HypercolumnOptions extends ModelOptions {
  readonly layers: string;
  readonly out?: string;
  readonly overlay?: boolean;
  readonly npy?: string;
  readonly force?: boolean;
}

/** Draws the mean hypercolumn of some layers at the model's input size. */
async function hypercolumn(
  context: CommandContext,
  file: string,
  options: HypercolumnOptions,
): Promise<void> {
  const { npy, overlay, colormap } = options;
  const files = context.outputs(options.force === true);
  if (options.out !== undefined) await files.reserve(options.out);
  if (npy !== undefined) await files.reserve(npy);
  const session = await openChosenModel(context, options);
  const layers = chooseLayers(session, options.layers);
  const refs = hypercolumnRefs(session, layers);
  const name = hypercolumnName(layers);
  // With only --npy asked for, no picture is written.
  const out = options.out ?? (npy === undefined ? `${name}.png` : undefined);
  const { picture: source, input } = await openInput(context, session, file, options);
  const pass = session.engine.run({ hypercolumns: [refs] }, input.tensor);
  const { data, shape } = pass.hypercolumns[0]!;
  const warning = notFiniteWarning(session, input, pass, refs, source.name);
  remark(context, remarksOf(warning, [constantHypercolumn(path.basename(out ?? npy ?? name), data)]));
  const [, height, width] = shape as [number, number, number];
  if (out !== undefined) {
    const picture = overlay
      ? renderOverlay(input.image, data, height, width, colormap)
      : renderHypercolumn(data, height, width, colormap);
    await files.add(out, await encodePng(picture));
  }
  if (npy !== undefined) await files.add(npy, writeNpy(data, [height, width]));
  await context.checkpoint();
  await commitAndTell(context, files, options);
}

export function addHypercolumn(program: Command, run: RunCommand): void {
  withPictures(program.command('hypercolumn'))
    .argument('<image>')
    .description('the mean hypercolumn of some layers at input size')
    .requiredOption('--layers <spec>', LAYERS_SPEC)
    .option('--out <file>', 'PNG file (default hypercolumn-<layers>.png)')
    .option('--overlay', 'lay it over the picture')
    .option('--npy <file>', 'the numbers, float32')
    .option('--force', 'replace existing files')
    .action((file: string, options: HypercolumnOptions) =>
      run((context) => hypercolumn(context, file, options)),
    );
}
