import type { Command } from 'commander';
import path from 'node:path';
import { lookAtResults, writeActivations } from '../../analysis/activation-files';
import type { LayerResult } from '../../analysis/activations';
import { chosenFigure, takesAll } from '../../analysis/figures/chosen-figure';
import { firstFilters } from '../../analysis/figures/figure';
import { writeMapPictures } from '../../analysis/map-pictures';
import { failed } from '../../shared/errors';
import { message } from '../../shared/messages/message';
import {
  chooseLayers,
  commitAndTell,
  openChosenModel,
  openInput,
  remark,
  type CommandContext,
  type ModelOptions,
} from '../context';
import { channelChoiceOf, withVerdictChoice, type ChannelOptions } from '../channel-options';
import { table } from '../table';
import type { RunCommand } from '../command';
import { LAYERS_SPEC, withPictures } from '../picture-options';

interface MapsOptions extends ModelOptions, Pick<ChannelOptions, 'only' | 'hide'> {
  readonly layers: string;
  readonly npz?: string;
  readonly png?: string;
  readonly force?: boolean;
}

/** More names of pictures than this are summed up in one line. */
const MOST_LISTED = 10;

/** Writes float activations as NPZ, or each map as a PNG in its true pixels; without either lists what there is. */
async function maps(context: CommandContext, file: string, options: MapsOptions): Promise<void> {
  const { npz, png } = options;
  const choice = channelChoiceOf(options);
  if (png === undefined && !takesAll(choice)) throw failed('usage/verdicts-of-pictures', {});
  const files = context.outputs(options.force === true);
  if (npz !== undefined) await files.reserve(npz);
  const session = await openChosenModel(context, options);
  const layers = chooseLayers(session, options.layers);
  const { picture, input } = await openInput(context, session, file, options);
  const onPass = async ({ key, layer }: LayerResult) => {
    context.reporter.progress(`computing layer ${key} ${layer.name}`);
    await context.checkpoint();
  };
  const shared = { picture: picture.name, onPass };
  if (npz === undefined && png === undefined) {
    const { results, remarks } = lookAtResults(session, input, layers, picture.name);
    remark(context, remarks);
    return printResults(context, results, options);
  }
  if (npz !== undefined) {
    const doing = message('doing/writing', { file: npz });
    await files.addMade(npz, async (temporary) => {
      remark(context, await writeActivations(session, input, layers, temporary, { ...shared, doing }));
    });
  }
  if (png !== undefined) {
    const doing = message('doing/writing-maps', { folder: png });
    const write = (name: string, bytes: Uint8Array) => files.add(path.join(png, name), bytes);
    const all = firstFilters(session, layers, undefined, options.colormap);
    const figure = takesAll(choice) ? all : chosenFigure(session, input, all, choice);
    const { signal } = context;
    remark(
      context,
      await writeMapPictures(session, input, figure, { ...shared, folder: png, doing, write, signal }),
    );
  }
  await commitAndTell(context, files, options, {}, (names) => {
    const pictures = npz === undefined ? names : names.slice(1);
    if (pictures.length <= MOST_LISTED) return names;
    return [...names.slice(0, -pictures.length), `${pictures.length} pictures in ${png}`];
  });
}

/** What there is, where no file is asked for. */
function printResults(
  { reporter }: CommandContext,
  results: readonly LayerResult[],
  { json }: MapsOptions,
): void {
  const facts = results.map(({ key, layer, shape }) => ({
    key,
    name: layer.name,
    class: layer.className,
    shape,
  }));
  if (json) reporter.printJson({ results: facts });
  else
    reporter.print(
      table(
        facts.map((one) => [one.key, one.name, one.class, one.shape.join(' x ')]),
        [0],
      ),
    );
}

export function addMaps(program: Command, run: RunCommand): void {
  withVerdictChoice(withPictures(program.command('maps')), 'pictures of maps')
    .argument('<image>')
    .description('activations as NPZ, or every map as a PNG')
    .requiredOption('--layers <spec>', LAYERS_SPEC)
    .option('--npz <file>', 'float32 arrays, one a layer')
    .option('--png <folder>', 'one picture a map')
    .option('--force', 'replace existing files')
    .action((file: string, options: MapsOptions) => run((context) => maps(context, file, options)));
}
