import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { failed, isFeaturescopeError, tellDuring, type FeaturescopeError } from '../../shared/errors';
import { message, type Message } from '../../shared/messages/message';
import { factsOf, realPath } from '../../files/real-path';
import { readWhole } from '../../files/read-whole';
import { whyUnreadable } from '../../files/why-unreadable';
import { teachableMachineBeside, teachableMachineLabels } from './teachable-machine';
import { inKnownForm, namesInside } from './other-forms';
import { BadLabels, readLabelTable, type ClassLabel, type LabelRow } from './label-table';

const LARGEST_FILE_BYTES = 32 * 1024 ** 2;

const numbered = z.object({ id: z.number().int().nonnegative(), name: z.string() });
const pair = z.tuple([z.string(), z.string()]);
/** The forms that label files come in; Keras' own index maps "0".."999" to [WordNet id, name]. */
const labelJson = z.union([
  z.array(pair),
  z.array(z.string()),
  z.array(numbered),
  z.record(z.string().regex(/^\d+$/), pair),
  z.record(z.string().regex(/^\d+$/), z.string()),
  z.record(z.string(), z.number().int().nonnegative()), // class_indices of Keras' generators: name -> index
]);

function toLabel(value: string | [string, string]): ClassLabel {
  const [wordNetId, label] = typeof value === 'string' ? ['', value] : value;
  return { wordNetId, label: label.replaceAll('_', ' ').trim() };
}

const LARGEST_CLASS_NUMBER = 1_000_000;

/** Labels by their class numbers; classes without one stay empty, so that the others keep theirs. */
function byNumber(rows: readonly (readonly [index: number, label: ClassLabel])[]): ClassLabel[] {
  const labels: ClassLabel[] = [];
  for (const [index, label] of rows) {
    if (index > LARGEST_CLASS_NUMBER)
      throw new BadLabels(message('part/labels-bad-number', { number: index }));
    if (labels[index]) throw new BadLabels(message('part/labels-number-twice', { number: index }));
    labels[index] = label;
  }
  return Array.from(labels, (label) => label ?? { wordNetId: '', label: '' });
}

function fromJson(text: string): ClassLabel[] {
  const given: unknown = JSON.parse(text);
  const json = teachableMachineLabels(given) ?? labelJson.parse(namesInside(given));
  if (Array.isArray(json)) {
    const entries = json.map((value) =>
      typeof value === 'object' && 'name' in value ? value : { id: undefined, name: value },
    );
    const labels = entries.map(({ name }) => toLabel(name));
    const ids = entries.flatMap(({ id }) => id ?? []);
    return ids.length === 0 ? labels : byCountedNumber(ids, labels);
  }
  return byNumber(
    Object.entries(json).map(([key, value]) =>
      typeof value === 'number' ? [value, toLabel(key)] : [Number(key), toLabel(value)],
    ),
  );
}

/** By class numbers, which count from 0, or from 1 where they are exactly 1 to n. */
function byCountedNumber(numbers: readonly number[], labels: readonly ClassLabel[]): ClassLabel[] {
  const sorted = [...numbers].sort((a, b) => a - b);
  const first = sorted.every((number, place) => number === place + 1) ? 1 : 0;
  return byNumber(labels.map((label, row) => [numbers[row]! - first, label]));
}

/** Labels of a table: by their numbers or in the order of the rows. */
function fromTable(rows: readonly LabelRow[]): ClassLabel[] {
  const labels = rows.map(({ wordNetId, label }) => toLabel([wordNetId, label]));
  const numbers = rows.flatMap(({ index }) => index ?? []);
  return numbers.length < rows.length ? labels : byCountedNumber(numbers, labels);
}

