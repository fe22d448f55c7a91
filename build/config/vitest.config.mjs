import path from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { svelteTesting } from '@testing-library/svelte/vite';
import { defineConfig } from 'vitest/config';

const root = path.resolve(import.meta.dirname, '../..');

// For tests that do not end; how long something may take says nothing on a busy machine.
const TEST_TIMEOUT = 120_000;

// Native TensorFlow lives once per process and uses both cores, so engine and end-to-end files run one after the other.
const oneAtATime = {
  env: { TF_CPP_MIN_LOG_LEVEL: '2' },
  pool: 'forks',
  maxWorkers: 1,
  fileParallelism: false,
  testTimeout: TEST_TIMEOUT,
  hookTimeout: TEST_TIMEOUT,
  expect: { poll: { timeout: 20_000 } },
};

// Files share what they import, which costs more than most tests. A file that puts a module's double in its place is named
// .mocked.test.ts and has a worker of its own; lint finds it.
const inOneWorker = { isolate: false };

export default defineConfig({
  root,
  cacheDir: process.env['FEATURESCOPE_TEST_CACHE'] ?? path.join(root, '.cache/vite'),
  test: {
    projects: [
      {
        root,
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.ts'],
          exclude: ['test/unit/**/*.mocked.test.ts'],
          ...inOneWorker,
          testTimeout: TEST_TIMEOUT,
        },
      },
      {
        root,
        test: { name: 'mocked', include: ['test/unit/**/*.mocked.test.ts'], testTimeout: TEST_TIMEOUT },
      },
      {
        root,
        plugins: [svelte({ configFile: false }), svelteTesting({ autoCleanup: false })],
        test: {
          name: 'component',
          environment: 'jsdom',
          setupFiles: ['test/component/setup.ts'],
          include: ['test/component/**/*.test.ts'],
          ...inOneWorker,
          testTimeout: TEST_TIMEOUT,
          // These wait for the page a thousand times, each time for some milliseconds.
          expect: { poll: { interval: 5 } },
        },
      },
      {
        root,
        test: { name: 'contract', include: ['test/contract/**/*.test.ts'], testTimeout: TEST_TIMEOUT },
      },
      {
        root,
        test: {
          name: 'engine',
          include: ['test/engine/**/*.test.ts'],
          exclude: ['test/engine/references.test.ts'],
          ...oneAtATime,
        },
      },
      { root, test: { name: 'references', include: ['test/engine/references.test.ts'], ...oneAtATime } },
      {
        root,
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          exclude: ['test/e2e/window*.test.ts'],
          globalSetup: ['test/e2e/bundle.ts'],
          ...oneAtATime,
          // As many as there are programs at once (test/e2e/cli-process.ts), so that no test's time runs out while it waits for its turn.
          maxConcurrency: 2,
        },
      },
      { root, test: { name: 'package', include: ['test/package/**/*.test.ts'], ...oneAtATime } },
      { root, test: { name: 'window', include: ['test/e2e/window*.test.ts'], ...oneAtATime } },
    ],
  },
});
