import { truncateSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readLabels } from '../../../electron/model/labels';
import { refusal, TempFolder } from './model-files';

const folder = new TempFolder();

const CATS = [
  { wordNetId: 'n02123045', label: 'tabby, tabby cat' },
  { wordNetId: 'n02124075', label: 'Egyptian cat' },
];
const PLAIN = CATS.map(({ label }) => ({ wordNetId: '', label }));
const ANIMALS = ['cat', 'dog', 'old bird'].map((label) => ({ wordNetId: '', label }));

describe('labels from JSON', () => {
  it.each([
    [
      'pairs in a list',
      [
        ['n02123045', 'tabby, tabby cat'],
        ['n02124075', 'Egyptian_cat'],
      ],
      CATS,
    ],
    ['names in a list', ['cat', 'dog', 'old_bird'], ANIMALS],
    ["Keras' class index", { 1: ['n02124075', 'Egyptian_cat'], 0: ['n02123045', 'tabby, tabby cat'] }, CATS],
    ['names by number', { 0: 'cat', 1: 'dog', 2: 'old bird' }, ANIMALS],
    ["class_indices of Keras' generators", { dog: 1, cat: 0, old_bird: 2 }, ANIMALS],
  ])('%s', async (_, json, want) => {
    expect(await readLabels(folder.write('labels.json', JSON.stringify(json)))).toEqual(want);
    expect(await readLabels(folder.write('labels.txt', `\uFEFF\n ${JSON.stringify(json, null, 2)}`))).toEqual(
      want,
    );
  });

  it('leaves classes without a name empty, so that the others keep their numbers', async () => {
    const file = folder.write('gaps.json', '{"3": "d", "1": "b"}');
    expect((await readLabels(file)).map(({ label }) => label)).toEqual(['', 'b', '', 'd']);
  });

  it.each([
    ['JSON cut short', '["a", "b"'],
    ['a list of numbers', '[1, 2]'],
    ['nested objects', '{"0": {"name": "a"}}'],
    ['a class number that is no class number', '{"a": -1}'],
    ['a class number that would fill the memory', '{"a": 4000000000}'],
  ])('refuses %s', async (_, text) => {
    const { code, message } = await refusal(readLabels(folder.write('bad.json', text)));
    expect(code).toBe('labels/damaged');
    expect(message).toContain('it is no list of class names; give a JSON list');
  });
});

describe('labels from text', () => {
  it.each([
    ['one a line', 'cat\ndog\nold bird\n', ANIMALS],
    ['lines of Windows, empty lines, no end of line', '\r\ncat\r\n\r\ndog\r\nold_bird', ANIMALS],
    ['with a byte order mark', '\uFEFFcat\ndog\nold bird', ANIMALS],
    ["numbered from 0, as Teachable Machine's", '0 cat\n1 dog\n2 old bird\n', ANIMALS],
    ['numbered from 1, with colons', '1: cat\n2: dog\n3: old bird\n', ANIMALS],
    ['a table with numbers', '0,cat\n1,dog\n2,"old bird"\n', ANIMALS],
    ["ImageNet's synset_words", 'n02123045 tabby, tabby cat\nn02124075 Egyptian cat\n', CATS],
    ['a table with WordNet ids', '0,n02123045,"tabby, tabby cat"\n1,n02124075,Egyptian_cat\n', CATS],
    ['tabs', '0\ttabby, tabby cat\n1\tEgyptian cat', PLAIN],
  ])('%s', async (_, text, want) => {
    expect(await readLabels(folder.write('labels.txt', text))).toEqual(want);
  });

  it('keeps numbers that are names', async () => {
    const digits = await readLabels(folder.write('digits.txt', '0\n1\n2\n'));
    expect(digits.map(({ label }) => label)).toEqual(['0', '1', '2']);
    const planes = await readLabels(folder.write('planes.txt', '707 Boeing\n320 Airbus\n'));
    expect(planes.map(({ label }) => label)).toEqual(['707 Boeing', '320 Airbus']);
  });

  it.each([
    ['an empty file', ''],
    ['blanks', ' \n\n'],
    ['UTF-16', Buffer.from('\uFEFFcat\ndog\n', 'utf16le')],
    ['a binary file', new Uint8Array([1, 2, 0, 3])],
  ])('refuses %s', async (_, content) => {
    expect((await refusal(readLabels(folder.write('bad.txt', content)))).code).toBe('labels/damaged');
  });
});

describe('label files that cannot be read', () => {
  it.each([
    ['a missing file', () => path.join(folder.path, 'none.txt'), 'there is no such file; check the path'],
    ['a path through a file', () => path.join(folder.write('f', ''), 'x'), 'a part of the path is a file'],
    ['a folder', () => folder.path, 'this is a folder; give a file'],
    ['a device, which would never end', () => '/dev/zero', 'this is a device or a pipe; give a file'],
  ])('%s', async (_, make, words) => {
    const file = make();
    const { code, message } = await refusal(readLabels(file));
    expect(code).toBe('labels/unreadable');
    expect(message).toContain(`reading the labels ${file}: ${words}`);
  });

  it('a file of 33 MB', async () => {
    const file = folder.write('large.txt', '');
    truncateSync(file, 33 * 1024 ** 2);
    expect((await refusal(readLabels(file))).message).toContain('more than 32 MB');
  });
});
