import { readFileSync } from 'node:fs';
import path from 'node:path';
import { CommanderError, type Command } from 'commander';
import { OutputFiles } from '../analysis/output-files';
import { Catalog } from '../model/catalog';
import { FeaturescopeError } from '../shared/errors';
import type { CommandContext, Installation } from './context';
import { createProgram } from './program';
import { Reporter } from './reporter';

const EXIT_FAILED = 1;
const EXIT_WRONG_USAGE = 2;

/** The bundle lies in `out/`, beside the models. */
function locateInstallation(): Installation {
  const root = path.resolve(import.meta.dirname, '..');
  const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
    version: string;
  };
  return {
    modelsDir: path.join(root, 'models'),
    fontsDir: path.join(root, 'electron/image/fonts'),
    version,
  };
}

/** Usage errors of the parser as our one line, and its exit code. */
function takeOverErrors(command: Command): void {
  command.exitOverride();
  command.configureOutput({ outputError: () => undefined });
  command.commands.forEach(takeOverErrors);
}

function usageSentence(error: CommanderError): string {
  return `${error.message.replace(/^error: |\.$/g, '')}; "featurescope --help" tells how to call it.`;
}

/** Runs the command line and returns the exit code: 0 done, 1 failed, 2 wrong usage. */
async function main(argv: readonly string[]): Promise<number> {
  const installation = locateInstallation();
  const reporter = new Reporter(process.stdout, process.stderr);
  const open: OutputFiles[] = [];
  let isInterrupted = false;
  const cleanUp = () => {
    for (const files of open) files.rollback();
  };
  const interrupt = () => {
    // A second signal ends at once; the first lets the command reach its next checkpoint.
    if (isInterrupted) {
      cleanUp();
      process.exit(EXIT_FAILED);
    }
    isInterrupted = true;
  };
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
  const checkpoint = async () => {
    // Signals are delivered between turns of the event loop.
    await new Promise(setImmediate);
    if (isInterrupted)
      throw new FeaturescopeError(
        'job/cancelled',
        'working: interrupted; nothing unfinished was left behind.',
      );
  };
  const program = createProgram(installation.version, async (work) => {
    const context: CommandContext = {
      installation,
      catalog: await Catalog.read(installation.modelsDir),
      reporter,
      outputs: (mayOverwrite) => {
        const files = new OutputFiles(mayOverwrite);
        open.push(files);
        return files;
      },
      checkpoint,
    };
    await work(context);
  });
  takeOverErrors(program);
  try {
    await program.parseAsync(argv, { from: 'user' });
    return 0;
  } catch (error) {
    cleanUp();
    if (!(error instanceof CommanderError)) {
      reporter.fail(error);
      return EXIT_FAILED;
    }
    if (error.exitCode === 0) return 0;
    reporter.fail(new FeaturescopeError('usage/bad-arguments', usageSentence(error)));
    return EXIT_WRONG_USAGE;
  } finally {
    reporter.clearProgress();
  }
}

process.exitCode = await main(process.argv.slice(2));