/** A label with its WordNet id before it, if it has one. */
function fromLine(line: string): ClassLabel {
  const [first = '', wordNetId = ''] = /^[\s"]*(n\d{8})\b/.exec(line) ?? [];
  return toLabel([wordNetId, line.slice(first.length).replace(/^[\s,;:"]+|[\s,;"]+$/g, '')]);
}

/**
 * `0 cat`, `0: cat`, `0,cat`, `0. cat`, `0) cat`, `[0] cat`, `#0 cat`, `class 0: cat`, `0 - cat`, `0 -> cat`, `0 = cat`, `0\tcat`;
 * not `0-2 years` or `1.5 litres`.
 */
const NUMBER_FIRST =
  /^\s*(?:class\s+|[#[("])?(\d{1,7})"?(?:\s*(?:->|=>|[→,;:：=|\t])|[.)\]](?!\d)|\s+[-–—](?=\s)|\s)(?=.*\S)/i;
/** `cat,0`, `cat: 0`, `cat\t0`, `cat 0`. */
const NUMBER_LAST = /(?:[,;:=|\t]|(?<=\S)\s)\s*"?(\d{1,7})"?\s*$/;
/** `n02119789 1 kit_fox`, as ImageNet's own lists have it. */
const NUMBER_BEHIND_WORD_NET = /(?<=^\s*n\d{8}\s+)(\d{1,7})\s+(?=\S)/;

interface NumberedLine {
  readonly number: number;
  readonly name: string;
}

/** The lines with their numbers apart; undefined if a line has none. */
function numberedLines(lines: readonly string[], pattern: RegExp): NumberedLine[] | undefined {
  const parts: NumberedLine[] = [];
  for (const line of lines) {
    const match = pattern.exec(line);
    if (!match) return undefined;
    parts.push({ number: Number(match[1]), name: line.replace(match[0], '') });
  }
  return parts;
}

/**
 * True for numbers that count classes, in whatever order. Where most of those up to the largest are missing, they are a part
 * of the names (`707 Boeing`, `20 euros`).
 */
function areClassNumbers(parts: readonly NumberedLine[]): boolean {
  return parts.every(({ number }) => number < 2 * parts.length);
}

/** The same of numbers behind the names, which are more often a part of them: none may be missing, and the names must differ. */
function areExactClassNumbers(parts: readonly NumberedLine[]): boolean {
  const numbers = parts.map(({ number }) => number).sort((a, b) => a - b);
  const isWhole = numbers.every((number, place) => number === numbers[0]! + place) && numbers[0]! <= 1;
  return isWhole && new Set(parts.map(({ name }) => name)).size === parts.length;
}

/** Labels of lines that all have their class number, in any order; undefined for others. */
function fromNumberedLines(lines: readonly string[]): ClassLabel[] | undefined {
  const first = numberedLines(lines, NUMBER_FIRST) ?? numberedLines(lines, NUMBER_BEHIND_WORD_NET);
  const last = numberedLines(lines, NUMBER_LAST);
  const parts =
    first && areClassNumbers(first) ? first : last && areExactClassNumbers(last) ? last : undefined;
  return (
    parts &&
    byCountedNumber(
      parts.map(({ number }) => number),
      parts.map(({ name }) => fromLine(name)),
    )
  );
}

/** One label a line, perhaps with the class number or a WordNet id before it, or both; separated by blanks, commas, tabs. */
function fromText(text: string): ClassLabel[] {
  const lines = text.split(/\r\n|\n|\r/).filter((line) => line.trim() !== '');
  return fromNumberedLines(lines) ?? lines.map(fromLine);
}

async function readBytes(file: string): Promise<Uint8Array> {
  try {
    const facts = await factsOf(file);
    if (facts.isDirectory()) throw unreadable(message('part/is-a-folder'));
    if (!facts.isFile()) throw unreadable(message('part/is-a-device'));
    if (facts.size > LARGEST_FILE_BYTES)
      throw unreadable(message('part/labels-too-large', { megabytes: LARGEST_FILE_BYTES / 1024 ** 2 }));
    return await readWhole(file);
  } catch (error) {
    if (isFeaturescopeError(error)) throw error;
    throw unreadable(whyUnreadable(error, file), error);
  }
}

function unreadable(problem: Message, cause?: unknown): FeaturescopeError {
  return failed('labels/unreadable', { problem }, { cause });
}

/** The words in bytes that must be UTF-8. */
function decodeText(bytes: Uint8Array): string {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    // No text has a zero letter, but UTF-16 and binary files read as UTF-8 do.
    if (!text.includes('\0')) return text;
  } catch {
    // said below
  }
  throw failed('labels/not-utf8', {});
}

/**
 * Reads class labels from JSON (a list, Keras' class index, class_indices), a table (CSV, TSV; with or without a header) or
 * text (one a line), in UTF-8.
 * @throws FeaturescopeError labels/unreadable, labels/not-utf8, labels/damaged
 */
export function readLabels(file: string): Promise<ClassLabel[]> {
  return tellDuring(message('doing/reading-labels', { file }), async () =>
    labelsIn(decodeText(await readBytes(file)), file),
  );
}

function labelsIn(given: string, file: string): ClassLabel[] {
  const isTable = /\.(csv|tsv)$/i.test(file);
  const text = isTable ? given : inKnownForm(given);
  if (text.trim() === '') throw failed('labels/damaged', { problem: message('part/labels-empty') });
  try {
    if (/^\s*[[{](?!\d+\])/.test(text)) return fromJson(text);
    const rows = readLabelTable(text, isTable);
    return rows ? fromTable(rows) : fromText(text);
  } catch (error) {
    // The errors of parsers are pages long.
    const problem = error instanceof BadLabels ? error.problem : message('part/labels-no-list');
    throw failed('labels/damaged', { problem }, { cause: error });
  }
}

/** What is odd about labels, though they can be used. */
export interface LabelDoubt {
  readonly code: 'labels-duplicate' | 'labels-gap';
  /** How many classes are concerned, and one example. */
  readonly count: number;
  readonly example: string;
}

/** Classes without a name, and names that stand for several classes (ImageNet has some, with WordNet ids of their own). */
export function doubtsAbout(labels: readonly ClassLabel[]): LabelDoubt[] {
  const doubts: LabelDoubt[] = [];
  const nameless = labels.flatMap(({ label }, index) => (label === '' ? [index] : []));
  if (nameless.length > 0)
    doubts.push({ code: 'labels-gap', count: nameless.length, example: String(nameless[0]) });
  const seen = new Set<string>();
  const twice: string[] = [];
  for (const { wordNetId, label } of labels) {
    const key = `${wordNetId} ${label}`;
    if (label !== '' && seen.has(key)) twice.push(label);
    seen.add(key);
  }
  if (twice.length > 0) doubts.push({ code: 'labels-duplicate', count: twice.length, example: twice[0]! });
  return doubts;
}

/** Names that a labels file beside a model usually has; the model's own name before `labels` makes it the first choice. */
const USUAL_NAMES = ['labels', 'class_indices', 'class_names', 'classes', 'imagenet_class_index', 'label'];
const EXTENSIONS = ['.txt', '.json', '.csv'];

async function namesIn(folder: string): Promise<string[]> {
  return readdir(await realPath(folder));
}

/** Path of a labels file in the folder of a model file; undefined if there is none with a usual name. */
export async function labelsBeside(modelFile: string): Promise<string | undefined> {
  const { dir, name } = path.parse(modelFile);
  const found = new Set(await namesIn(dir === '' ? '.' : dir).catch(() => []));
  const stems = ['.labels', '_labels', '-labels'].map((ending) => name + ending);
  const candidates = [...stems, ...USUAL_NAMES].flatMap((stem) => EXTENSIONS.map((end) => stem + end));
  const first = candidates.find(
    (candidate) => found.has(candidate) && candidate !== path.basename(modelFile),
  );
  return first === undefined ? teachableMachineBeside(modelFile) : path.join(dir, first);
}
