/** Entry of the compute process. The native engine is loaded by the first job that needs it. */
import type { MessageEvent, MessagePortMain } from 'electron';
import path from 'node:path';
import type { ComputeOrder } from '../shared/contract';
import { createServices } from './create-services';
import { JobQueue } from './job-queue';
import { linkMain } from './main-link';
import type { Port } from './page-link';

const parent = process.parentPort;
const [appFolder = ''] = process.argv.slice(2);

linkMain(
  {
    report: (report) => parent.postMessage(report),
    onOrder: (listener) =>
      parent.on('message', ({ data, ports }: MessageEvent) =>
        listener(data as ComputeOrder, ports.map(asPort)),
      ),
  },
  createServices(appFolder, path.join(import.meta.dirname, 'read-model.mjs')),
  new JobQueue(),
);

function asPort(port: MessagePortMain): Port {
  return {
    postMessage: (message) => port.postMessage(message),
    onMessage: (listener) => {
      port.on('message', ({ data }) => listener(data));
      port.start();
    },
  };
}
