import { rmSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { Engine } from '../../electron/engine/engine';
import type { PassRequest } from '../../electron/engine/pass';
import { openNetwork } from '../../electron/model/readers/open-network';
import { writeNsfwjsModel } from '../fixtures/nsfwjs';
import { photoInput } from '../fixtures/photo-input';

const MEGABYTE = 1024 ** 2;

describe('120 jobs with changing layer sets in one process', () => {
  const { folder, file } = writeNsfwjsModel();
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it(
    'keep the number of tensors, and memory stays flat after the warm-up',
    { timeout: 600_000 },
    async () => {
      const network = await openNetwork(file);
      const engine = Engine.create(network);
      const input = photoInput('chelsea.png', 299, '0..1');
      const ref = (index: number) => network.layers[index]!.outputs[0]![0]!;
      /**
       * A new set of outputs for each job, so that every one needs a graph of its own. Every fifth goes through the whole
       * network; the others end in its first third, where a graph is sooner prepared and pictures are larger.
       */
      const job = (number: number): PassRequest => {
        const isWhole = number % 5 === 0;
        const deepest = isWhole ? 300 : 100;
        return {
          activations: isWhole ? [network.outputs[0]!] : [],
          maps: [1, 4, 7].map((offset) => ({
            ref: ref(1 + ((number * 7 + offset) % deepest)),
            channels: [0, 1, 2],
          })),
          statistics: [ref(1 + ((number * 11) % deepest))],
          hypercolumns: [[ref(1 + (number % 40)), ref(45 + (number % 50))]],
        };
      };
      const run = (from: number, to: number) => {
        for (let number = from; number < to; number++) engine.run(job(number), input);
      };
      run(0, 50);
      // Weights are kept once each; all are in use after a job that asks for inner and folded results of every layer.
      engine.run({ activations: network.layers.slice(0, 310).map((layer) => layer.outputs[0]![0]!) }, input);
      const tensors = engine.tensorCount;
      const before = process.memoryUsage().rss;
      run(50, 120);
      expect(engine.tensorCount).toBe(tensors);
      // Freed memory goes back to the system late, so the bound is a tenth of what a leak of one picture per job would add.
      expect(process.memoryUsage().rss - before).toBeLessThan(50 * MEGABYTE);
      engine.dispose();
      expect(engine.tensorCount).toBe(0);
    },
  );
});
