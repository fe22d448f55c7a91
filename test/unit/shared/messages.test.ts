import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { commandLine } from '../../../electron/shared/messages/command-line';
import { en } from '../../../electron/shared/messages/en';
import { message, type MessageKey, type Text } from '../../../electron/shared/messages/message';
import { failureSentence, sentenceOf } from '../../../electron/shared/messages/sentence';
import { commandLineTable, windowTables } from '../../../electron/shared/messages/tables';
import { zhCN } from '../../../electron/shared/messages/zh-CN';

const keys = Object.keys(en) as MessageKey[];
const formsOf = (text: Text) => (typeof text === 'string' ? [text] : Object.values(text));
const namesIn = (text: Text) =>
  [...new Set(formsOf(text).flatMap((form) => form.match(/\{\w+\}/g) ?? []))].sort();

describe('messages', () => {
  it('are there in every table', () => {
    expect(Object.keys(zhCN).sort()).toEqual([...keys].sort());
    expect(keys).toEqual(expect.arrayContaining(Object.keys(commandLine)));
  });
  it('are each in one file', () => {
    const folder = path.join(import.meta.dirname, '../../../electron/shared/messages/en');
    const text = readdirSync(folder).map((file) => readFileSync(path.join(folder, file), 'utf8'));
    const found = text.join('').match(/^ {2}'[a-z]+\/[\w-]+'/gm) ?? [];
    expect(found.map((key) => key.slice(3, -1)).sort()).toEqual([...keys].sort());
  });
  it.each(keys)('%s speaks of the same values in every table', (key) => {
    expect(namesIn(zhCN[key])).toEqual(namesIn(en[key]));
    for (const name of namesIn(commandLineTable.texts[key])) expect(namesIn(en[key])).toContain(name);
  });
  it.each(keys.filter((key) => !/^(part|doing|short)\//.test(key)))(
    '%s is a sentence in every table',
    (key) => {
      for (const text of formsOf(en[key])) expect(text).toMatch(/^(?:\S.*)?(?:[.?]|\{\w+\})$/s);
      for (const text of formsOf(commandLineTable.texts[key]))
        expect(text).toMatch(/^(?:\S.*)?(?:[.?]|\{\w+\})$/s);
      for (const text of formsOf(zhCN[key])) expect(text).toMatch(/^(?:\S.*)?(?:[。？]|\{\w+\})$/s);
    },
  );
  it('have no word of the command line in the window', () => {
    for (const texts of [en, zhCN])
      for (const text of Object.values(texts).flatMap(formsOf)) expect(text).not.toMatch(/(^|[\s（(])--\w/);
  });
});

describe('sentences', () => {
  const told = {
    code: 'layers/unknown-name',
    values: { hint: message('part/did-you-mean', { name: 'conv_1' }) },
    during: [message('doing/choosing-layers', { part: 'conv' })],
  } as const;
  it('say what was being done and what is wrong, in the words of the surface', () => {
    expect(failureSentence(told, windowTables.en)).toBe(
      'Choosing layers "conv": no layer has this name; did you mean conv_1?',
    );
    expect(failureSentence(told, windowTables['zh-CN'])).toBe(
      '选择层“conv”：没有这个名称的层；是否指 conv_1？',
    );
    expect(failureSentence(told, commandLineTable)).toBe(
      'choosing layers "conv": no layer has this name; did you mean conv_1?',
    );
  });
  it('leave a name at their beginning as it is, and put what failed into another message', () => {
    const { en: english, 'zh-CN': chinese } = windowTables;
    const silent = message('part/camera-program-silent', { program: 'fswebcam' });
    const failure = { code: 'camera/failed', values: { problem: silent }, during: [] } as const;
    expect(failureSentence(failure, english)).toBe('fswebcam does not answer; try again.');
    const note = message('note/choice-left-out', { why: told });
    expect(sentenceOf(note, english)).toBe(
      'An earlier choice was left out: choosing layers "conv": no layer has this name; did you mean conv_1?',
    );
    expect(sentenceOf(note, chinese)).toBe(
      '先前的一项选择未采用：选择层“conv”：没有这个名称的层；是否指 conv_1？',
    );
  });
  it('put in what values hold as it is', () => {
    expect(sentenceOf(message('doing/reading', { file: '{file} $& $1' }), windowTables.en)).toBe(
      'Reading {file} $& $1',
    );
    expect(sentenceOf(message('doing/reading', { file: ['a', 2] }), windowTables.en)).toBe('Reading a, 2');
  });
});
