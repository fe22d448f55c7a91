import path from 'node:path';
import { defineConfig } from 'vitest/config';

const root = path.resolve(import.meta.dirname, '../..');

export default defineConfig({
  root,
  cacheDir: path.join(root, '.cache/vite'),
  test: {
    include: ['build/bench/run.ts'],
    pool: 'forks',
    testTimeout: 1_800_000,
    env: { TF_CPP_MIN_LOG_LEVEL: '2' },
  },
});
