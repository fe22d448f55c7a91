import { nodeIsNewEnough } from './setup/node-version.mjs';

if (nodeIsNewEnough()) void import('./commands/test.mjs').then((command) => command.main());
