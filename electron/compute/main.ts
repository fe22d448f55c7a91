/** Entry of the compute process. */
import type { MessageEvent, MessagePortMain } from 'electron';
import path from 'node:path';
import type { ComputeOrder, FirstModel } from '../shared/contract';
import { loadTensorFlow } from '../engine/tensorflow';
import { createServices } from './create-services';
import { JobQueue } from './job-queue';
import { linkMain } from './main-link';
import type { Port } from './page-link';

const parent = process.parentPort;
const [appFolder = '', first = 'null'] = process.argv.slice(2);

linkMain(
  {
    report: (report) => parent.postMessage(report),
    onOrder: (listener) =>
      parent.on('message', ({ data, ports }: MessageEvent) =>
        listener(data as ComputeOrder, ports.map(asPort)),
      ),
  },
  createServices(
    appFolder,
    path.join(import.meta.dirname, 'read-model.mjs'),
    JSON.parse(first) as FirstModel | null,
    loadSoon,
  ),
  new JobQueue(),
);

/**
 * Loads the library while the page starts and another thread reads the model: loading holds this thread up, so it begins
 * when that thread is under way. The first job that needs the library says why it cannot be loaded.
 */
function loadSoon(): void {
  setImmediate(() => {
    try {
      loadTensorFlow();
    } catch {
      // told by that job
    }
  });
}

function asPort(port: MessagePortMain): Port {
  return {
    postMessage: (message) => port.postMessage(message),
    onMessage: (listener) => {
      port.on('message', ({ data }) => listener(data));
      port.start();
    },
  };
}
