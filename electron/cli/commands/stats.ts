import type { Command } from 'commander';
import { PictureCauses } from '../../analysis/causes/picture-causes';
import { notFiniteNote } from '../../analysis/not-finite';
import { PictureAnalysis } from '../../analysis/picture-analysis';
import { remarksOf } from '../../analysis/remarks';
import { causeText, placeOf, StatisticsTable, TABLE_NUMBERS } from '../../analysis/statistics-table';
import type { Message } from '../../shared/messages/message';
import { sentenceOf } from '../../shared/messages/sentence';
import { commandLineTable } from '../../shared/messages/tables';
import type { Verdict } from '../../shared/verdicts';
import { layerVerdictMessage, modelVerdictMessage } from '../../shared/verdict-words';
import { statisticText } from '../../shared/texts/statistic-text';
import { plainLine } from '../../shared/plain-text';
import { STATISTIC_IDS, type StatisticId } from '../../shared/map-statistics';
import {
  chooseLayers,
  openChosenModel,
  openInput,
  remark,
  type CommandContext,
  type ModelOptions,
} from '../context';
import { forEachPicture } from '../each-picture';
import { table } from '../table';
import type { RunCommand } from '../command';
import { LAYERS_SPEC, withPictures } from '../picture-options';

interface StatsOptions extends ModelOptions {
  readonly layers: string;
  readonly csv?: string;
  readonly force?: boolean;
}

/** Statistics of every map of some layers, over all pictures: as a table, as JSON, or in a CSV file. */
async function stats(
  context: CommandContext,
  pictures: readonly string[],
  options: StatsOptions,
): Promise<void> {
  const { csv, json } = options;
  if (csv !== undefined) await context.outputs(options.force === true).reserve(csv);
  const session = await openChosenModel(context, options);
  const layers = chooseLayers(session, options.layers);
  const indices = layers.map(({ place }) => place);
  const found = new StatisticsTable(session, layers);
  const work = async (file: string) => {
    const { picture, input } = await openInput(context, session, file, options);
    const analysis = new PictureAnalysis(session, input, indices);
    const statistics = analysis.statisticsOf(indices, true);
    found.add(statistics, PictureCauses.factsOf(session, input, layers, statistics));
    const bad = analysis.notFiniteIn(new Float32Array(), indices, []);
    remark(context, remarksOf(bad && notFiniteNote(bad, picture.name)));
  };
  await forEachPicture(context, pictures, work, async () => {
    if (csv !== undefined) {
      const files = context.outputs(options.force === true);
      await files.add(csv, found.toCsv());
      const written = await files.commit();
      if (!json) context.reporter.printLines(written);
    }
    if (json)
      context.reporter.printJson({ model: session.title, images: found.pictures, layers: found.toJson() });
    else if (csv === undefined) context.reporter.print(tableOf(found));
  });
}

function tableOf(found: StatisticsTable): string {
  const judged = found.judged();
  const lines = judged.flatMap(({ row, at, causeAt }) =>
    Array.from({ length: row.channels }, (_, channel) => [
      ...[row.layer.indexPath, row.layer.name, String(channel)],
      ...STATISTIC_IDS.map((id) => textOf(id, row.numbers[id][channel]!)),
      placeOf(row, channel)?.join() ?? '',
      wordOf(at(channel)),
      causeText(causeAt(channel)),
    ]),
  );
  const head = ['layer', 'name', 'channel', ...STATISTIC_IDS, 'place', 'verdict', 'cause'];
  const numberColumns = head.slice(2, -2).map((_, place) => place + 2);
  const said = judged.flatMap(({ row: { layer }, verdicts: { verdict } }) =>
    verdict
      ? [`layer ${layer.indexPath} ${layer.name}: ${say(layerVerdictMessage(verdict, TABLE_NUMBERS))}`]
      : [],
  );
  said.push(say(modelVerdictMessage(found.verdict(judged), TABLE_NUMBERS)));
  return `${table([head, ...lines], [0, ...numberColumns])}\n${said.map(plainLine).join('\n')}\n`;
}

const say = (one: Message) => sentenceOf(one, commandLineTable);

function wordOf(verdict: Verdict | null): string {
  if (verdict?.kind === 'twin') return `twin of ${verdict.values.of}`;
  return verdict?.kind ?? '';
}

/** '' where the statistic says nothing of the map. */
function textOf(id: StatisticId, value: number): string {
  return Number.isNaN(value) ? '' : statisticText(TABLE_NUMBERS, id, value);
}

export function addStats(program: Command, run: RunCommand): void {
  withPictures(program.command('stats'))
    .argument('<images...>')
    .description('statistics of every map, over all pictures')
    .requiredOption('--layers <spec>', LAYERS_SPEC)
    .option('--csv <file>', 'a CSV file instead of a printed table')
    .option('--force', 'replace an existing file')
    .action((files: string[], options: StatsOptions) => run((context) => stats(context, files, options)));
}
