import { problemOf } from '../files/system-error';
import { failed, isFeaturescopeError, messageOf, type FeaturescopeError } from '../shared/errors';
import { message, type Message } from '../shared/messages/message';
import { failureSentence, sentenceOf } from '../shared/messages/sentence';
import { commandLineTable } from '../shared/messages/tables';
import { plainJson, plainLine, plainText } from '../shared/plain-text';

interface Terminal extends NodeJS.WritableStream {
  readonly isTTY?: boolean;
}

const oneLine = (text: string) => plainLine(text).trim();

/** Words to the user: data on stdout, everything else on stderr; nothing in them that a terminal would obey. */
export class Reporter {
  #hasProgressLine = false;
  #stdoutError: NodeJS.ErrnoException | undefined;

  constructor(
    private readonly stdout: NodeJS.WritableStream,
    private readonly stderr: Terminal,
  ) {
    stdout.on('error', (error) => {
      this.#stdoutError ??= error;
    });
    // Nobody is left to tell.
    stderr.on('error', () => undefined);
  }

  /** Prints a result, of one line or several. */
  print(text: string): void {
    this.clearProgress();
    this.stdout.write(`${plainText(text).replace(/\n$/, '')}\n`);
  }

  /** Prints lines that hold names from elsewhere. */
  printLines(lines: readonly string[]): void {
    for (const line of lines) this.print(plainLine(line));
  }

  printJson(value: unknown): void {
    this.print(plainJson(value));
  }

  /** Something the user should know although the command goes on. */
  warn(text: string): void {
    this.clearProgress();
    this.stderr.write(`warning: ${oneLine(text)}\n`);
  }

  /** Something that is good to know and no cause for concern. */
  note(text: string): void {
    this.clearProgress();
    this.stderr.write(`note: ${oneLine(text)}\n`);
  }

  /** What is being done; one line that is written over, and only where somebody watches. */
  progress(text: string): void {
    if (!this.stderr.isTTY) return;
    this.clearProgress();
    this.stderr.write(`${oneLine(text)} ...`);
    this.#hasProgressLine = true;
  }

  /** One line for a failure, without a stack. */
  fail(error: unknown): void {
    this.clearProgress();
    const known = isFeaturescopeError(error)
      ? error
      : failed('internal/unexpected', { what: messageOf(error) });
    this.stderr.write(`error ${known.code}: ${oneLine(commandLineSentence(known))}\n`);
  }

  clearProgress(): void {
    if (!this.#hasProgressLine) return;
    this.stderr.write('\r\u001b[K');
    this.#hasProgressLine = false;
  }

  /**
   * Waits until it is known whether what was printed could be written. A reader that has seen enough (`| head`) is no failure.
   * @throws FeaturescopeError output/disk-full, output/unwritable
   */
  async finish(): Promise<void> {
    await new Promise<void>((resolve) => this.stdout.write('', () => resolve()));
    await new Promise(setImmediate);
    const error = this.#stdoutError;
    if (!error || error.code === 'EPIPE') return;
    const during = [message('doing/printing')];
    throw problemOf(error) === 'disk-full'
      ? failed('output/disk-full', {}, { during })
      : failed(
          'output/unwritable',
          { why: message('part/print-failed', { why: messageOf(error) }) },
          { during },
        );
  }
}

/** What the command line says of a note. */
export function commandLineNote(note: Message): string {
  return sentenceOf(note, commandLineTable);
}

/** What the command line says of a failure. */
export function commandLineSentence(failure: FeaturescopeError): string {
  return failureSentence(failure, commandLineTable);
}
