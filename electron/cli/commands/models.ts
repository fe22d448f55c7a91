import type { Command } from 'commander';
import { nearestName } from '../../core/nearest-name';
import { failed } from '../../shared/errors';
import { message } from '../../shared/messages/message';
import type { CatalogEntry, FileState } from '../../catalog/catalog';
import { downloadModel as download, type DownloadProgress } from '../../catalog/download/download';
import { megabytes } from '../../catalog/download/download-error';
import type { CommandContext } from '../context';
import { table } from '../table';
import type { RunCommand } from '../command';

function hashOf(model: CatalogEntry): string {
  return model.sha256 ? `sha256 ${model.sha256}` : `md5 ${model.md5}`;
}

/** Lists the catalogue: what each model is, where it is from, and whether it is here. */
async function listModels({ catalog, reporter }: CommandContext, options: { json?: boolean }): Promise<void> {
  const models = await Promise.all(
    catalog.entries.map(async (model) => ({ ...model, isPresent: await catalog.isPresent(model) })),
  );
  if (options.json) {
    reporter.printJson(models);
    return;
  }
  const blocks = models.map((model) => {
    const state = model.isPresent
      ? 'on this disk'
      : `not on this disk: get it with "models download ${model.id}"`;
    const size = `${model.isExactSize ? '' : 'about '}${megabytes(model.bytes)}`;
    const facts = [
      `${model.classes} classes, ${model.layers} layers, ${model.inputSize.join(' x ')}, ${size}`,
      `preprocessing ${model.preprocess}, resize ${model.resize}`,
      `licence ${model.licence}`,
      `source ${model.source}`,
      ...(model.url ? [`address ${model.url}`] : []),
      hashOf(model),
    ];
    return `${model.id}  ${model.title}  (${state})\n${facts.map((fact) => `    ${fact}\n`).join('')}`;
  });
  reporter.print(blocks.join('\n'));
}

const STATE_WORDS: Readonly<Record<FileState, string>> = {
  sound: 'ok',
  missing: 'not on this disk',
  'wrong-size': 'DAMAGED: wrong size',
  'wrong-hash': 'DAMAGED: wrong checksum',
};

/** Checks every model file on this disk against the catalogue. */
async function verifyModels(
  { catalog, reporter, checkpoint }: CommandContext,
  options: { json?: boolean },
): Promise<void> {
  const states: { id: string; file: string; state: FileState }[] = [];
  for (const model of catalog.entries) {
    reporter.progress(`checking ${model.title}`);
    states.push({ id: model.id, file: catalog.fileOf(model), state: await catalog.verify(model) });
    await checkpoint();
  }
  if (options.json) reporter.printJson(states);
  else reporter.print(table(states.map(({ id, file, state }) => [id, STATE_WORDS[state], file])));
  const damaged = states.filter(
    ({ id, state }) => state.startsWith('wrong') || (state === 'missing' && catalog.find(id).isBundled),
  );
  if (damaged.length === 0) return;
  const bundled = damaged.some(({ id }) => catalog.find(id).isBundled);
  const problem = message('part/models-damaged', {
    models: damaged.map(({ id }) => id),
    count: damaged.length,
  });
  const remedy = message(bundled ? 'part/install-app-again' : 'part/fetch-models-again');
  throw failed('model/hash-mismatch', { problem, remedy }, { during: [message('doing/checking-models')] });
}

/** `fetching InceptionV3: 34 %, 32.7 of 96.1 MB`. */
function progressLine(
  model: CatalogEntry,
  { stage, fraction, doneBytes, totalBytes }: DownloadProgress,
): string {
  const percent = fraction === null ? '' : ` ${Math.floor(fraction * 100)} %`;
  if (stage === 'check') return `checking ${model.title}:${percent}`;
  return `fetching ${model.title}:${percent}, ${(doneBytes / 1e6).toFixed(1)} of ${megabytes(totalBytes)}`;
}

/** A line for every so many bytes is enough for the eye, and costs the download nothing. */
const REPORT_BYTES = 500_000;

/** Fetches a model, or takes the file that the user has. */
async function downloadModel(
  { catalog, reporter, signal }: CommandContext,
  id: string,
  options: { from?: string },
): Promise<void> {
  const model = catalog.find(id);
  if (await isSound(catalog, model)) {
    reporter.print(`${id} is already here: ${catalog.fileOf(model)}`);
    return;
  }
  let reported = '';
  const file = await download(catalog, model, {
    from: options.from,
    signal,
    onProgress: (progress) => {
      const step = `${progress.stage} ${Math.floor(progress.doneBytes / REPORT_BYTES)}`;
      if (step === reported) return;
      reported = step;
      reporter.progress(progressLine(model, progress));
    },
  });
  reporter.print(`${id} is here now, its checksum is right: ${file}`);
}

async function isSound(catalog: CommandContext['catalog'], model: CatalogEntry): Promise<boolean> {
  return (await catalog.isPresent(model)) && (await catalog.verify(model)) === 'sound';
}

function unknownCommand(typed: string, parent: Command): string {
  const names = parent.commands.map((command) => command.name());
  const nearest = nearestName(typed, names);
  return `unknown command '${typed}' of ${parent.name()}; ${nearest ? `did you mean ${nearest}? It has` : 'it has'} ${names.join(', ')}`;
}

export function addModels(program: Command, run: RunCommand): void {
  const models = program.command('models').description('the model catalogue');
  models
    .command('list', { isDefault: true })
    .description('every model with source, size, hash and licence')
    .option('--json', 'print JSON')
    // What is no command of `models` comes here as a word too many.
    .allowExcessArguments()
    .action((options: { json?: boolean }, { args }: Command) => {
      if (args.length > 0) models.error(unknownCommand(args[0]!, models));
      return run((context) => listModels(context, options));
    });
  models
    .command('verify')
    .description('check the model files on this disk against their hashes')
    .option('--json', 'print JSON')
    .action((options: { json?: boolean }) => run((context) => verifyModels(context, options)));
  models
    .command('download <id>')
    .description('fetch a model, check it and keep it for the window and the command line')
    .option(
      '--from <file or address>',
      'take the file that is there already, or fetch it from another https address',
    )
    .action((id: string, options: { from?: string }) =>
      run((context) => downloadModel(context, id, options)),
    );
}
