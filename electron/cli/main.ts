import path from 'node:path';
import { Interruption } from './interruption';

const interruption = new Interruption();
// Everything else is loaded behind the signal handlers. The bundle lies in `out/`, beside the models.
const { runCommandLine } = await import('./run');
process.exitCode = await runCommandLine(
  process.argv.slice(2),
  path.resolve(import.meta.dirname, '..'),
  interruption,
);
