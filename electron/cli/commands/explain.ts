import { InvalidArgumentError, Option, type Command } from 'commander';
import { writeNpy } from '../../core/npy';
import { rangeOf } from '../../core/quantise';
import { explain, type Explanation } from '../../analysis/heat/explain';
import type { Patch } from '../../analysis/heat/occlusion';
import { heatMap } from '../../analysis/heat/over-photo';
import { formatPercent } from '../../analysis/predictions';
import { encodePng } from '../../image/encode';
import { renderHeat } from '../../image/heat-picture';
import { failed, tellDuring } from '../../shared/errors';
import { message } from '../../shared/messages/message';
import {
  HEAT_BASELINES,
  HEAT_METHOD_NAMES,
  type HeatBaseline,
  type HeatMethodName,
} from '../../shared/names';
import { formatScore } from '../../shared/plain-text';
import {
  chooseLayers,
  commitAndTell,
  openChosenModel,
  openInput,
  type CommandContext,
  type ModelOptions,
} from '../context';
import type { RunCommand } from '../command';
import { toCount } from '../option-values';
import { withPictures } from '../picture-options';

interface ExplainOptions extends ModelOptions {
  readonly class?: string;
  readonly against?: string;
  readonly method: HeatMethodName;
  readonly layer?: string;
  readonly steps?: number;
  readonly baseline?: HeatBaseline;
  readonly seed?: number;
  readonly patch?: Patch;
  readonly out?: string;
  readonly npy?: string;
  readonly force?: boolean;
}

/** Says which parts of a picture speak for a class, as numbers and as a picture. */
async function explainPicture(context: CommandContext, file: string, options: ExplainOptions): Promise<void> {
  const { out, npy, layer: spec, colormap, ...request } = options;
  const files = context.outputs(options.force === true);
  if (out !== undefined) await files.reserve(out);
  if (npy !== undefined) await files.reserve(npy);
  const session = await openChosenModel(context, options);
  const layers = spec === undefined ? [] : chooseLayers(session, spec);
  if (layers.length > 1) throw failed('heat/several-layers', { count: layers.length });
  const { picture, input } = await openInput(context, session, file, options);
  const onPass = async (share: number) => {
    context.reporter.progress(`explaining ${picture.name}: ${Math.round(100 * share)} %`);
    await context.checkpoint();
  };
  const doing = message('doing/explaining', { picture: picture.name, model: session.title });
  const found = await tellDuring(doing, () =>
    explain(session, input, { ...request, ...(layers[0] && { layer: layers[0] }) }, onPass),
  );
  if (out !== undefined) {
    const { data, shape } = heatMap(found, input.tensor, options.patch);
    await files.add(out, await encodePng(renderHeat(input.image, data, shape[0]!, shape[1]!, colormap)));
  }
  if (npy !== undefined) await files.add(npy, writeNpy(found.heat.data, found.heat.shape));
  await context.checkpoint();
  const hasFiles = out !== undefined || npy !== undefined;
  if (hasFiles && options.json) return commitAndTell(context, files, options, told(found));
  if (options.json) context.reporter.printJson(told(found));
  else context.reporter.printLines(linesOf(found));
  if (hasFiles) await commitAndTell(context, files, options);
}

function numbersOf({ heat: { data, shape } }: Explanation) {
  const { min, max } = rangeOf(data);
  const sum = data.reduce((total, value) => total + value, 0);
  return { height: shape[0]!, width: shape[1]!, min, max, sum };
}

function told(found: Explanation): object {
  const { method, layer, against, logit } = found;
  return {
    method,
    layer: layer ? { index: layer.layer.index, indexPath: layer.indexPath, name: layer.name } : null,
    class: found.class,
    ...(against && { against }),
    logit,
    probability: found.probability ?? null,
    completeness:
      found.completeness !== undefined && Number.isFinite(found.completeness) ? found.completeness : null,
    heat: numbersOf(found),
  };
}

function linesOf(found: Explanation): string[] {
  const { method, layer, against, probability, completeness } = found;
  const { height, width, min, max } = numbersOf(found);
  const name = ({ index, label }: Explanation['class']) => `${index} ${label}`;
  const share = probability === undefined ? '' : `, ${formatPercent(probability)}`;
  return [
    `class ${name(found.class)}${against ? ` against ${name(against)}` : ''}: logit ${formatScore(found.logit)}${share}`,
    `${method}${layer ? ` at layer ${layer.indexPath} ${layer.name}` : ''}: ${height} x ${width}, ${formatScore(min)} to ${formatScore(max)}`,
    ...(completeness === undefined ? [] : [`completeness error ${(100 * completeness).toFixed(3)} %`]),
  ];
}

function toPatch(text: string): Patch {
  const [size, stride] = /^(\d{1,5}):(\d{1,5})$/.exec(text.trim())?.slice(1).map(Number) ?? [];
  if (!size || !stride) throw new InvalidArgumentError('It is not like 32:8, with whole numbers from 1.');
  return { size, stride };
}

export function addExplain(program: Command, run: RunCommand): void {
  withPictures(program.command('explain'))
    .argument('<image>')
    .description('which parts of the picture speak for a class')
    .option('--class <class>', 'number or name of the class (default: the most probable one)')
    .option('--against <class>', 'explain by how much the class is above this one')
    .addOption(
      new Option('--method <name>', 'how it is found out').choices(HEAT_METHOD_NAMES).default('gradcam'),
    )
    .option('--layer <layer>', 'layer of gradcam, gradcam++ and layercam (default: the last one with maps)')
    .addOption(
      new Option('--steps <n>', 'steps of ig, copies of smoothgrad (default: 32)').argParser(
        toCount([1, 10_000]),
      ),
    )
    .addOption(new Option('--baseline <name>', 'where ig starts').choices(HEAT_BASELINES).default('black'))
    .addOption(
      new Option('--seed <n>', 'seed of the noise of smoothgrad (default: 0)').argParser(
        toCount([0, 1_000_000_000]),
      ),
    )
    .addOption(
      new Option(
        '--patch <size:stride>',
        'square of occlusion and how far it moves, in pixels that the model sees, such as 32:8',
      ).argParser(toPatch),
    )
    .option('--out <file>', 'PNG file: the heat over the picture')
    .option('--npy <file>', 'the numbers, float32')
    .option('--force', 'replace existing files')
    .action((file: string, options: ExplainOptions) =>
      run((context) => explainPicture(context, file, options)),
    );
}
