import { plainLine } from '../shared/plain-text';

/** Columns of text, padded; the columns named in `right` are aligned to the right. */
export function table(rows: readonly (readonly string[])[], right: readonly number[] = []): string {
  const plain = rows.map((row) => row.map(plainLine));
  const widths = plain.reduce<number[]>(
    (largest, row) => row.map((cell, column) => Math.max(cell.length, largest[column] ?? 0)),
    [],
  );
  const lines = plain.map((row) =>
    row
      .map((cell, column) =>
        right.includes(column) ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!),
      )
      .join('  ')
      .trimEnd(),
  );
  return `${lines.join('\n')}\n`;
}
