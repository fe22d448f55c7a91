import { describe, expect, it, vi } from 'vitest';
import { noteOf } from '../../electron/shared/note';
import { failed, valueOfFailure } from '../../electron/shared/errors';
import { message } from '../../electron/shared/messages/message';
import { ApiError } from '../../renderer/api/api';
import { AppModel } from '../../renderer/state/app-model.svelte';
import { createApi, startModel } from './helpers';

const settle = () => new Promise((resolve) => setTimeout(resolve, 30));
const toastTexts = (app: Awaited<ReturnType<typeof startModel>>) =>
  app.toasts.list.map((toast) => toast.text);

describe('AppModel', () => {
  it('starts with the remembered model and the sample', async () => {
    const app = await startModel();
    expect(app.session.model?.title).toBe('EfficientNet-Lite0');
    expect(app.session.picture?.isSample).toBe(true);
    expect(app.engineLife.state).toBe('ready');
    expect(app.choice.statistics.size).toBe(4);
    expect(app.point.pinned).not.toBeNull();
  });

  it('says where a damaged settings file was put', async () => {
    const api = createApi();
    const app = new AppModel(
      api,
      { ...(await api.call('app:info', undefined)), damagedSettings: '/home/ada/settings.damaged.json' },
      await api.call('settings:read', undefined),
    );
    app.start()();
    expect(toastTexts(app)[0]).toMatch(/put aside as settings\.damaged\.json/);
  });

  it('drops the answer of a picture that was overtaken by a newer one', async () => {
    const api = createApi();
    const app = await startModel(api);
    api.delayMs = 40;
    const first = app.pictureOpening.use({ kind: 'path', path: '/a/first.png' });
    await settle();
    const second = app.pictureOpening.use({ kind: 'path', path: '/a/second.png' });
    await Promise.all([first, second]);
    expect(app.session.picture?.name).toBe('second.png');
    expect(app.session.analysis?.pictureId).toBe(app.session.picture?.pictureId);
    expect(app.settings.value.recentPictures[0]).toBe('/a/second.png');
    expect(app.settings.value.recentPictures).not.toContain('/a/first.png');
  });

  it('keeps picture and analysis when opening fails', async () => {
    const api = createApi();
    const app = await startModel(api);
    const { picture, analysis } = app.session;
    api.failing = 'picture:open';
    await app.pictureOpening.use({ kind: 'path', path: '/a/broken.png' });
    expect(app.session.pictureWork).toMatchObject({ kind: 'failed', what: 'broken.png' });
    expect(app.session.picture).toBe(picture);
    expect(app.session.analysis).toBe(analysis);
  });

  it('keeps the model when another one cannot be loaded, and tells why', async () => {
    const api = createApi();
    const app = await startModel(api);
    const { model } = app.session;
    api.failing = 'model:load';
    await app.modelLoading.use({ kind: 'file', path: '/a/model.h5' });
    expect(app.session.model).toBe(model);
    expect(app.toasts.list.at(-1)).toMatchObject({ tone: 'bad', text: 'Cannot load model.h5' });
  });

  it('asks for everything again after compute was replaced, and says so', async () => {
    const api = createApi();
    const app = await startModel(api);
    const before = app.session.analysis;
    api.emit({ kind: 'compute', state: 'restarting', detail: '', blamed: null });
    expect(app.engineLife.state).toBe('restarting');
    expect(app.session.analysis).toBe(before);
    api.asked.length = 0;
    api.replaceCompute();
    await expect.poll(() => app.session.analysis !== before).toBe(true);
    const names = api.asked.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['model:load', 'picture:open', 'picture:analyse']));
    expect(app.engineLife.state).toBe('ready');
    expect(toastTexts(app)).toContain('The engine stopped and was started again.');
  });

  it('takes the first picture of many files and says what it left out', async () => {
    const app = await startModel();
    await app.intake.openPaths(['/a/notes.txt', '/a/b.png', '/a/c.png']);
    expect(app.session.picture?.name).toBe('b.png');
    expect(toastTexts(app)).toContain('Opened b.png; 2 other files were left out.');
  });

  it('says what is wrong with text, and with files that are neither picture nor model', async () => {
    const app = await startModel();
    await app.intake.drop({ types: ['text/plain'], items: [] } as unknown as DataTransfer);
    await app.intake.openPaths(['/a/notes.txt', '/a/more.txt']);
    expect(toastTexts(app)).toEqual([
      'This is text. Drop or paste a picture or a model file.',
      'There is no picture and no model in what was dropped.',
    ]);
  });

  it('sends the bytes of a pasted picture that has no path', async () => {
    const api = createApi();
    const app = await startModel(api);
    const file = new File([new Uint8Array([1, 2, 3])], 'no-path.png', { type: 'image/png' });
    await app.intake.paste({ files: [file], types: ['Files'] } as unknown as DataTransfer);
    const asked = api.asked.findLast(({ name }) => name === 'picture:open');
    expect(asked?.input).toMatchObject({ kind: 'bytes', name: 'no-path.png' });
  });

  it('opens a dropped model as a model', async () => {
    const api = createApi();
    const app = await startModel(api);
    await app.intake.openPaths(['/a/My Model ü.keras']);
    expect(api.asked.findLast(({ name }) => name === 'model:load')?.input).toMatchObject({
      kind: 'file',
      path: '/a/My Model ü.keras',
    });
    expect(app.settings.value.recentModels).toEqual(['/a/My Model ü.keras']);
  });

  it('runs the commands that the menu sends', async () => {
    const api = createApi();
    const app = await startModel(api);
    api.emit({ kind: 'command', id: 'flip' });
    api.emit({ kind: 'command', id: 'range' });
    api.emit({ kind: 'command', id: 'help' });
    expect(app.settings.value).toMatchObject({ transposed: true, range: 'layer' });
    expect(app.ui.isHelpOpen).toBe(true);
  });

  it('analyses again with another fit, and moves the crop frame', async () => {
    const api = createApi();
    const app = await startModel(api);
    app.analysing.setFit('crop');
    app.analysing.setCropShift(0.5);
    await settle();
    expect(api.asked.findLast(({ name }) => name === 'picture:analyse')?.input).toMatchObject({
      fit: 'crop',
      cropShift: 0.5,
    });
  });

  it('says in both languages why something failed', async () => {
    const app = await startModel();
    const failure = {
      code: 'output/not-written',
      values: { why: message('part/disk-is-full') },
      during: [message('doing/saving', { file: 'sample.jpg' })],
      detail: '',
    };
    expect(app.wording.reasonOf(failure)).toBe(
      "Saving sample.jpg: the disk is full, or this user's share of it; choose another place.",
    );
    app.settings.update({ language: 'zh-CN' });
    expect(app.wording.reasonOf(failure)).toBe(
      '保存 sample.jpg：磁盘已满，或当前用户的磁盘配额已用完；请换一个位置。',
    );
    expect(app.wording.reasonOf({ ...failure, code: 'never/heard-of' })).toBe(
      '保存 sample.jpg：发生意外故障（never/heard-of）；这是 Featurescope 的错误，请报告。',
    );
  });

  it('writes settings once for several changes, and says when it cannot', async () => {
    const api = createApi();
    const app = await startModel(api);
    api.asked.length = 0;
    app.settings.update({ topK: 5 });
    app.settings.update({ topK: 20 });
    await app.settings.flush();
    expect(api.asked.filter(({ name }) => name === 'settings:write')).toEqual([
      { name: 'settings:write', input: { topK: 20 } },
    ]);
    api.failing = 'settings:write';
    app.settings.update({ topK: 10 });
    await app.settings.flush();
    expect(toastTexts(app)).toContain('Settings could not be saved');
  });
});

