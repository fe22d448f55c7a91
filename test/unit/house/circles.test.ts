import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { circlesOf, readImports, type ImportGraph } from './imports';

const root = path.resolve(import.meta.dirname, '../../..');

describe('no file imports itself by way of others, types included', () => {
  const graph: ImportGraph = new Map(
    ['electron', 'renderer', 'build', 'test'].flatMap((folder) => [...readImports(root, folder)]),
  );

  it('reads the imports of every kind of file', () => {
    const imports = (file: string) => graph.get(file);
    expect(imports('electron/camera/camera.ts')).toContain('electron/camera/types.ts'); // import type
    expect(imports('renderer/App.svelte')).toContain('renderer/views/notices/ToastList.svelte');
    expect(imports('build/start.mjs')).toContain('build/setup/node-version.mjs');
    expect(imports('build/setup/steps.mjs')).toContain('build/setup/context.mjs'); // @import in a comment
    expect(imports('electron/main/entry.ts')).toContain('electron/main/main.ts'); // import()
  });

  it('finds a circle and what is not part of it', () => {
    const circles = circlesOf(
      new Map([
        ['a', ['b', 'd']],
        ['b', ['c']],
        ['c', ['a', 'd']],
        ['d', ['e']],
        ['e', []],
        ['f', ['f', 'a']],
      ]),
    );
    expect(circles).toEqual([['a', 'b', 'c'], ['f']]);
  });

  it('in electron, renderer, build and test', () => {
    expect(circlesOf(graph)).toEqual([]);
  });
});
