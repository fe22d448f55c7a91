import { Option, type Command } from 'commander';
import { explainingNotFinite } from '../../analysis/not-finite';
import {
  describeOutput,
  formatShown,
  noteOnOutput,
  predictionsFor,
  rank,
  requireOutput,
  type RankedLabel,
  type ShownOutput,
} from '../../analysis/predictions';
import { failed } from '../../shared/errors';
import { openChosenModel, openInput, readingFor, type CommandContext, type ModelOptions } from '../context';
import { forEachPicture } from '../each-picture';
import { commandLineNote } from '../reporter';
import { table } from '../table';
import type { RunCommand } from '../command';
import { toNumber } from '../option-values';
import { withPictures } from '../picture-options';

interface PredictOptions extends ModelOptions {
  readonly top: number;
}

/** Prints the most probable classes of each picture, or the numbers that the model gives. */
async function predict(
  context: CommandContext,
  files: readonly string[],
  options: PredictOptions,
): Promise<void> {
  if (!Number.isInteger(options.top) || options.top < 1) throw failed('usage/bad-top', { top: options.top });
  const session = await openChosenModel(context, options);
  const output = requireOutput(session);
  const { title, preprocess, resize } = session;
  let isNoted = false;
  const noteOnce = () => {
    const note = isNoted ? undefined : noteOnOutput(output);
    if (note !== undefined) context.reporter.note(`${title}: ${commandLineNote(note)}`);
    isNoted = true;
  };
  await forEachPicture(
    context,
    files,
    async (file) => {
      const { picture, input } = await openInput(context, session, file, options);
      const { data } = session.engine.run({ activations: [output.head.ref] }, input.tensor).activations[0]!;
      const ranking = explainingNotFinite(session, input, () => rank(session, data, options.top));
      noteOnce();
      if (!options.json) printRanking(context, output, files.length > 1 ? file : undefined, ranking);
      return { image: file, ...readingFor(picture), ...predictionsFor(output, ranking) };
    },
    (results) => {
      if (options.json)
        context.reporter.printJson({ model: title, preprocess, resize, ...describeOutput(output), results });
    },
  );
}

function printRanking(
  { reporter }: CommandContext,
  { kind }: ShownOutput,
  heading: string | undefined,
  ranking: readonly RankedLabel[],
): void {
  if (heading !== undefined) reporter.printLines([heading]);
  if (kind === 'value') {
    reporter.printLines(ranking.map((one) => `${formatShown(one)}  ${one.label}`));
    return;
  }
  const rows = ranking.map((one) => [formatShown(one), String(one.index), one.wordNetId, one.label]);
  reporter.print(table(rows, [0, 1]));
}

export function addPredict(program: Command, run: RunCommand): void {
  withPictures(program.command('predict'))
    .argument('<images...>')
    .description('the most probable classes, or the numbers that the model gives')
    .addOption(new Option('--top <n>', 'number of classes').argParser(toNumber).default(5))
    .action((files: string[], options: PredictOptions) => run((context) => predict(context, files, options)));
}
