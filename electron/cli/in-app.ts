import { threadsEnded } from '../files/end-thread';
import type { CommandLine } from '../shared/command-line';
import { Interruption } from './interruption';

/** Entry for the installed app: Electron's main process runs the command before anything of a window exists. */
export const runInApp: CommandLine['runInApp'] = async (words, root, version) => {
  const interruption = new Interruption();
  const { runCommandLine } = await import('./run');
  const exitCode = await runCommandLine(words, root, interruption, version);
  await threadsEnded();
  return exitCode;
};
