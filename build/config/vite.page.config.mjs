// Bundles the page. `--mode fake` builds it with made-up data for a plain browser instead; that build is never packaged.
import path from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';
import { collectLicences } from '../package/licences.mjs';

const root = path.resolve(import.meta.dirname, '../..');

/** The licences that the About dialog shows. */
function licences() {
  return {
    name: 'featurescope-licences',
    /** @this {import('vite').Rolldown.PluginContext} */
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: 'licences.json', source: JSON.stringify(collectLicences()) });
    },
  };
}

export default defineConfig(({ mode }) => ({
  root: path.join(root, mode === 'fake' ? 'test/fake-page' : 'renderer'),
  base: './',
  cacheDir: path.join(root, '.cache/vite-renderer'),
  publicDir: mode === 'fake' ? path.join(root, 'test/fixtures/photos') : false,
  logLevel: 'warn',
  plugins: [svelte({ configFile: false }), licences()],
  build: {
    target: 'chrome130',
    outDir: path.join(root, mode === 'fake' ? '.cache/fake-page' : 'out/renderer'),
    emptyOutDir: true,
    minify: false,
    sourcemap: true,
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    rollupOptions: {
      input: path.join(root, mode === 'fake' ? 'test/fake-page/fake.html' : 'renderer/index.html'),
    },
  },
}));
