import { isFeaturescopeError, messageOf } from '../shared/errors';

/** Words to the user: data on stdout, everything else on stderr. */
export class Reporter {
  private hasProgressLine = false;

  constructor(
    private readonly stdout: NodeJS.WritableStream,
    private readonly stderr: NodeJS.WritableStream & { readonly isTTY?: boolean },
  ) {}

  /** Prints a result. */
  print(text: string): void {
    this.clearProgress();
    this.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
  }

  /** Something the user should know although the command goes on. */
  warn(text: string): void {
    this.clearProgress();
    this.stderr.write(`warning: ${text}\n`);
  }

  /** What is being done; one line that is written over, and only where somebody watches. */
  progress(text: string): void {
    if (!this.stderr.isTTY) return;
    this.clearProgress();
    this.stderr.write(`${text} ...`);
    this.hasProgressLine = true;
  }

  /** One line for a failure, without a stack. */
  fail(error: unknown): void {
    this.clearProgress();
    const code = isFeaturescopeError(error) ? error.code : 'internal/unexpected';
    this.stderr.write(`error ${code}: ${messageOf(error)}\n`);
  }

  clearProgress(): void {
    if (!this.hasProgressLine) return;
    this.stderr.write('\r\u001b[K');
    this.hasProgressLine = false;
  }
}

/** Columns of text, padded; the columns named in `right` are aligned to the right. */
export function table(rows: readonly (readonly string[])[], right: readonly number[] = []): string {
  const widths = rows.reduce<number[]>(
    (largest, row) => row.map((cell, column) => Math.max(cell.length, largest[column] ?? 0)),
    [],
  );
  const lines = rows.map((row) =>
    row
      .map((cell, column) =>
        right.includes(column) ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!),
      )
      .join('  ')
      .trimEnd(),
  );
  return `${lines.join('\n')}\n`;
}
