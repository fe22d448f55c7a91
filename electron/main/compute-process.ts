import { utilityProcess, type MessagePortMain, type UtilityProcess } from 'electron';
import os from 'node:os';
import type { FirstModel } from '../shared/contract';
import type { ComputeProcess } from './compute-watcher';
import { removeGraphFolders } from './remove-graph-folders';
import type { Log } from './log';

/** TensorFlow reads these once, before its first call; they cannot be set later. */
const tensorflowEnvironment = { TF_CPP_MIN_LOG_LEVEL: '1' };

/** Starts the compute process; what native code prints there goes into the log. */
export function forkCompute(
  entry: string,
  appFolder: string,
  first: FirstModel | null,
  log: Log,
): ComputeProcess<MessagePortMain> {
  const child = utilityProcess.fork(entry, [appFolder, JSON.stringify(first)], {
    serviceName: 'Featurescope compute',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...tensorflowEnvironment },
  });
  logOutput(child, log);
  child.once('spawn', () => {
    const { pid } = child; // no longer known when it has ended
    if (pid !== undefined) child.once('exit', () => removeGraphFolders(pid, os.tmpdir()));
  });
  child.on('error', (type, location) =>
    log.error(`V8 failed in the compute process: ${type} at ${location}`),
  );
  return child as ComputeProcess<MessagePortMain>;
}

function logOutput(child: UtilityProcess, log: Log): void {
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => log.info(`compute: ${chunk.toString('utf8').trimEnd()}`));
}
