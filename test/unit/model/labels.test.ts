import { truncateSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { doubtsAbout, labelsBeside, readLabels } from '../../../electron/model/labels/labels';
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
    expect(message).toMatch(/it is no list of class names(; | \().*give a JSON list/);
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

  it.each([
    ['blanks', '2 old bird\n0 cat\n1 dog\n'],
    ['colons', '1: dog\n0: cat\n2: old_bird'],
    ['commas', '2,"old bird"\n1,dog\n0,cat'],
    ['semicolons and blanks', '2 ; old bird\n1 ; dog\n0 ; cat'],
    ['tabs', '1\tdog\n2\told bird\n0\tcat'],
    ['dots', '2. old bird\n0. cat\n1. dog'],
    ['a bracket behind it', '2) old bird\n0) cat\n1) dog'],
    ['dashes', '2 - old bird\n0 - cat\n1 - dog'],
    ['equals signs', '2=old bird\n0=cat\n1=dog'],
    ['leading zeros', '002 old bird\n000 cat\n001 dog'],
    ['numbers from 1', '3 old bird\n1 cat\n2 dog'],
    ['numbers behind the names', 'old bird,2\ncat,0\ndog,1'],
    ['numbers behind colons', 'dog: 1\nold bird: 2\ncat: 0'],
  ])('in any order where every line has its number: %s', async (_, text) => {
    expect(await readLabels(folder.write('labels.txt', text))).toEqual(ANIMALS);
  });

  it.each([
    ['in brackets', '[1] dog\n[0] cat\n[2] old bird'],
    ['in round brackets', '(0) cat\n(2) old bird\n(1) dog'],
    ['behind a hash', '#0 cat\n#1 dog\n#2 old bird'],
    ['behind the word class', 'Class 2: old bird\nClass 0: cat\nClass 1: dog'],
    ['arrows', '0 -> cat\n2 => old bird\n1 → dog'],
    ['Chinese colons', '0：cat\n2：old bird\n1：dog'],
    ['behind blanks', 'dog 1\nold_bird 2\ncat 0'],
    [
      'a label map',
      "item {\n  id: 2\n  name: 'dog'\n}\nitem { name: 'cat' id: 1 }\nitem {\n id: 3 name: 'old bird'\n}",
    ],
    [
      'a label map with names to show',
      'item {\n  name: "/m/01"\n  id: 1\n  display_name: "cat"\n}\nitem {\n  name: "/m/02"\n  id: 3\n  display_name: "old bird"\n}\nitem {\n  name: "/m/03"\n  id: 2\n  display_name: "dog"\n}\n',
    ],
    ['YAML, in brackets', 'path: ../birds\nnc: 3\nnames: [\'cat\', "dog", old bird]\n'],
    ['YAML, a list', 'nc: 3\nnames:\n- cat\n- dog\n- old bird\ntrain: images\n'],
    ['YAML, by number', 'names:\n  0: cat\n  2: old bird\n  1: dog\n'],
    ['bullets', '- cat\n- dog\n- old bird\n'],
    ['quotes', "'cat'\n'dog'\n'old bird'"],
    ['a remark before them', '# the classes\ncat\ndog\nold bird'],
    ['a list of Python', "['cat', 'dog', 'old bird']"],
    ['a tuple of Python with a name', "CLASSES = ('cat', 'dog',\n  'old bird',)\n"],
    ['a dictionary of Python', "{0: 'cat',\n 1: 'dog',\n 2: \"old bird\"}"],
    ['a comma too many', '["cat", "dog", "old bird",]'],
    ['objects', '[{"id": 3, "name": "old bird"}, {"id": 1, "name": "cat"}, {"id": 2, "name": "dog"}]'],
    ['a list inside', '{"version": 1, "classes": ["cat", "dog", "old bird"]}'],
    ['id2label', '{"model_type": "vit", "id2label": {"0": "cat", "1": "dog", "2": "old bird"}}'],
  ])('with numbers or marks as other programs write them: %s', async (_, text) => {
    expect(await readLabels(folder.write('labels.txt', text))).toEqual(ANIMALS);
  });

  it.each([
    ['remarks alone', '# cat\n# dog'],
    ['a bullet in some lines', '- cat\ndog'],
    ['brackets in a name', '(unknown)\ncat'],
    ['apostrophes', "cat's eye\ndog's ear"],
  ])('but names stay as they are: %s', async (_, text) => {
    const labels = await readLabels(folder.write('labels.txt', text));
    expect(labels.map(({ label }) => label)).toEqual(text.split('\n'));
  });

  it("by the numbers of ImageNet's own list", async () => {
    const text = 'n02124075 2 Egyptian_cat\nn02123045 1 tabby\n';
    expect(await readLabels(folder.write('labels.txt', text))).toEqual([
      { wordNetId: 'n02123045', label: 'tabby' },
      { wordNetId: 'n02124075', label: 'Egyptian cat' },
    ]);
  });

  it('with numbers, out of order, before WordNet ids', async () => {
    const file = folder.write('labels.txt', '1 n02124075 Egyptian_cat\n0 n02123045 tabby, tabby cat\n');
    expect(await readLabels(file)).toEqual(CATS);
  });

  it('with a number missing leaves that class without a name, with a number twice is refused', async () => {
    const gap = await readLabels(folder.write('gap.txt', '3 wolf\n0 cat\n1 dog\n'));
    expect(gap.map(({ label }) => label)).toEqual(['cat', 'dog', '', 'wolf']);
    const { code, message } = await refusal(readLabels(folder.write('twice.txt', '1 wolf\n0 cat\n1 dog\n')));
    expect([code, message]).toEqual([
      'labels/damaged',
      expect.stringContaining('class number 1 stands there twice'),
    ]);
  });

  it.each([
    ['ages', '0-2 years\n3-6 years\n7-9 years'],
    ['amounts', '10 euros\n20 euros\n50 euros'],
    ['fractions', '0.5 l\n1.5 l\n2.5 l'],
    ['a line without a number', '1 dog\ncat\n0 wolf'],
    ['names that end with a number', 'sort 1\nsort 0\nsort 2'],
    ['equal names before the numbers', 'sort: 1\nsort: 0\nsort: 2'],
  ])('keeps numbers that are part of the names: %s', async (_, text) => {
    const labels = await readLabels(folder.write('names.txt', text));
    expect(labels.map(({ label }) => label)).toEqual(text.split('\n'));
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
  ])('refuses %s', async (_, content) => {
    expect((await refusal(readLabels(folder.write('bad.txt', content)))).code).toBe('labels/damaged');
  });
});

