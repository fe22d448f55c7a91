// Bundles the main and the compute process, and the command line of the installed app. Native packages stay outside and are
// loaded from node_modules; the two small ones that main needs at its start are bundled, which saves it some hundred file
// reads.
import path from 'node:path';
import { defineConfig } from 'vite';
import { projectRoot } from '../electron/version.mjs';

export default defineConfig({
  root: projectRoot,
  cacheDir: path.join(projectRoot, '.cache/vite'),
  logLevel: 'warn',
  ssr: { noExternal: ['zod', 'electron-log'] },
  build: {
    ssr: true,
    target: 'node20',
    outDir: 'out/electron',
    emptyOutDir: true,
    minify: false,
    sourcemap: true,
    rollupOptions: {
      external: ['electron'],
      input: {
        main: path.join(projectRoot, 'electron/main/entry.ts'),
        window: path.join(projectRoot, 'electron/main/main.ts'),
        'command-line': path.join(projectRoot, 'electron/cli/in-app.ts'),
        compute: path.join(projectRoot, 'electron/compute/main.ts'),
        'read-model': path.join(projectRoot, 'electron/compute/read-model.ts'),
      },
      output: { format: 'es', entryFileNames: '[name].mjs', chunkFileNames: 'chunks/[name]-[hash].mjs' },
    },
  },
});
