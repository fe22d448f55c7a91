import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

type Collect = (options: { type: 'minor' | 'major' }) => void;

let collect: Collect | undefined;

/**
 * Gives memory back that nobody holds any more. V8 does not know how large native pictures are behind small objects, nor that
 * nothing else will be asked of this process for a while, and waits.
 * @param type  `minor` takes a millisecond and finds what is young, `major` some tens of them
 */
export async function collectGarbage(type: 'minor' | 'major'): Promise<void> {
  if (!collect) {
    setFlagsFromString('--expose-gc');
    collect = runInNewContext('gc') as Collect;
  }
  collect({ type });
  // What is native goes in a turn of its own.
  await new Promise((resolve) => setImmediate(resolve));
}
