import { readFileSync } from 'node:fs';
import path from 'node:path';
import { CommanderError, type Command } from 'commander';
import { Catalog } from '../catalog/catalog';
import { FileSet } from '../files/file-set';
import { failed, type FeaturescopeError } from '../shared/errors';
import type { CommandContext, Installation } from './context';
import { cancelled, type Interruption } from './interruption';
import { createProgram } from './program';
import { Reporter } from './reporter';

const EXIT_DONE = 0;
const EXIT_FAILED = 1;
const EXIT_WRONG_USAGE = 2;

function versionIn(root: string): string {
  return (JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string }).version;
}

function locateInstallation(root: string, version: string): Installation {
  return {
    modelsDir: path.join(root, 'models'),
    fontsDir: path.join(root, 'electron/image/fonts'),
    version,
  };
}

/** Usage errors of the parser as our one line, and its exit code. */
function takeOverErrors(command: Command): void {
  command.exitOverride();
  command.configureOutput({ outputError: () => undefined, writeErr: () => undefined });
  command.commands.forEach(takeOverErrors);
}

function usageError(
  { code, message }: CommanderError,
  program: Command,
  argv: readonly string[],
): FeaturescopeError {
  // Where it would show the help on stderr, commander has no words of its own.
  const isWithoutWords = code === 'commander.help';
  const what = !isWithoutWords
    ? message.replace(/^error: |\.$/g, '')
    : argv.length === 0
      ? 'no command is given'
      : `there is no help on '${argv.slice(1).join(' ')}'`;
  const command = program.commands.find((candidate) => candidate.name() === argv[0]);
  const help = [program.name(), ...(command ? [command.name()] : []), '--help'].join(' ');
  return failed('usage/bad-arguments', { what, help });
}

/**
 * Runs the command line.
 * @param root  folder of the installation, which holds models and fonts
 * @param version  where it is not in a package.json of that folder
 * @returns the exit code: 0 done, 1 failed, 2 wrong usage
 */
export async function runCommandLine(
  argv: readonly string[],
  root: string,
  interruption: Interruption,
  version?: string,
): Promise<number> {
  // Warnings about what our dependencies call are no news for the user.
  process.noDeprecation = true;
  const reporter = new Reporter(process.stdout, process.stderr);
  const open: FileSet[] = [];
  const discardUnfinished = async (): Promise<void> => {
    for (const files of open.splice(0)) await files.rollback();
  };
  interruption.onSecondSignal(() => {
    void discardUnfinished().finally(() => {
      reporter.fail(cancelled());
      process.exit(EXIT_FAILED);
    });
  });
  const installation = locateInstallation(root, version ?? versionIn(root));
  const program = createProgram(installation.version, async (work) => {
    const context: CommandContext = {
      installation,
      catalog: await Catalog.read(installation.modelsDir),
      reporter,
      outputs: (mayOverwrite) => {
        const files = new FileSet(mayOverwrite);
        open.push(files);
        return files;
      },
      discardUnfinished,
      checkpoint: () => interruption.checkpoint(),
      signal: interruption.signal,
    };
    await work(context);
  });
  takeOverErrors(program);
  try {
    await program.parseAsync(argv, { from: 'user' });
    await reporter.finish();
    return EXIT_DONE;
  } catch (error) {
    await discardUnfinished();
    if (!(error instanceof CommanderError)) {
      reporter.fail(error);
      return EXIT_FAILED;
    }
    if (error.exitCode === 0) return EXIT_DONE;
    reporter.fail(usageError(error, program, argv));
    return EXIT_WRONG_USAGE;
  } finally {
    reporter.clearProgress();
  }
}
