import { plainLine } from '../shared/plain-text';
import { app } from 'electron';
import { spawn } from 'node:child_process';
import { HANDED_OVER_SWITCH, readHandOver, removeHandOver, sweepHandOvers, writeHandOver } from './hand-over';
import { missingOf } from './open-queue';
import { isTooLong, startWords } from './start-files';
import { codeOf, type UserData } from './user-data';

/** More missing files than these are counted on the terminal. */
const MOST_TOLD = 5;

/** What this start of the app was asked to open, and how it tells the app that is open already. */
export class StartRequest {
  readonly files: readonly string[];
  /** What the process ends with: 1 where something that it was asked for is not there. */
  exitCode = 0;
  readonly #options: readonly string[];
  #list: string | null = null;

  constructor(private readonly userData: UserData) {
    const { options, files } = startWords(process.argv, process.cwd(), process.defaultApp === true);
    const listed = app.commandLine.getSwitchValue(HANDED_OVER_SWITCH);
    const fromList = listed === '' ? null : readHandOver(userData.folder, listed);
    if (fromList !== null) this.#list = listed;
    this.#options = options;
    this.files = [...(fromList ?? []), ...files];
  }

  /** The words are too many for the message to the app that is open; where nothing can be kept, there is no such app. */
  get isTooLong(): boolean {
    return this.userData.problem === null && isTooLong(process.argv, process.cwd());
  }

  /** The same start in few words. */
  shortened(): string[] {
    return [...this.#options, `--${HANDED_OVER_SWITCH}=${this.#writeList()}`];
  }

  /** What the app that is open is told: where the files of this start are written, or nothing. */
  handOver(): { files?: string } {
    if (this.files.length === 0 || this.userData.problem !== null) return {};
    try {
      return { files: (this.#list ??= this.#writeList()) };
    } catch (error) {
      this.exitCode = 1;
      tell('output/not-written', `handing files to the open window: ${codeOf(error)}; free space in ${this.userData.folder}.`); // prettier-ignore
      return {};
    }
  }

  /** This is the first start: nobody else takes its list. */
  takeBack(): void {
    if (this.#list !== null) removeHandOver(this.userData.folder, this.#list);
    void sweepHandOvers(this.userData.folder);
  }

  /** The files that another start has handed over; none where its message is not one of ours. */
  takeFromOther(message: unknown): string[] {
    const { files } = Object(message) as { files?: unknown };
    const paths = readHandOver(this.userData.folder, files) ?? [];
    if (paths.length > 0) removeHandOver(this.userData.folder, String(files));
    return paths;
  }

  /** Says on the terminal which files are not there; the window says it too. */
  async tellMissing(): Promise<void> {
    const missing = await missingOf(this.files);
    if (missing.length === 0) return;
    this.exitCode = 1;
    for (const file of missing.slice(0, MOST_TOLD))
      tell('image/not-found', `opening ${file}: there is no such file; check the path.`);
    if (missing.length > MOST_TOLD)
      tell('image/not-found', `${missing.length - MOST_TOLD} more files are not there.`);
  }

  #writeList(): string {
    return writeHandOver(this.userData.folder, this.files);
  }
}

function tell(code: string, sentence: string): void {
  process.stderr.write(`error ${code}: ${plainLine(sentence)}\n`);
}

/** Starts the app once more with other words and waits for its end. */
export function startAgainWith(words: string[]): Promise<number> {
  const child = spawn(process.execPath, words, { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? 1));
  });
}
