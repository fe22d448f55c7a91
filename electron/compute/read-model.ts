/** Entry of the thread that reads one model file: what it takes while reading is gone when the thread ends. */
import { parentPort, workerData } from 'node:worker_threads';
import { factsOf } from '../files/real-path';
import { plainLayers, type Network } from '../model/network';
import { openNetwork } from '../model/readers/open-network';
import { watchReading } from '../model/readers/hdf5-library';
import { failureOf } from '../shared/answer';
import type { ReadingMessage, ReadingSource } from './read-in-thread';

const STEP_BYTES = 4 * 1024 ** 2;

const { file, architecture } = workerData as ReadingSource;
const port = parentPort!;
port.ref(); // it is ended from outside
const send = (message: ReadingMessage, transfer: ArrayBuffer[] = []): void =>
  port.postMessage(message, transfer);

/** Tells how much of the file has been read, now and then. */
async function tellProgress(): Promise<void> {
  const total = await factsOf(file).then(
    ({ size }) => size,
    () => 0,
  );
  let done = 0;
  let told = 0;
  watchReading((count) => {
    done += count;
    if (done - told < STEP_BYTES || total === 0) return;
    told = done;
    send({ kind: 'progress', fraction: Math.min(1, done / total) });
  });
}

/** The memory behind all weights, to be handed over instead of copied. */
function buffersOf(network: Network): ArrayBuffer[] {
  const layers = new Set([...plainLayers(network.layers), ...network.calls.map(({ layer }) => layer)]);
  const buffers = [...layers].flatMap(({ weights }) => weights.map(({ data }) => data.buffer));
  return [...new Set(buffers)].filter((buffer): buffer is ArrayBuffer => buffer instanceof ArrayBuffer);
}

try {
  await tellProgress();
  const network = await openNetwork(file, architecture);
  send({ kind: 'done', network }, buffersOf(network));
} catch (error) {
  send({ kind: 'failed', failure: failureOf(error) });
}
