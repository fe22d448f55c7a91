import { describe, expect, it } from 'vitest';
import { commands, type CommandId } from '../../../electron/shared/commands';
import { progressStage } from '../../../electron/shared/contract';
import type { Message } from '../../../electron/shared/texts/en';
import {
  systemLanguage,
  tables,
  Translator,
  type MessageKey,
} from '../../../electron/shared/texts/translator';

const { en, 'zh-CN': zhCN } = tables;

const keys = Object.keys(en) as MessageKey[];
const sentencesOf = (message: Message) => (typeof message === 'string' ? [message] : Object.values(message));
const placeholdersOf = (message: Message) =>
  [...new Set(sentencesOf(message).flatMap((text: string) => text.match(/\{\w+\}/g) ?? []))].sort();

describe('texts', () => {
  it('are complete in every language', () => {
    expect(Object.keys(zhCN).sort()).toEqual([...keys].sort());
  });
  it.each(keys)('%s has the same placeholders, and words', (key) => {
    expect(placeholdersOf(zhCN[key])).toEqual(placeholdersOf(en[key]));
    for (const text of [...sentencesOf(en[key]), ...sentencesOf(zhCN[key])]) expect(text.trim()).not.toBe('');
  });
  it('name every command and every stage of progress', () => {
    for (const id of Object.keys(commands)) expect(en).toHaveProperty([`command.${id}`]);
    for (const id of Object.keys(commands))
      if (commands[id as CommandId].menu !== null) expect(en).toHaveProperty([`item.${id}`]);
    for (const stage of progressStage.options) expect(en).toHaveProperty([`stage.${stage}`]);
  });
});

describe('Translator', () => {
  const english = new Translator('en');
  const chinese = new Translator('zh-CN');
  it('fills placeholders and chooses the plural form', () => {
    expect(english.text('maps.meta', { count: 1, maps: 3 })).toBe('1 layer, 3 maps');
    expect(english.text('maps.meta', { count: 15, maps: 1803 })).toBe('15 layers, 1,803 maps');
    expect(chinese.text('maps.meta', { count: 1, maps: 3 })).toBe('1 层，3 张');
  });
  it('takes Chinese for Chinese systems and English for the rest', () => {
    expect(['zh-CN', 'zh-TW', 'zh', 'en-GB', 'de', ''].map(systemLanguage)).toEqual([
      ...['zh-CN', 'zh-CN', 'zh-CN'],
      ...['en', 'en', 'en'],
    ]);
  });
  it('does not read placeholders inside values', () => {
    expect(english.text('progress.open', { name: '{count}.png' })).toBe('Opening {count}.png');
  });
  it('writes per cent with one decimal from 10 %, else two', () => {
    expect([0.3846, 0.0345, 0.0012, 1].map((share) => english.percent(share))).toEqual([
      '38.5%',
      '3.45%',
      '0.12%',
      '100.0%',
    ]);
  });
  it('writes values as short as still tells them apart, with a true minus', () => {
    expect(
      [0, -0.17, 5.837, 128.34, 2048.7, 0.0021, 3.1e-7, NaN, -Infinity, -0.00001].map(english.value),
    ).toEqual(['0', '−0.17', '5.84', '128.3', '2,049', '0.0021', '3.1e−7', 'NaN', '−∞', '−1.0e−5']);
    expect([0, 0.651, -5.837, 9.97, -11.75, 2048.7, 3.1e-7, NaN].map(english.brief)).toEqual([
      ...['0', '0.65', '−5.8', '10', '−12', '2,049', '3.1e−7', 'NaN'],
    ]);
    expect(english.number(-0.001, 2)).toBe('0.00');
    expect([0, -0, 0.001].map((r) => english.exact(r, 2))).toEqual(['0', '0', '0.00']);
    expect([0, 1e-5].map((share) => english.percent(share, 1))).toEqual(['0%', '0.0%']);
  });
  it('writes sizes of files', () => {
    expect([english.bytes(412e6), english.bytes(1.25e9)]).toEqual(['412 MB', '1.3 GB']);
  });
});
