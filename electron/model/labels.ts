import { readFile, stat } from 'node:fs/promises';
import { z } from 'zod';
import { FeaturescopeError, isFeaturescopeError, messageOf } from '../shared/errors';

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

/** A number in front of every line that counts the lines, from 0 or from 1, as Teachable Machine writes it. */
function withoutLineNumbers(lines: readonly string[]): string[] {
  const numbers = lines.map((line) => /^\s*(\d+)[\s,;:]/.exec(line)?.[1]);
  const isCounting = [0, 1].some((first) =>
    numbers.every((number, place) => number !== undefined && Number(number) === place + first),
  );
  return isCounting ? lines.map((line) => line.replace(/^\s*\d+[\s,;:]+/, '')) : [...lines];
}

/** One label a line, perhaps with the line's number or a WordNet id before it, or both; separated by blanks, commas, tabs. */
function fromText(text: string): ClassLabel[] {
  const lines = text.split(/\r\n|\n|\r/).filter((line) => line.trim() !== '');
  return withoutLineNumbers(lines).map((line) => {
    const [first = '', wordNetId = ''] = /^[\s"]*(n\d{8})\b/.exec(line) ?? [];
    return toLabel([wordNetId, line.slice(first.length).replace(/^[\s,;:"]+|[\s,;"]+$/g, '')]);
  });
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file; check the path',
  ENOTDIR: 'a part of the path is a file, not a folder; check the path',
  EACCES: 'this user may not read it; change its permissions',
  EPERM: 'this user may not read it; change its permissions',
};

async function readText(file: string): Promise<string> {
  try {
    const facts = await stat(file);
    const what = facts.isDirectory()
      ? 'this is a folder; give a file'
      : !facts.isFile()
        ? 'this is a device or a pipe; give a file'
        : facts.size > LARGEST_FILE_BYTES
          ? `it has more than ${LARGEST_FILE_BYTES / 1024 ** 2} MB, far more than names of classes need; give another file`
          : undefined;
    if (what) throw new FeaturescopeError('labels/unreadable', `reading the labels ${file}: ${what}.`);
    return (await readFile(file, 'utf8')).replace(/^\uFEFF/, '');
  } catch (error) {
    if (isFeaturescopeError(error)) throw error;
    const { code = '' } = error as NodeJS.ErrnoException;
    throw new FeaturescopeError(
      'labels/unreadable',
      `reading the labels ${file}: ${REASONS[code] ?? `it cannot be read (${messageOf(error)}); check the path`}.`,
      { cause: error },
    );
  }
}

/**
 * Reads class labels from JSON (a list, Keras' class index, class_indices) or text (one a line), in UTF-8.
 * @throws FeaturescopeError labels/unreadable, labels/damaged
 */
export async function readLabels(file: string): Promise<ClassLabel[]> {
  const text = await readText(file);
  try {
    // No text has a zero letter, but UTF-16 and binary files read as UTF-8 do.
    if (text.includes('\0') || text.trim() === '') throw new Error('no text in UTF-8');
    return /^\s*[[{]/.test(text) ? fromJson(text) : fromText(text);
  } catch (error) {
    throw new FeaturescopeError(
      'labels/damaged',
      `reading the labels ${file}: it is no list of class names; give a JSON list, Keras' class index or a text file (UTF-8) with one name a line.`,
      { cause: error },
    );
  }
}
