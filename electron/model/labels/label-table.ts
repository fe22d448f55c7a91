/** Class labels as a table: CSV or TSV with a header, or with a number or WordNet id at the start of every row. */
import { message, type Message } from '../../shared/messages/message';

/** Name of a class: WordNet id where one is known (else ''), and the label with its synonyms. */
export interface ClassLabel {
  readonly wordNetId: string;
  readonly label: string;
}

/** What is wrong with labels, for a sentence. */
export class BadLabels extends Error {
  constructor(readonly problem: Message) {
    super('bad labels');
  }
}

/** One row as it was found; the class number only where the table has one. */
export interface LabelRow extends ClassLabel {
  readonly index: number | undefined;
}

const HEADS = {
  index: /^(|id|index|idx|no|number|class_?(id|index|idx|no|number)|label_?(id|index|idx)|target)$/,
  wordNetId: /^(wnid|wordnet_?id|synset(_?id)?|word_?net)$/,
  label:
    /^(label|labels|name|names|class|classes|class_?names?|label_?names?|category|description|words|title)$/,
} as const;
type Column = keyof typeof HEADS;

const WORD_NET_ID = /^n\d{8}$/;

/**
 * Cells of every row. Quoted cells may hold separators, doubled quotes and line breaks (RFC 4180).
 * @param separator  `,`, `;` or a tab
 */
export function parseTable(text: string, separator: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let isQuoted = false;
  const endCell = () => {
    row.push(cell.trim());
    cell = '';
  };
  const endRow = () => {
    endCell();
    if (row.some((one) => one !== '')) rows.push(row);
    row = [];
  };
  for (let at = 0; at < text.length; at++) {
    const letter = text[at]!;
    if (isQuoted) {
      if (letter !== '"') cell += letter;
      else if (text[at + 1] === '"') cell += text[++at]!;
      else isQuoted = false;
    } else if (letter === '"' && cell.trim() === '') [cell, isQuoted] = ['', true];
    else if (letter === separator) endCell();
    else if (letter === '\n' || letter === '\r') endRow();
    else cell += letter;
  }
  endRow();
  return rows;
}

/** The separator that the first line has most of; a comma where there is none. */
function separatorOf(text: string): string {
  const [line = ''] = text.split(/\r|\n/, 1);
  const count = (separator: string) => line.split(separator).length;
  return [',', ';', '\t'].reduce((a, b) => (count(b) > count(a) ? b : a));
}

/** What each column is, by the header's words; undefined if the row is no header. */
function columnsOfHeader(row: readonly string[]): Partial<Record<Column, number>> | undefined {
  const columns: Partial<Record<Column, number>> = {};
  row.forEach((cell, place) => {
    const word = cell.toLowerCase().replace(/[\s-]+/g, '_');
    for (const column of Object.keys(HEADS) as Column[])
      if (HEADS[column].test(word)) columns[column] ??= place;
  });
  return columns.label !== undefined || columns.wordNetId !== undefined ? columns : undefined;
}

/** What each column is, by its values in a table without a header; undefined if that cannot be told. */
function columnsOfValues(rows: readonly string[][]): Partial<Record<Column, number>> | undefined {
  const all = (place: number, pattern: RegExp) => rows.every((row) => pattern.test(row[place] ?? ''));
  const columns: Partial<Record<Column, number>> = {};
  let next = 0;
  if (all(next, /^\d+$/)) columns.index = next++;
  if (all(next, WORD_NET_ID)) columns.wordNetId = next++;
  // Without one of them the commas are as likely a part of the names.
  return next > 0 && rows.every((row) => row.length > next) ? { ...columns, label: next } : undefined;
}

/**
 * Reads a table of labels.
 * @param isNamedTable  the file calls itself one (.csv, .tsv), so a single column may have a header too
 * @returns undefined if the text is no such table
 */
export function readLabelTable(text: string, isNamedTable: boolean): LabelRow[] | undefined {
  const rows = parseTable(text, separatorOf(text));
  const [first = []] = rows;
  const header = (first.length > 1 || isNamedTable) && rows.length > 1 ? columnsOfHeader(first) : undefined;
  const body = header ? rows.slice(1) : rows;
  const isSingle = isNamedTable && rows.every((row) => row.length === 1);
  const columns = header ?? (isSingle ? { label: 0 } : isNamedTable ? columnsOfValues(rows) : undefined);
  if (!columns || body.length === 0) return undefined;
  return body.map((row) => {
    const cell = (column: Column) => (columns[column] === undefined ? '' : (row[columns[column]] ?? ''));
    const number = cell('index');
    if (number !== '' && !/^\d{1,7}$/.test(number))
      throw new BadLabels(message('part/labels-bad-number', { number: number.slice(0, 40) }));
    return {
      index: number === '' ? undefined : Number(number),
      wordNetId: cell('wordNetId'),
      label: cell('label') || cell('wordNetId'),
    };
  });
}
