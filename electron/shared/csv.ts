/** A cell of a table: text, a number, or NaN for a cell without one. */
export type CsvCell = string | number;

/** Beginnings that make spreadsheets compute a cell, full-width letters among them (OWASP, CSV Injection). */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;
/** RFC 4180, 2.6; and what separates cells where a comma separates decimals. */
const TO_BE_QUOTED = /[",;\t\r\n]/;

/**
 * Rows as CSV, quoted as RFC 4180 says, a line break after each. Numbers are written as they are; text that a spreadsheet
 * would compute gets an apostrophe before it, which makes it text there.
 */
export function csv(rows: readonly (readonly CsvCell[])[]): string {
  return rows.map((row) => `${row.map(cell).join(',')}\n`).join('');
}

function cell(value: CsvCell): string {
  if (typeof value === 'number') return Number.isNaN(value) ? '' : String(value);
  const text = FORMULA.test(value) ? `'${value}` : value;
  return TO_BE_QUOTED.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
