import { nodeIsNewEnough } from './setup/node-version.mjs';

if (nodeIsNewEnough())
  void import('./commands/run.mjs').then((command) => command.main(process.argv.slice(2)));