describe('toasts', () => {
  it('lets good news go after six seconds unless they are hovered, and keeps three', async () => {
    const app = await startModel();
    vi.useFakeTimers();
    try {
      const id = app.toasts.show({ tone: 'ok', text: 'saved' });
      app.toasts.show({ tone: 'warn', text: 'careful' });
      app.toasts.hold(id);
      vi.advanceTimersByTime(10_000);
      expect(toastTexts(app)).toEqual(['saved', 'careful']);
      app.toasts.resume(id);
      vi.advanceTimersByTime(6000);
      expect(toastTexts(app)).toEqual(['careful']);
      for (const text of ['1', '2', '3']) app.toasts.show({ tone: 'bad', text });
      expect(toastTexts(app)).toEqual(['1', '2', '3']);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('another model', () => {
  it('takes the old results away, which have other layers and classes', async () => {
    const api = createApi();
    const app = await startModel(api);
    app.inspector.open(3, 1);
    await expect.poll(() => app.inspector.state.kind).toBe('ready');
    api.modelId = 'another';
    api.delayMs = 300;
    const done = app.modelLoading.use({ kind: 'file', path: '/home/ada/another.keras' });
    await expect.poll(() => app.session.model?.modelId).toBe('another');
    expect(app.session.analysis).toBeNull();
    expect(app.choice.statistics.size).toBe(0);
    expect(app.inspector.state.kind).toBe('loading');
    await done;
    expect(app.session.analysis).toMatchObject({ modelId: 'another' });
  });
});

describe('warnings', () => {
  it('says what is doubtful about picture and model, in the language of the page', async () => {
    const api = createApi();
    const cause = message('part/file-cut-off');
    api.pictureWarnings = [message('note/picture-missing', { file: 'a.jpg', cause, percent: 40 })];
    const during = [message('doing/reading-labels', { file: 'a.txt' })];
    const unfit = failed('labels/wrong-count', { found: 2, wanted: 3 }, { during });
    api.modelWarnings = [
      noteOf('unknown-preprocess', { name: '0..1', fed: '0..1', why: message('part/why-usual') }),
      noteOf('labels-unfit', { name: 'a.txt', why: valueOfFailure(unfit) }),
      noteOf('grey-input', {}),
    ];
    const app = await startModel(api);
    expect(app.warnings.map(({ text }) => text)).toEqual([
      'chelsea.png may not show as intended',
      'Preprocessing unknown: 0..1 is a guess',
      'a.txt beside the model does not fit',
    ]);
    expect(app.warnings[2]?.message).toBe(
      'A labels file beside the model is not used: reading the labels a.txt: it names 2 classes, but the model has 3; give the labels that the model was trained with.',
    );
    expect(app.toasts.list[0]).toMatchObject({
      tone: 'warn',
      failure: { code: 'note/picture-missing' },
    });
    const told = (): string => app.wording.reasonOf(app.toasts.list[0]!.failure!);
    expect(told()).toBe(
      'Reading a.jpg: the file is cut off or damaged; 40 % of the picture is missing and left white.',
    );
    expect(app.warnings[0]?.message).toBe(told());
    app.settings.update({ language: 'zh-CN' });
    expect(told()).toBe('读取 a.jpg：文件被截断或已损坏；图片缺少 40 %，缺少的部分留白。');
    expect(app.warnings[0]?.message).toBe(told());
    expect(app.warnings[1]?.text).toBe('预处理未知：0..1 为推测');
    expect(app.warnings[1]?.message).toBe(
      '不清楚此模型是如何训练的，因此像素按 0..1（0..1）输入：模型没有缩放输入的层，这类模型大多使用 x / 255；如果训练时不同，请另选预处理。',
    );
    expect(app.warnings[2]?.message).toBe(
      '未使用模型旁的标签文件：读取标签文件 a.txt：它给出 2 个类别，但模型有 3 个；请使用模型训练时的标签。',
    );
  });
});

describe('results that are no numbers', () => {
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
    '%s are told with the layer where they begin, in both languages',
    async (kind, english, whole, chinese, wholeChinese) => {
      const api = createApi();
      const layer = message('part/layer', { name: 'base/n', className: 'ReLU' });
      api.notFinite = noteOf(kind, { picture: 'a.jpg', layer, name: 'base/n' });
      const app = await startModel(api);
      await expect.poll(() => app.warnings.map(({ text }) => text)).toEqual([english]);
      expect(app.warnings[0]?.message).toBe(whole);
      app.settings.update({ language: 'zh-CN' });
      expect(app.warnings[0]).toEqual({ text: chinese, message: wholeChinese });
    },
  );
});

describe('maps of a result that compute has given up', () => {
  it('are not complained about: a newer result is on its way', async () => {
    const api = createApi();
    const app = await startModel(api);
    const call = api.call.bind(api);
    const failure = {
      code: 'job/unknown-analysis',
      values: {},
      during: [],
      detail: '',
    };
    const refused: string[] = [];
    api.call = ((name: string, ...rest: never[]) => {
      if (!['layer:maps', 'layer:statistics', 'map:values', 'set:hypercolumn'].includes(name))
        return call(name as never, ...(rest as unknown as [never]));
      refused.push(name);
      return Promise.reject(new ApiError(failure));
    }) as typeof api.call;
    app.atlases.want('analysis-of-before', { scope: 'map' }, [1, 2]);
    app.inspector.open(1, 1);
    app.settings.update({ layers: '0-6' });
    await app.analysing.fetchStatistics();
    app.hypercolumns.setCustom('2-3');
    await app.hypercolumns.fetchCustom();
    await settle();
    // Each is asked for once: asking again and again would not bring it back.
    expect(refused.sort()).toEqual([
      'layer:maps',
      'layer:maps',
      'layer:statistics',
      'map:values',
      'set:hypercolumn',
    ]);
    expect(app.toasts.list).toEqual([]);
    expect(app.inspector.state.kind).toBe('loading');
    expect(app.hypercolumns.customFailure).toBeNull();
  });
});
