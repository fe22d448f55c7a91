import {
  formatPercent,
  probabilitiesOf,
  rank,
  requireHead,
  type RankedLabel,
} from '../../analysis/predictions';
import { FeaturescopeError } from '../../shared/errors';
import { openChosenModel, openInput, type CommandContext, type ModelOptions } from '../context';
import { forEachPicture } from '../each-picture';
import { table } from '../table';

export interface PredictOptions extends ModelOptions {
  readonly top: number;
}

/** Prints the most probable classes of each picture. */
export async function predict(
  context: CommandContext,
  files: readonly string[],
  options: PredictOptions,
): Promise<void> {
  if (!Number.isInteger(options.top) || options.top < 1)
    throw new FeaturescopeError('usage/bad-top', 'predicting: --top must be a whole number from 1.');
  const session = await openChosenModel(context, options);
  const { ref } = requireHead(session);
  const { title, preprocess, resize } = session;
  await forEachPicture(
    context,
    files,
    async (file) => {
      const { input } = await openInput(context, session, file, options);
      const scores = session.engine.run({ activations: [ref] }, input.tensor).activations[0]!.data;
      const predictions = rank(session, probabilitiesOf(session, scores), options.top);
      if (!options.json) printRanking(context, files.length > 1 ? file : undefined, predictions);
      return { image: file, predictions };
    },
    (results) => {
      if (options.json)
        context.reporter.print(JSON.stringify({ model: title, preprocess, resize, results }, null, 2));
    },
  );
}

function printRanking(
  { reporter }: CommandContext,
  heading: string | undefined,
  ranking: readonly RankedLabel[],
): void {
  const rows = ranking.map((one) => [
    formatPercent(one.probability),
    String(one.index),
    one.wordNetId,
    one.label,
  ]);
  if (heading !== undefined) reporter.print(heading);
  reporter.print(table(rows, [0, 1]));
}
