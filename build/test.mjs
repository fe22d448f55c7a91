import { nodeIsNewEnough } from './setup/node-version.mjs';

if (nodeIsNewEnough()) import('./commands/test.mjs').then((command) => command.main());
