import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '../../..');
const sources = ['electron', 'renderer'].flatMap((folder) =>
  readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ts|svelte)$/.test(name))
    .map((name) => path.posix.join(folder, ...name.split(path.sep))),
);
const textOf = (file: string) =>
  readFileSync(path.join(root, file), 'utf8').replace(/\/\*[^]*?\*\/|^\s*\/\/.*$/gm, '');

/** The app's own switches and those that it gives to V8; nobody reads them as advice. */
const SWITCHES = [
  'electron/main/command-words.ts',
  'electron/main/chromium-switches.ts',
  'electron/image/collect-garbage.ts',
];

it('options of the command line are named by the command line alone', () => {
  const naming = sources.filter((file) => /['"`\s(]--[a-z][a-z-]+(?![\w(-]*:)/.test(scriptOf(file)));
  const allowed = (file: string) =>
    file.startsWith('electron/cli/') ||
    file === 'electron/shared/messages/command-line.ts' ||
    SWITCHES.includes(file);
  expect(naming).toContain('electron/shared/messages/command-line.ts');
  expect(naming.filter((file) => !allowed(file))).toEqual([]);
});

it('no decision is taken by the words of a message', () => {
  expect(
    sources.filter((file) => /\bmessage\.(includes|match|startsWith|endsWith)\(/.test(textOf(file))),
  ).toEqual([]);
});

it('sentences of failures stand in the tables alone', () => {
  expect(sources.filter((file) => /new FeaturescopeError\(\s*['"`]/.test(textOf(file)))).toEqual([]);
});

/** Without styles, whose variables begin as options do. */
function scriptOf(file: string): string {
  return textOf(file).replace(/<style[^]*?<\/style>|var\(--[\w{}-]+\)|style:--[\w-]+/g, '');
}
