// Bundles the preload script into one CommonJS file: a sandboxed preload can require only `electron`.
import path from 'node:path';
import { defineConfig } from 'vite';
import { projectRoot } from '../electron/version.mjs';

export default defineConfig({
  root: projectRoot,
  cacheDir: path.join(projectRoot, '.cache/vite'),
  logLevel: 'warn',
  ssr: { noExternal: true },
  build: {
    ssr: true,
    target: 'chrome130',
    outDir: 'out/electron',
    emptyOutDir: false,
    minify: false,
    rollupOptions: {
      external: ['electron'],
      input: { preload: path.join(projectRoot, 'electron/preload/preload.ts') },
      output: { format: 'cjs', entryFileNames: '[name].cjs' },
    },
  },
});
