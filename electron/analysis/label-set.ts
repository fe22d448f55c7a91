import path from 'node:path';
import type { Catalog, CatalogEntry } from '../catalog/catalog';
import { doubtsAbout, labelsBeside, readLabels } from '../model/labels/labels';
import { type ClassLabel } from '../model/labels/label-table';
import { failed, isFeaturescopeError, valueOfFailure, type FeaturescopeError } from '../shared/errors';
import { message } from '../shared/messages/message';
import { noteOf, type Note } from '../shared/note';
import type { OutputHead } from './output-head';

/** Names of the classes and where they come from. */
export interface LabelSet {
  readonly labels: readonly ClassLabel[];
  readonly labelsFrom: 'none' | 'catalogue' | 'chosen' | 'beside' | 'guessed';
  /** The file that was chosen or found beside the model. */
  readonly labelsFile: string | undefined;
}

/** What decides about the labels of a model. */
export interface LabelsContext {
  readonly catalog: Catalog;
  readonly entry: CatalogEntry | undefined;
  /** The model's own file, if it is not one of the catalogue. */
  readonly file: string | undefined;
  readonly head: OutputHead | undefined;
}

const NONE: LabelSet = { labels: [], labelsFrom: 'none', labelsFile: undefined };
const IMAGENET_CLASSES = 1000;

function wrongCount(file: string, count: number, classCount: number): FeaturescopeError {
  const during = [message('doing/reading-labels', { file })];
  return failed('labels/wrong-count', { found: count, wanted: classCount }, { during });
}

function warnOfDoubts(labels: readonly ClassLabel[], file: string, warnings: Note[]): void {
  for (const { code, count, example } of doubtsAbout(labels))
    warnings.push(noteOf(code, { file, name: path.basename(file), count, example }));
}

async function readFitting(
  file: string,
  head: OutputHead | undefined,
  warnings: Note[],
): Promise<readonly ClassLabel[]> {
  const labels = await readLabels(file);
  if (head && labels.length !== head.classCount) throw wrongCount(file, labels.length, head.classCount);
  warnOfDoubts(labels, file, warnings);
  return labels;
}

/** A labels file beside the model is used if it fits; one that does not is told. A single number needs none. */
async function foundBeside({ file, head }: LabelsContext, warnings: Note[]): Promise<LabelSet | undefined> {
  const found = file === undefined || !head || head.gives === 'value' ? undefined : await labelsBeside(file);
  if (found === undefined) return undefined;
  const name = path.basename(found);
  try {
    const labels = await readFitting(found, head, warnings);
    warnings.push(noteOf('labels-beside', { name }));
    return { labels, labelsFrom: 'beside', labelsFile: found };
  } catch (error) {
    if (!isFeaturescopeError(error)) throw error;
    warnings.push(noteOf('labels-unfit', { name, why: valueOfFailure(error) }));
    return undefined;
  }
}

/**
 * The labels of a model: the chosen file, else those of the catalogue, else a file beside the model, else those of ImageNet
 * if the number of classes is theirs.
 * @param chosen    a file; '' for no labels at all
 * @param warnings  gets what was assumed
 * @throws FeaturescopeError of the area labels, for a chosen file
 */
export async function labelsFor(
  context: LabelsContext,
  chosen: string | undefined,
  warnings: Note[],
): Promise<LabelSet> {
  const { catalog, entry, head } = context;
  if (chosen === '') return NONE;
  if (chosen !== undefined)
    return { labels: await readFitting(chosen, head, warnings), labelsFrom: 'chosen', labelsFile: chosen };
  if (entry) return { ...NONE, labels: await readLabels(catalog.labelsOf(entry)), labelsFrom: 'catalogue' };
  const beside = await foundBeside(context, warnings);
  const imagenet = catalog.entries.find(({ classes }) => classes === IMAGENET_CLASSES);
  if (beside || head?.classCount !== IMAGENET_CLASSES || !imagenet) return beside ?? NONE;
  const labels = await readLabels(catalog.labelsOf(imagenet));
  warnings.push(noteOf('labels-guessed', {}));
  return { ...NONE, labels, labelsFrom: 'guessed' };
}
