/** Columns of text, padded; the columns named in `right` are aligned to the right. */
export function table(rows: readonly (readonly string[])[], right: readonly number[] = []): string {
  // Names from files may hold line breaks and escape codes, which would break lines or be obeyed by the terminal.
  const plain = rows.map((row) => row.map((cell) => cell.replace(/\p{Cc}/gu, ' ')));
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