describe('labels in another encoding than UTF-8', () => {
  it.each([
    ['UTF-16', Buffer.from('\uFEFFcat\ndog\n', 'utf16le')],
    ['Latin-1', Buffer.from('Bärenspinner\nTagpfauenauge\n', 'latin1')],
    ['GBK', Buffer.from([0xc3, 0xa8, 0x0a, 0xb9, 0xb7, 0x0a])],
    ['a binary file', new Uint8Array([1, 2, 0, 3])],
  ])('%s', async (_, content) => {
    const { code, message } = await refusal(readLabels(folder.write('bad.txt', content)));
    expect(code).toBe('labels/not-utf8');
    expect(message).toContain('it is no text in UTF-8; save it again in that encoding.');
  });
});

describe('labels from a table', () => {
  it.each([
    ['index and label', 'index,label\n0,cat\n1,dog\n2,old_bird\n', ANIMALS],
    ['rows in another order', 'label,index\ndog,1\nold bird,2\ncat,0\n', ANIMALS],
    ['numbers from 1', 'class_id,class_name\n1,cat\n2,dog\n3,old bird\n', ANIMALS],
    ['what pandas writes', ',label\n0,cat\n1,dog\n2,old bird\n', ANIMALS],
    ['more columns', 'id,count,name,note\n0,12,cat,x\n1,7,dog,\n2,9,old bird,y\n', ANIMALS],
    ['semicolons', 'Index;Name\n0;cat\n1;dog\n2;old bird\n', ANIMALS],
    [
      'WordNet ids and quoted names',
      'wnid,label\nn02123045,"tabby, tabby cat"\nn02124075,Egyptian cat\n',
      CATS,
    ],
    ['no header', '1,dog\n0,cat\n2,old bird\n', ANIMALS],
    ['one column with a header', 'label\ncat\ndog\nold bird\n', ANIMALS],
    ['one column without a header', 'cat\ndog\nold bird\n', ANIMALS],
  ])('%s', async (_, text, want) => {
    expect(await readLabels(folder.write('labels.csv', text))).toEqual(want);
  });

  it('takes a header in a text file for one only where it has two columns', async () => {
    expect(await readLabels(folder.write('labels.txt', 'index\tlabel\n0\tcat\n1\tdog\n2\told bird'))).toEqual(
      ANIMALS,
    );
    const names = await readLabels(folder.write('labels.txt', 'name\ncat\n'));
    expect(names.map(({ label }) => label)).toEqual(['name', 'cat']);
  });

  it('keeps names whose commas belong to them', async () => {
    const labels = await readLabels(
      folder.write('labels.txt', 'tench, Tinca tinca\ngoldfish, Carassius auratus\n'),
    );
    expect(labels.map(({ label }) => label)).toEqual(['tench, Tinca tinca', 'goldfish, Carassius auratus']);
  });

  it.each([
    ['a class twice', 'index,label\n0,cat\n0,dog\n', 'class number 0 stands there twice'],
    ['a number that is none', 'index,label\nx,cat\n1,dog\n', 'the class number x'],
  ])('refuses %s', async (_, text, words) => {
    const { code, message } = await refusal(readLabels(folder.write('bad.csv', text)));
    expect(code).toBe('labels/damaged');
    expect(message).toContain(words);
  });
});

