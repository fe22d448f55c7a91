/**
 * First file of the app: the command line where a command is given, otherwise the window. Electron waits for this file to
 * end before it looks for a display, so a command that runs in here needs none.
 */
import { widenThreadPool } from '../files/answered';
import type { CommandLine } from '../shared/command-line';
import { commandWords } from './command-words';

widenThreadPool(); // compute inherits it

if (process.type !== 'browser') {
  process.stderr.write(
    'error window/run-as-node: opening the window: ELECTRON_RUN_AS_NODE is set, with which it cannot be opened; start again without this variable.\n',
  );
  process.exit(1);
}
// Plain Node knows no such module and would end with a stack.
const { app } = await import('electron');

// In development the command line runs under plain Node.
const words = app.isPackaged ? commandWords(process.argv.slice(1)) : null;
if (words === null) await import('./main');
else {
  process.exit(await run(words));
}

async function run(command: string[]): Promise<number> {
  // Not bundled with main: the window starts without reading it.
  const place = new URL('./command-line.mjs', import.meta.url).href;
  try {
    const { runInApp } = (await import(/* @vite-ignore */ place)) as CommandLine;
    return await runInApp(command, process.resourcesPath, app.getVersion());
  } catch (error) {
    // Electron would show a dialog, for which there may be no display.
    const reason = error instanceof Error ? error.message : String(error);
    process.stderr.write(
      `error internal/unexpected: starting the command: ${reason}; install Featurescope again.\n`,
    );
    return 1;
  }
}
