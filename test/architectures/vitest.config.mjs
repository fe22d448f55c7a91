import path from 'node:path';
import { defineConfig } from 'vitest/config';

const root = path.resolve(import.meta.dirname, '../..');

/** A comparison of its own: its references are too large to keep, so they are made first (make_references.py). */
export default defineConfig({
  root,
  cacheDir: path.join(root, '.cache/vite'),
  test: {
    include: ['test/architectures/**/*.test.ts'],
    env: { TF_CPP_MIN_LOG_LEVEL: '2' },
    pool: 'forks',
    fileParallelism: false,
    testTimeout: 300_000,
  },
});