describe('doubtsAbout', () => {
  const named = (...names: string[]) => names.map((label) => ({ wordNetId: '', label }));
  it('tells classes without a name and names that stand twice', () => {
    expect(doubtsAbout(named('cat', '', 'dog', 'cat', ''))).toEqual([
      { code: 'labels-gap', count: 2, example: '1' },
      { code: 'labels-duplicate', count: 1, example: 'cat' },
    ]);
    expect(doubtsAbout(named('cat', 'dog'))).toEqual([]);
  });

  it('does not mind the two cranes of ImageNet', async () => {
    const labels = await readLabels(
      path.resolve(import.meta.dirname, '../../../models/efficientnet-lite0/imagenet-1000.json'),
    );
    expect(doubtsAbout(labels)).toEqual([]);
  });
});

describe('labelsBeside', () => {
  it("prefers the file that bears the model's name, then the usual names", async () => {
    const model = folder.write('net.keras', '');
    const make = (name: string) => folder.write(name, 'a\nb\n');
    expect(await labelsBeside(path.join(folder.path, 'nowhere/net.keras'))).toBeUndefined();
    const usual = make('class_indices.json');
    expect(path.basename((await labelsBeside(model))!)).not.toBe('net.keras');
    const own = make('net.labels.txt');
    expect(await labelsBeside(model)).toBe(own);
    expect(path.dirname(usual)).toBe(folder.path);
  });
});

/** Written by @teachablemachine/image 0.8.4, and the labels.txt of its export for Keras. */
describe('Teachable Machine', () => {
  const metadata = {
    tfjsVersion: '1.7.4',
    tmVersion: '2.4.5',
    packageVersion: '0.8.4-alpha2',
    packageName: '@teachablemachine/image',
    timeStamp: '2023-05-04T10:00:00.000Z',
    userMetadata: {},
    modelName: 'tm-my-image-model',
    labels: ['Class 1', 'a cat', '狗'],
    imageSize: 224,
  };

  it('names the classes in metadata.json beside model.json', async () => {
    const model = folder.write('teachable/model.json', '{}');
    const file = folder.write('teachable/metadata.json', JSON.stringify(metadata));
    expect(await labelsBeside(model)).toBe(file);
    expect((await readLabels(file)).map(({ label }) => label)).toEqual(['Class 1', 'a cat', '狗']);
  });

  it.each([
    ['of a .keras file', { keras_version: '3.15.1', date_saved: '2026-01-01' }],
    ['of something else with labels', { labels: ['a', 'b'] }],
    ['that is no list', { ...metadata, labels: 'a' }],
  ])('is not meant by a metadata.json %s', async (kind, content) => {
    const model = folder.write(`${kind}/model.json`, '{}');
    folder.write(`${kind}/metadata.json`, JSON.stringify(content));
    expect(await labelsBeside(model)).toBeUndefined();
  });

  it('numbers the classes in the labels.txt of its export for Keras', async () => {
    const model = folder.write('keras/keras_model.h5', '');
    const file = folder.write('keras/labels.txt', '0 Class 1\n1 a cat\n2 狗\n');
    expect(await labelsBeside(model)).toBe(file);
    expect((await readLabels(file)).map(({ label }) => label)).toEqual(['Class 1', 'a cat', '狗']);
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
