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
import { table } from '../reporter';

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
  const results: { image: string; predictions: RankedLabel[] }[] = [];
  await forEachPicture(context, files, async (file) => {
    const { input } = await openInput(context, session, file, options);
    const scores = session.engine.run({ activations: [ref] }, input.tensor).activations[0]!.data;
    const predictions = rank(session, probabilitiesOf(session, scores), options.top);
    results.push({ image: file, predictions });
    if (options.json) return;
    if (files.length > 1) context.reporter.print(file);
    const rows = predictions.map((one) => [
      formatPercent(one.probability),
      String(one.index),
      one.wordNetId,
      one.label,
    ]);
    context.reporter.print(table(rows, [0, 1]));
  });
  const { title, preprocess, resize } = session;
  if (options.json)
    context.reporter.print(JSON.stringify({ model: title, preprocess, resize, results }, null, 2));
}
