import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { tables } from '../../../electron/shared/texts/translator';

const root = path.resolve(import.meta.dirname, '../../..');

/** All sources that may show a text, as one string. */
function sources(): string {
  return ['electron', 'renderer']
    .flatMap((folder) => {
      const names = fs.readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' });
      return names.map((name) => path.join(root, folder, name));
    })
    .filter((file) => /\.(ts|svelte)$/.test(file) && !file.includes(`${path.sep}texts${path.sep}`))
    .map((file) => fs.readFileSync(file, 'utf8'))
    .join('\n');
}

describe('texts', () => {
  it('are all shown somewhere: their key is written out, or begins like a template of keys', () => {
    const code = sources();
    const beginnings = [...code.matchAll(/`([a-z]+\.(?:[\w-]+\.)*)\$\{/gi)].map(
      ([, beginning]) => beginning!,
    );
    const unused = Object.keys(tables.en).filter(
      (key) =>
        !/['`"]/.test(key) &&
        !new RegExp(`['\`"]${key.replaceAll('.', '\\.')}['\`"]`).test(code) &&
        !beginnings.some((beginning) => key.startsWith(beginning)),
    );
    expect(unused).toEqual([]);
  });
});
