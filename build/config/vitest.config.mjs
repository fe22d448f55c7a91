import path from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { svelteTesting } from '@testing-library/svelte/vite';
import { defineConfig } from 'vitest/config';

const root = path.resolve(import.meta.dirname, '../..');

// For tests that do not end; how long something may take says nothing on a busy machine.
const testTimeout = 120_000;

// Native TensorFlow lives once per process and uses both cores, so engine and end-to-end files run one after the other.
const oneAtATime = {
  env: { TF_CPP_MIN_LOG_LEVEL: '2' },
  pool: 'forks',
  maxWorkers: 1,
  fileParallelism: false,
  testTimeout,
  hookTimeout: testTimeout,
  expect: { poll: { timeout: 20_000 } },
};

export default defineConfig({
  root,
  cacheDir: process.env['FEATURESCOPE_TEST_CACHE'] ?? path.join(root, '.cache/vite'),
  test: {
    projects: [
      { root, test: { name: 'unit', include: ['test/unit/**/*.test.ts'], testTimeout } },
      {
        root,
        plugins: [svelte({ configFile: false }), svelteTesting({ autoCleanup: false })],
        test: {
          name: 'component',
          environment: 'jsdom',
          setupFiles: ['test/component/setup.ts'],
          include: ['test/component/**/*.test.ts'],
          testTimeout,
        },
      },
      { root, test: { name: 'contract', include: ['test/contract/**/*.test.ts'], testTimeout } },
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
          ...oneAtATime,
        },
      },
      { root, test: { name: 'package', include: ['test/package/**/*.test.ts'], ...oneAtATime } },
      { root, test: { name: 'window', include: ['test/e2e/window*.test.ts'], ...oneAtATime } },
    ],
  },
});
