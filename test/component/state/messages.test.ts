/** What the user is told: announcements, messages, failures and doubts, in the language of the page. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { failed, valueOfFailure } from '../../../electron/shared/errors';
import { message } from '../../../electron/shared/messages/message';
import { noteOf } from '../../../electron/shared/note';
import { abortError, ApiError, failureData } from '../../../renderer/api/api';
import { Announcer } from '../../../renderer/state/announcer.svelte';
import { doubtsOf } from '../../../renderer/state/doubts';
import { Failures } from '../../../renderer/state/failures';
import { Toasts } from '../../../renderer/state/toasts.svelte';
import { createApi } from '../helpers';
import { createSettings, createStage, createWording } from './alone.svelte';

describe('Announcer', () => {
  it('counts the same words as two announcements', () => {
    const announcer = new Announcer();
    announcer.say('saved');
    announcer.say('saved');
    expect(announcer).toMatchObject({ text: 'saved', count: 2 });
  });
});

describe('Toasts', () => {
  const texts = (toasts: Toasts) => toasts.list.map(({ text }) => text);
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it('lets good news go after six seconds unless they are hovered, and keeps three', () => {
    const toasts = new Toasts();
    const id = toasts.show({ tone: 'ok', text: 'saved' });
    toasts.show({ tone: 'warn', text: 'careful' });
    toasts.hold(id);
    vi.advanceTimersByTime(10_000);
    expect(texts(toasts)).toEqual(['saved', 'careful']);
    toasts.resume(id);
    vi.advanceTimersByTime(6000);
    expect(texts(toasts)).toEqual(['careful']);
    for (const text of ['1', '2', '3']) toasts.show({ tone: 'bad', text });
    expect(texts(toasts)).toEqual(['1', '2', '3']);
  });
});

describe('Failures', () => {
  it('are told with their details; what was cancelled or overtaken is not', () => {
    const toasts = new Toasts();
    const failures = new Failures(toasts, createWording());
    failures.tell('error.model', failureData('compute/crashed', {}), { name: 'a.h5' });
    failures.tell('error.export', new ApiError(failureData('compute/crashed', {})));
    failures.tell('error.export', new Error('a fault of the page'));
    failures.tell('error.export', abortError());
    failures.tell('error.export', new ApiError(failureData('job/superseded', {})));
    expect(toasts.list.map(({ tone, text, failure }) => [tone, text, failure?.code])).toEqual([
      ['bad', 'Cannot load a.h5', 'compute/crashed'],
      ['bad', 'Cannot export', 'compute/crashed'],
      ['bad', 'Cannot export', 'internal/page'],
    ]);
  });
});

describe('Wording', () => {
  it('says in both languages why something failed', () => {
    const settings = createSettings();
    const wording = createWording(settings);
    const failure = {
      code: 'output/not-written',
      values: { why: message('part/disk-is-full') },
      during: [message('doing/saving', { file: 'sample.jpg' })],
      detail: '',
    };
    const english = "Saving sample.jpg: the disk is full, or this user's share of it; choose another place.";
    expect(wording.reasonOf(failure)).toBe(english);
    settings.update({ language: 'zh-CN' });
    expect(wording.reasonOf(failure)).toBe(
      '保存 sample.jpg：磁盘已满，或当前用户的磁盘配额已用完；请换一个位置。',
    );
    expect(wording.englishReasonOf(failure)).toBe(english);
    expect(wording.reasonOf({ ...failure, code: 'never/heard-of' })).toBe(
      '保存 sample.jpg：发生意外故障（never/heard-of）；这是 Featurescope 的错误，请报告。',
    );
  });

  it('is that of the system until a language is chosen', () => {
    const settings = createSettings({ language: null });
    const wording = createWording(settings);
    expect(wording.t('bar.theme')).toBe('Theme');
    settings.update({ language: 'zh-CN' });
    expect(wording.t('bar.theme')).toBe('主题');
  });
});

describe('doubts', () => {
  it('about picture and model are told in the language of the page', async () => {
    const stage = await createStage(createApi());
    const cause = message('part/file-cut-off');
    const picture = {
      ...stage.picture!,
      warnings: [message('note/picture-missing', { file: 'a.jpg', cause, percent: 40 })],
    };
    const during = [message('doing/reading-labels', { file: 'a.txt' })];
    const unfit = failed('labels/wrong-count', { found: 2, wanted: 3 }, { during });
    const model = {
      ...stage.model!,
      warnings: [
        noteOf('unknown-preprocess', { name: '0..1', fed: '0..1', why: message('part/why-usual') }),
        noteOf('labels-unfit', { name: 'a.txt', why: valueOfFailure(unfit) }),
        noteOf('grey-input', {}),
      ],
    };
    const settings = createSettings();
    const told = () => doubtsOf(picture, model, null, createWording(settings));
    expect(told().map(({ text }) => text)).toEqual([
      'chelsea.png may not show as intended',
      'Preprocessing unknown: 0..1 is a guess',
      'a.txt beside the model does not fit',
    ]);
    expect(told()[0]?.message).toBe(
      'Reading a.jpg: the file is cut off or damaged; 40 % of the picture is missing and left white.',
    );
    expect(told()[2]?.message).toBe(
      'A labels file beside the model is not used: reading the labels a.txt: it names 2 classes, but the model has 3; give the labels that the model was trained with.',
    );
    settings.update({ language: 'zh-CN' });
    expect(told().map(({ message: whole }) => whole)).toEqual([
      '读取 a.jpg：文件被截断或已损坏；图片缺少 40 %，缺少的部分留白。',
      '不清楚此模型是如何训练的，因此像素按 0..1 输入：模型没有缩放输入的层，这类模型大多使用 x / 255；如果训练时不同，请另选预处理。',
      '未使用模型旁的标签文件：读取标签文件 a.txt：它给出 2 个类别，但模型有 3 个；请使用模型训练时的标签。',
    ]);
    expect(told()[1]?.text).toBe('预处理未知：0..1 为推测');
  });

  it.each([
    [
      'nan',
      'NaN from layer base/n on',
      'a.jpg: results hold NaN, which is no number; the first layer that gives NaN is layer base/n (ReLU); look at its settings and weights, and at the preprocessing.',
      '从层 base/n 起结果为 NaN',
      'a.jpg：结果中含有 NaN（不是数）；最先给出 NaN 的是层 base/n（ReLU）；请检查它的设置和权重，以及预处理。',
    ],
    [
      'infinite',
      'Infinite values from layer base/n on',
      'a.jpg: results hold infinite values; the first layer that gives them is layer base/n (ReLU); look at its settings and weights, and at the preprocessing.',
      '从层 base/n 起有无穷大的值',
      'a.jpg：结果中含有无穷大的值；最先给出这种值的是层 base/n（ReLU）；请检查它的设置和权重，以及预处理。',
    ],
  ] as const)(
    'about results that are no numbers (%s) name the layer where they begin',
    (kind, english, whole, chinese, wholeChinese) => {
      const layer = message('part/layer', { name: 'base/n', className: 'ReLU' });
      const analysis = { notFinite: noteOf(kind, { picture: 'a.jpg', layer, name: 'base/n' }) };
      const settings = createSettings();
      const told = () => doubtsOf(null, null, analysis, createWording(settings));
      expect(told()).toEqual([{ text: english, message: whole }]);
      settings.update({ language: 'zh-CN' });
      expect(told()).toEqual([{ text: chinese, message: wholeChinese }]);
    },
  );
});
