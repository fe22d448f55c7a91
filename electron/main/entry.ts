/**
 * First file of the app: the command line where a command is given, otherwise the window. Electron waits for this file to
 * end before it looks for a display, so a command that runs in here needs none.
 */
import { app } from 'electron';
import type { CommandLine } from '../shared/command-line';
import { commandWords } from './command-words';

// In development the command line runs under plain Node.
const words = app.isPackaged ? commandWords(process.argv.slice(1)) : null;
if (words === null) await import('./main');
else {
  // Not bundled with main: the window starts without reading it.
  const place = new URL('./command-line.mjs', import.meta.url).href;
  const { runInApp } = (await import(/* @vite-ignore */ place)) as CommandLine;
  process.exit(await runInApp(words, process.resourcesPath, app.getVersion()));
}
