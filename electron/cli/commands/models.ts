import { FeaturescopeError } from '../../shared/errors';
import type { CatalogEntry, FileState } from '../../model/catalog';
import type { CommandContext } from '../context';
import { table } from '../table';

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

function hashOf(model: CatalogEntry): string {
  return model.sha256 ? `sha256 ${model.sha256}` : `md5 ${model.md5}`;
}

/** Lists the catalogue: what each model is, where it is from, and whether it is here. */
export async function listModels(
  { catalog, reporter }: CommandContext,
  options: { json?: boolean },
): Promise<void> {
  const models = await Promise.all(
    catalog.entries.map(async (model) => ({ ...model, isPresent: await catalog.isPresent(model) })),
  );
  if (options.json) {
    reporter.print(JSON.stringify(models, null, 2));
    return;
  }
  const blocks = models.map((model) => {
    const state = model.isPresent
      ? 'on this disk'
      : `not on this disk${model.notYet ? `: ${model.notYet}` : ''}`;
    const facts = [
      `${model.classes} classes, ${model.layers} layers, ${model.inputSize.join(' x ')}, ${megabytes(model.bytes)}`,
      `preprocessing ${model.preprocess}, resize ${model.resize}`,
      `licence ${model.licence}`,
      `source ${model.source}`,
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
export async function verifyModels(
  { catalog, reporter, checkpoint }: CommandContext,
  options: { json?: boolean },
): Promise<void> {
  const states: { id: string; file: string; state: FileState }[] = [];
  for (const model of catalog.entries) {
    reporter.progress(`checking ${model.title}`);
    states.push({ id: model.id, file: catalog.fileOf(model), state: await catalog.verify(model) });
    await checkpoint();
  }
  if (options.json) reporter.print(JSON.stringify(states, null, 2));
  else reporter.print(table(states.map(({ id, file, state }) => [id, STATE_WORDS[state], file])));
  const isWrong = ({ id, state }: { id: string; state: FileState }) =>
    state.startsWith('wrong') || (state === 'missing' && catalog.find(id).isBundled);
  const damaged = states.filter(isWrong);
  if (damaged.length > 0)
    throw new FeaturescopeError(
      'model/hash-mismatch',
      `checking the models: ${damaged.map(({ id }) => id).join(', ')} ${damaged.length > 1 ? 'are' : 'is'} missing or damaged; install Featurescope again.`,
    );
}

/** Fetching models is not part of this version; says what is known of each. */
export async function downloadModel({ catalog, reporter }: CommandContext, id: string): Promise<void> {
  const file = await catalog.verifiedFile(catalog.find(id));
  reporter.print(`${id} is already here: ${file}`);
}
