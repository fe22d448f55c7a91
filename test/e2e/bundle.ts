import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { build } from 'vite';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** Folder of the command line's bundle, made of the sources as they are. */
    readonly commandLineBundle: string;
  }
}

/** Bundles the command line once for all files that run it, which get a copy each. */
export default async function bundleOnce(project: TestProject): Promise<() => void> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'cli-test-bundle-'));
  await build({
    configFile: path.resolve(import.meta.dirname, '../../build/config/vite.cli.config.mjs'),
    build: { outDir: folder, sourcemap: false },
  });
  project.provide('commandLineBundle', folder);
  return () => {
    rmSync(folder, { recursive: true });
  };
}
