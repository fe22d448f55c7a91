import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openSourcePicture } from '../../../electron/analysis/source-picture';
import { failureOf } from '../../../electron/shared/answer';
import { failureSentence } from '../../../electron/shared/messages/sentence';
import { toldOf, windowTables } from '../../../electron/shared/messages/tables';
import { FORMAT_NAMES, imageBytes, rejection } from '../image-fixtures';

let folder: string;
beforeAll(() => (folder = fs.mkdtempSync(path.join(os.tmpdir(), 'refusals-'))));
afterAll(() => fs.rmSync(folder, { recursive: true }));

const text = (words: string) => new TextEncoder().encode(words);
const FORMATS = FORMAT_NAMES.replaceAll(', ', '、').replace('or', '或');

it.each([
  ['missing.png', null, '没有这个文件；请检查路径。'],
  ['empty.png', new Uint8Array(0), `文件为空；请选择 ${FORMATS} 文件。`],
  ['notes.jpg', text('Dear diary'), `内容是文本，不是图片；请选择 ${FORMATS} 文件。`],
  ['page.jpg', text('<!DOCTYPE html><html>'), `内容是网页（HTML），不是图片；请选择 ${FORMATS} 文件。`],
  [
    'cut.png',
    imageBytes('rgb.png').slice(0, 33),
    'PNG 数据已损坏，图片没有任何部分可以解码；请重新获取该文件。',
  ],
])('a reader of Chinese is told why %s is refused, and what to do', async (name, bytes, why) => {
  const file = path.join(folder, name);
  if (bytes) fs.writeFileSync(file, bytes);
  const failure = failureOf(await rejection(openSourcePicture(file)));
  expect(failureSentence(toldOf(failure), windowTables['zh-CN'])).toBe(`读取 ${file}：${why}`);
});
