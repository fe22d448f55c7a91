import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const build = path.resolve(import.meta.dirname, '../../../build');

/** Files that the entries load before any package is installed, found by following their imports. */
function loadedAtStart(): string[] {
  const seen = new Set<string>();
  const entries = ['start.mjs', 'test.mjs', 'cli.mjs', 'setup.mjs', 'run.mjs'];
  const queue = entries.map((name) => path.join(build, name));
  while (queue.length > 0) {
    const file = queue.pop()!;
    if (seen.has(file)) continue;
    seen.add(file);
    const text = readFileSync(file, 'utf8');
    for (const [, target] of text.matchAll(/(?:from|import\()\s*'(\.[^']+\.mjs)'/g))
      queue.push(path.resolve(path.dirname(file), target!));
  }
  return [...seen];
}

describe('set-up on a bare machine', () => {
  it('loads nothing but Node itself before the packages are installed', () => {
    const files = loadedAtStart();
    expect(files.length).toBeGreaterThan(readdirSync(path.join(build, 'setup')).length);
    const early = files.flatMap((file) => {
      const text = readFileSync(file, 'utf8');
      return [...text.matchAll(/^import\s[^;]*from\s+'([^'.][^']*)'/gm)]
        .map(([, name]) => name!)
        .filter((name) => !name.startsWith('node:'))
        .map((name) => `${path.basename(file)}: ${name}`);
    });
    expect(early).toEqual([]);
  });
});
