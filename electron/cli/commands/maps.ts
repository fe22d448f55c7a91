import path from 'node:path';
import {
  activationsOf,
  mapFileName,
  mapPicture,
  requireMaps,
  type NamedActivation,
} from '../../analysis/activations';
import { encodePng } from '../../image/encode';
import { writeNpz } from '../../image/npz';
import { failed } from '../../shared/errors';
import {
  chooseLayers,
  commitAndTell,
  openChosenModel,
  openInput,
  type CommandContext,
  type ModelOptions,
} from '../context';
import { table } from '../table';
import { wholeOf } from '../../shared/note';
import { commandLineNote } from '../sentence';

export interface MapsOptions extends ModelOptions {
  readonly layers: string;
  readonly npz?: string;
  readonly png?: string;
  readonly force?: boolean;
}

/** More single files than this in one folder help nobody and may fill the disk. */
const MOST_PICTURES = 20_000;

/** More names of pictures than this are summed up in one line. */
const MOST_LISTED = 10;

/** Writes float activations as NPZ, or each map as a PNG in its true pixels; without either lists what there is. */
export async function maps(context: CommandContext, file: string, options: MapsOptions): Promise<void> {
  const files = context.outputs(options.force === true);
  if (options.npz !== undefined) await files.reserve(options.npz);
  const session = await openChosenModel(context, options);
  const layers = chooseLayers(session.network, options.layers);
  const { picture, input } = await openInput(context, session, file, options);
  const { list: activations, warning } = activationsOf(session, input, layers, picture.name);
  if (warning !== undefined) context.reporter.warn(commandLineNote(wholeOf(warning)));
  if (options.npz === undefined && options.png === undefined) {
    printActivations(context, activations, options);
    return;
  }
  if (options.npz !== undefined)
    await files.add(options.npz, writeNpz(activations.map(({ key, tensor }) => [key, tensor])));
  if (options.png !== undefined) {
    const spatial = requireMaps(activations);
    const count = spatial.reduce((sum, { tensor }) => sum + tensor.shape[2]!, 0);
    if (count > MOST_PICTURES)
      throw failed('output/too-many', { folder: options.png, maps: count, limit: MOST_PICTURES });
    for (const activation of spatial) {
      context.reporter.progress(`drawing layer ${activation.key} ${activation.layer.name}`);
      for (let channel = 0; channel < activation.tensor.shape[2]!; channel++) {
        const picture = mapPicture(activation.tensor, channel, options.colormap);
        await files.add(path.join(options.png, mapFileName(activation, channel)), await encodePng(picture));
      }
      await context.checkpoint();
    }
  }
  await commitAndTell(context, files, options, (names) => {
    const pictures = options.npz === undefined ? names : names.slice(1);
    if (pictures.length <= MOST_LISTED) return names;
    return [...names.slice(0, -pictures.length), `${pictures.length} pictures in ${options.png}`];
  });
}

/** What there is, where no file is asked for. */
function printActivations(
  { reporter }: CommandContext,
  activations: readonly NamedActivation[],
  { json }: MapsOptions,
): void {
  const facts = activations.map(({ key, layer, tensor }) => ({
    key,
    name: layer.name,
    class: layer.className,
    shape: tensor.shape,
  }));
  if (json) reporter.print(JSON.stringify({ results: facts }, null, 2));
  else
    reporter.print(
      table(
        facts.map((one) => [one.key, one.name, one.class, one.shape.join(' x ')]),
        [0],
      ),
    );
}
