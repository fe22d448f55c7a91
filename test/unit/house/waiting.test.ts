import fs from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '../../..');

/** Calls that stop a thread until the disk answers. */
const WAITING =
  /\b(?:access|close|exists|fstat|mkdir|mkdtemp|open|read|readFile|readdir|rm|stat|unlink|writeFile)Sync\(/;

/** Where they are right, and why. */
const REASONS: Readonly<Record<string, string>> = {
  'electron/camera/temporary-folder.ts': 'when the process exits',
  'electron/cli/run.ts': 'the version of the sources, before anything else is at work',
  'electron/engine/load-graph.ts': 'around a native call that waits itself',
  'electron/engine/tensorflow.ts': 'before a failure that ends the command or compute',
  'electron/main/hand-over.ts': 'before the first paint, and to keep the order of starts',
  'electron/main/remove-graph-folders.ts': 'when a process has ended, and the app may too',
  'electron/main/user-data.ts': 'before anything asks Electron for a path',
  'electron/model/readers/hdf5.ts': 'the library waits for what it reads; in a thread of its own',
};

it('waits for the disk without blocking, but where there is a reason', () => {
  const names = fs.readdirSync(path.join(root, 'electron'), { recursive: true, encoding: 'utf8' });
  const files = names.filter((name) => name.endsWith('.ts')).map((name) => path.join('electron', name));
  const waiting = files.filter((file) => WAITING.test(fs.readFileSync(path.join(root, file), 'utf8')));
  expect(waiting.map((file) => file.split(path.sep).join('/')).sort()).toEqual(Object.keys(REASONS));
});
