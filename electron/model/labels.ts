import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { FeaturescopeError, messageOf } from '../shared/errors';

/** Name of a class: WordNet id where one is known (else ''), and the label with its synonyms. */
export interface ClassLabel {
  readonly wordNetId: string;
  readonly label: string;
}

const LARGEST_FILE_BYTES = 32 * 1024 ** 2;

const pair = z.tuple([z.string(), z.string()]);
/** The forms that label files come in; Keras' own index maps "0".."999" to [WordNet id, name]. */
const labelJson = z.union([
  z.array(pair),
  z.array(z.string()),
  z.record(z.string().regex(/^\d+$/), pair),
  z.record(z.string().regex(/^\d+$/), z.string()),
  z.record(z.string(), z.number().int().nonnegative()), // class_indices of Keras' generators: name -> index
]);

function toLabel(value: string | [string, string]): ClassLabel {
  const [wordNetId, label] = typeof value === 'string' ? ['', value] : value;
  return { wordNetId, label: label.replaceAll('_', ' ').trim() };
}

function fromJson(text: string): ClassLabel[] {
  const json = labelJson.parse(JSON.parse(text));
  if (Array.isArray(json)) return json.map((value) => toLabel(value));
  const labels: ClassLabel[] = [];
  for (const [key, value] of Object.entries(json)) {
    const [index, name] = typeof value === 'number' ? [value, key] : [Number(key), value];
    if (index > 1_000_000) throw new Error(`class number ${index}`);
    labels[index] = toLabel(name);
  }
  return Array.from(labels, (label) => label ?? { wordNetId: '', label: '' });
}

/** One label a line, or a table with the label in the last column and perhaps a WordNet id before it. */
function fromText(text: string): ClassLabel[] {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  return lines.map((line) => {
    const wordNetId = /\bn\d{8}\b/.exec(line)?.[0] ?? '';
    const rest = wordNetId ? line.replace(wordNetId, '') : line;
    return toLabel([wordNetId, rest.replace(/^[\s,;"]+|[\s,;"]+$/g, '')]);
  });
}

/**
 * Reads class labels from JSON (a list, Keras' class index, class_indices) or text (one a line).
 * @throws FeaturescopeError labels/unreadable, labels/damaged
 */
export async function readLabels(file: string): Promise<ClassLabel[]> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    throw new FeaturescopeError(
      'labels/unreadable',
      `reading the labels ${file}: ${(error as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is no such file' : messageOf(error)}; check the path.`,
      { cause: error },
    );
  }
  try {
    if (text.length > LARGEST_FILE_BYTES) throw new Error('too large');
    return /^\s*[[{]/.test(text) ? fromJson(text) : fromText(text);
  } catch (error) {
    throw new FeaturescopeError(
      'labels/damaged',
      `reading the labels ${file}: it is no list of class names; give a JSON list, Keras' class index or a text file with one name a line.`,
      { cause: error },
    );
  }
}
