// Bundles the command line for plain Node. Packages stay outside the bundle and are loaded from node_modules.
import path from 'node:path';
import { defineConfig } from 'vite';

const root = path.resolve(import.meta.dirname, '../..');

export default defineConfig({
  root,
  cacheDir: path.join(root, '.cache/vite'),
  logLevel: 'warn',
  build: {
    ssr: true,
    target: 'node20',
    outDir: 'out',
    // Results of `--out out` may lie there too.
    emptyOutDir: false,
    minify: false,
    sourcemap: true,
    rollupOptions: {
      input: { cli: path.join(root, 'electron/cli/main.ts') },
      output: { format: 'es', entryFileNames: '[name].mjs', chunkFileNames: 'chunks/[name]-[hash].mjs' },
    },
  },
});
