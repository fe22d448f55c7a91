/** Pictures and models come in: by the dialog, drops, pastes and the last run. */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Failure, PictureSource, Settings } from '../../../electron/shared/contract';
import { failureSentence } from '../../../electron/shared/messages/sentence';
import { toldOf, windowTables } from '../../../electron/shared/messages/tables';
import { message } from '../../../electron/shared/messages/message';
import { noModelUse } from '../../../electron/shared/default-settings';
import { Activities } from '../../../renderer/state/activities.svelte';
import { Intake } from '../../../renderer/state/intake';
import { ModelLoading } from '../../../renderer/state/model-loading';
import { ModelMemory } from '../../../renderer/state/model-memory';
import { ModelQuestion } from '../../../renderer/state/model-question.svelte';
import { PictureOpening } from '../../../renderer/state/picture-opening';
import { PointModel } from '../../../renderer/state/point-model.svelte';
import type { SettingsModel } from '../../../renderer/state/settings-model.svelte';
import { Session } from '../../../renderer/state/session.svelte';
import { Toasts } from '../../../renderer/state/toasts.svelte';
import type { FakeApi } from '../../fake-page/fake-api';
import { createApi } from '../helpers';
import { createSettings, createWording, inputsOf, refuse, Told } from './alone.svelte';

let api: FakeApi;
let failures: Told;
let toasts: Toasts;
let session: Session;
const analysing = { cropShift: 0, start: vi.fn(async () => undefined) };
const wording = createWording();
beforeEach(() => {
  api = createApi();
  failures = new Told();
  toasts = new Toasts();
  session = new Session(api, new Activities(), createSettings());
  analysing.start.mockClear();
});
const texts = () => toasts.list.map(({ text }) => text);

describe('PictureOpening', () => {
  const create = (patch: Partial<Settings> = {}) =>
    new PictureOpening({
      ...{ analysing, failures, point: new PointModel(session), session, toasts, wording },
      settings: createSettings({ recentPictures: [], ...patch }),
    });

  it('remembers files, begins anew with point and crop, and has the picture analysed', async () => {
    const opening = create();
    const { point, settings } = opening.parts;
    await opening.use({ kind: 'sample' });
    expect(point.pinned).not.toBeNull(); // the first look shows what a point is
    analysing.cropShift = 0.5;
    await opening.use({ kind: 'path', path: '/a/b.png' });
    expect(point.pinned).toBeNull();
    expect(analysing.cropShift).toBe(0);
    expect(settings.value).toMatchObject({ lastPicture: '/a/b.png', recentPictures: ['/a/b.png'] });
    await opening.use({ kind: 'bytes', name: 'pasted.png', bytes: new Uint8Array() });
    expect(settings.value).toMatchObject({ lastPicture: '', recentPictures: ['/a/b.png'] });
    expect(analysing.start).toHaveBeenCalledTimes(3);
  });

  it('tells what is wrong with a picture that opens all the same', async () => {
    const cause = message('part/file-cut-off');
    api.pictureWarnings = [message('note/picture-missing', { file: 'a.jpg', cause, percent: 40 })];
    await create().use({ kind: 'sample' });
    expect(texts()).toEqual(['chelsea.png may not show as intended']);
    expect(toasts.list[0]?.failure?.code).toBe('note/picture-missing');
  });

  it('opens at the start what is asked for, else the last picture, else the sample', async () => {
    await create({ lastPicture: '/last.png' }).first()('/asked.png');
    expect(session.picture?.path).toBe('/asked.png');
    api.missingPaths = ['/asked.png'];
    await create({ lastPicture: '/last.png' }).first()('/asked.png');
    expect(failures.list).toMatchObject([{ title: 'error.image', parameters: { name: 'asked.png' } }]);
    expect(session.picture?.path).toBe('/last.png');
    api.missingPaths = ['/last.png'];
    const forgetful = create({ lastPicture: '/last.png' });
    await forgetful.first()(undefined);
    expect(session.picture?.isSample).toBe(true);
    expect(forgetful.parts.settings.value.lastPicture).toBe('');
  });

  it('opens the picture again where its colours are to be read in another way', async () => {
    const opening = create();
    await opening.use({ kind: 'path', path: '/a/b.png' });
    await opening.useColours('convert');
    expect(inputsOf(api, 'picture:open').at(-1)).toMatchObject({ path: '/a/b.png' });
    expect(opening.parts.settings.value.colourProfile).toBe('convert');
    expect(analysing.start).toHaveBeenCalledTimes(2);
  });

  it('steps back behind what the user opens meanwhile', async () => {
    const opening = create({ lastPicture: '/last.png' });
    const openFirst = opening.first();
    await opening.use({ kind: 'path', path: '/mine.png' });
    await openFirst(undefined);
    expect(inputsOf(api, 'picture:open')).toEqual([{ kind: 'path', path: '/mine.png' }]);
  });
});

describe('ModelLoading', () => {
  function create(patch: Partial<Settings> = {}) {
    const settings = createSettings(patch);
    const memory = new ModelMemory(settings);
    const question = new ModelQuestion({ api, failures, memory, useModel: async () => undefined });
    return new ModelLoading({ analysing, api, failures, memory, question, session, settings });
  }

  it('loads a model as it was used before, remembers it, and has the picture analysed', async () => {
    const loading = create();
    const { memory, settings } = loading.parts;
    memory.remember({ kind: 'file', path: '/a.h5' }, { ...noModelUse, resize: 'nearest' });
    await loading.use({ kind: 'file', path: '/a.h5' });
    expect(inputsOf(api, 'model:load')).toMatchObject([{ path: '/a.h5', use: { resize: 'nearest' } }]);
    expect(settings.value).toMatchObject({ lastModel: '/a.h5', recentModels: ['/a.h5'] });
    await loading.use({ kind: 'catalog', id: 'efficientnet-lite0' });
    expect(settings.value).toMatchObject({ lastModel: '', modelId: 'efficientnet-lite0' });
    expect(analysing.start).toHaveBeenCalledTimes(2);
  });

  it('keeps the model where another one cannot be loaded, and tells why', async () => {
    const loading = create();
    await loading.use({ kind: 'catalog', id: 'efficientnet-lite0' });
    const { model } = session;
    api.failing = 'model:load';
    await loading.use({ kind: 'file', path: '/b/bad.h5' });
    expect(session.model).toBe(model);
    expect(failures.list).toMatchObject([{ title: 'error.model', parameters: { name: 'bad.h5' } }]);
    expect(session.modelWork.kind).toBe('idle');
  });

  it.each([
    [
      'en',
      'The file was removed after it was dropped, before it could be read; put it back and drop it again.',
    ],
    ['zh-CN', '该文件在拖放之后、读取之前已被移除；请放回原处后重新拖放。'],
  ] as const)('says in %s that a dropped file was removed before it was read', async (language, sentence) => {
    const loading = create();
    refuse(api, 'model/not-found', 'model:load');
    await loading.useDropped('/a/gone.h5');
    const [{ title, error }] = failures.list as [Told['list'][0]];
    expect(title).toBe('error.model');
    expect(failureSentence(toldOf(error as Failure), windowTables[language])).toBe(sentence);
  });

  it('changes how the model is used, remembers that, and analyses where numbers change', async () => {
    const loading = create();
    await loading.use({ kind: 'file', path: '/a.h5' });
    await loading.change({ preprocess: '0..1' });
    expect(analysing.start).toHaveBeenCalledTimes(2);
    api.chosenPaths = ['/labels.txt'];
    await loading.chooseLabels();
    expect(analysing.start).toHaveBeenCalledTimes(2); // only names have changed
    const uses = [{ model: '/a.h5', preprocess: '0..1', labels: '/labels.txt' }];
    expect(loading.parts.settings.value.modelUses).toMatchObject(uses);
    api.failing = 'model:use';
    await loading.change({ preprocess: 'torch' });
    expect(failures.list).toMatchObject([{ title: 'error.use' }]);
    expect(loading.parts.settings.value.modelUses).toMatchObject(uses);
  });

  it('finds which files of recent models are gone', async () => {
    api.missingPaths = ['/gone.h5'];
    expect(await create().findMissing()).toEqual(['/gone.h5']);
    api.failing = 'files:missing';
    expect(await create().findMissing()).toEqual([]);
  });

  it('loads at the start the last model, else the last one of the catalogue', async () => {
    api.missingPaths = ['/gone.h5'];
    const loading = create({ lastModel: '/gone.h5' });
    await loading.first()(undefined);
    expect(session.model).not.toBeNull();
    expect(inputsOf(api, 'model:load').at(-1)).toMatchObject({ kind: 'catalog', id: 'efficientnet-lite0' });
    expect(failures.list).toMatchObject([{ title: 'error.model', parameters: { name: 'gone.h5' } }]);
    expect(loading.parts.settings.value.lastModel).toBe('');
  });
});

describe('ModelMemory', () => {
  it('remembers the last 40 models, and none whose use is as it is by itself', () => {
    const memory = new ModelMemory(createSettings());
    for (let number = 0; number < 45; number++)
      memory.remember({ kind: 'file', path: `/${number}.h5` }, { ...noModelUse, resize: 'nearest' });
    expect(memory.settings.value.modelUses).toHaveLength(40);
    expect(memory.useOf({ kind: 'file', path: '/44.h5' }).resize).toBe('nearest');
    expect(memory.useOf({ kind: 'file', path: '/0.h5' })).toEqual(noModelUse);
    memory.remember({ kind: 'file', path: '/44.h5' }, noModelUse);
    expect(memory.settings.value.modelUses).toHaveLength(39);
  });
});

describe('ModelQuestion', () => {
  const source = { kind: 'file', path: '/two.keras' } as const;
  const ask = { kind: 'architecture' as const, ids: ['resnet50'] };
  const failure = { code: 'model/needs-architecture', values: {}, during: [], detail: '' };

  it('opens the model again with the answer and what is remembered, and is closed', async () => {
    const useModel = vi.fn(async () => undefined);
    const memory = new ModelMemory(createSettings());
    memory.remember(source, { ...noModelUse, resize: 'nearest' });
    const question = new ModelQuestion({ api, failures, memory, useModel });
    await question.answer({ architecture: 'resnet50' });
    expect(useModel).not.toHaveBeenCalled(); // nothing was asked
    question.open = { source, name: 'two.keras', failure, ask };
    api.chosenPaths = ['/mine.json'];
    await question.chooseArchitecture();
    const use = { ...noModelUse, resize: 'nearest', architecture: '/mine.json' };
    expect(useModel).toHaveBeenCalledExactlyOnceWith(source, use);
    expect(question.open).toBeNull();
  });
});

describe('Intake', () => {
  const modelLoading = { use: vi.fn(async () => undefined), useDropped: vi.fn(async () => undefined) };
  /** Names that are no pictures, and those that are gone from the disk. */
  let bad: string[] = [];
  let gone: string[] = [];
  const pictureOpening = {
    use: vi.fn(async (source: PictureSource, onOpened?: () => void): Promise<Failure | null> => {
      const name =
        source.kind === 'path' ? source.path.split('/').at(-1)! : source.kind === 'bytes' ? source.name : '';
      const isGone = source.kind === 'path' && gone.includes(name);
      if (!isGone && !bad.includes(name)) return (onOpened?.(), null);
      const code = isGone ? 'image/not-found' : 'image/empty';
      return { code, values: {}, during: [], detail: '' };
    }),
  };
  beforeEach(() => void ([bad, gone] = [[], []]));
  const opened = () => pictureOpening.use.mock.calls.map(([source]) => source);
  beforeEach(() => void [modelLoading.use.mockClear(), pictureOpening.use.mockClear()]);
  let settings: SettingsModel;
  beforeEach(() => void (settings = createSettings({ recentPictures: ['/a/old.png'] })));
  const create = () => new Intake({ api, failures, modelLoading, pictureOpening, settings, toasts, wording });
  const transfer = (patch: object) => patch as unknown as DataTransfer;

  it('opens the first picture and the first model of many files and says what it leaves out', async () => {
    await create().openPaths(['/a/notes.txt', '/a/b.png', '/a/c.png']);
    expect(opened()).toEqual([{ kind: 'path', path: '/a/b.png' }]);
    expect(texts()).toEqual(['Opened b.png; 1 more under Recent, 1 other file was left out.']);
    expect(settings.value.recentPictures).toEqual(['/a/c.png', '/a/old.png']);
    await create().openPaths(['/a/My Model ü.keras']);
    expect(modelLoading.use).toHaveBeenCalledExactlyOnceWith({ kind: 'file', path: '/a/My Model ü.keras' });
  });

  it('puts the rest of many dropped pictures under Recent, as many as there is room for, and says so for a while', async () => {
    const files = Array.from({ length: 20 }, (_, at) => new File([], `${at}.png`));
    const items = files.map((file) => ({ kind: 'file', getAsFile: () => file }));
    await create().drop(transfer({ types: ['Files'], items }));
    expect(opened()).toEqual([{ kind: 'path', path: '/fake/0.png' }]);
    expect(texts()).toEqual(['Opened 0.png; 7 more under Recent, 12 other files were left out.']);
    expect(toasts.list[0]?.tone).toBe('ok'); // leaves by itself
    expect(settings.value.recentPictures).toEqual([
      ...Array.from({ length: 7 }, (_, at) => `/fake/${at + 1}.png`),
      '/a/old.png',
    ]);
  });

  it('asks for files of the kind that is wanted, and says when that fails', async () => {
    api.chosenPaths = ['/a/b.png'];
    await create().choose('picture');
    expect(inputsOf(api, 'files:choose')).toEqual([{ kind: 'picture' }]);
    expect(pictureOpening.use).toHaveBeenCalledOnce();
    api.failing = 'files:choose';
    await create().choose('any');
    expect(failures.list).toMatchObject([{ title: 'error.engine' }]);
  });

  it('says what is wrong with text, and with files that are neither picture nor model', async () => {
    const getData = () => 'some words';
    await create().drop(transfer({ types: ['text/plain'], items: [], getData }));
    await create().openPaths(['/a/notes.txt', '/a/more.txt']);
    await create().paste(transfer({ files: [], types: [] }));
    expect(texts()).toEqual([
      'This is text. Drop or paste a picture or a model file.',
      'There is no picture and no model in what was dropped.',
      'The clipboard holds no picture.',
    ]);
  });

  it('sends the bytes of a pasted picture that has no path, but not of a model', async () => {
    const paste = (name: string) =>
      create().paste(transfer({ files: [new File([new Uint8Array([1, 2, 3])], name)], types: ['Files'] }));
    await paste('no-path.png');
    const bytes = expect.any(Uint8Array) as Uint8Array;
    expect(opened()).toEqual([{ kind: 'bytes', name: 'no-path.png', bytes }]);
    await paste('no-path.keras');
    expect(modelLoading.useDropped).not.toHaveBeenCalled();
    expect(texts()).toEqual([
      'no-path.keras has no place on the disk. Save it there first, then drop the file.',
    ]);
    await dropped('a model.h5');
    expect(modelLoading.useDropped).toHaveBeenCalledExactlyOnceWith('/fake/a model.h5');
  });

  it('asks main for a picture in the clipboard of a kind that pages are not handed', async () => {
    api.clipboard = { name: 'clipboard.jpg', bytes: Uint8Array.of(0xff, 0xd8) };
    await create().paste(transfer({ files: [], types: [] }));
    expect(opened()).toEqual([{ kind: 'bytes', ...api.clipboard }]);
    expect(texts()).toEqual([]);
  });

  const file = (name: string) => new File([new Uint8Array([1, 2, 3])], name);
  const dropped = (...names: string[]) =>
    create().drop(
      transfer({
        types: ['Files'],
        items: names.map((name) => ({ kind: 'file', getAsFile: () => file(name) })),
      }),
    );

  it('opens the first picture that can be, and says so only of that one', async () => {
    bad = ['a.jpg'];
    await dropped('a.jpg', 'b.png', 'c.png');
    expect(opened()).toMatchObject([{ path: '/fake/a.jpg' }, { path: '/fake/b.png' }]);
    expect(texts()).toEqual(['Opened b.png; 1 more under Recent, 1 other file was left out.']);
    pictureOpening.use.mockClear();
    await create().openPaths(['/x/a.jpg', '/x/b.png']);
    expect(opened()).toMatchObject([{ path: '/x/a.jpg' }, { path: '/x/b.png' }]);
  });

  it('says what is wrong with the first where none can be opened', async () => {
    bad = ['a.jpg', 'b.png'];
    await dropped('a.jpg', 'b.png');
    expect(opened()).toMatchObject([
      { path: '/fake/a.jpg' },
      { path: '/fake/b.png' },
      { path: '/fake/a.jpg' },
    ]);
    expect(texts()).toEqual([]);
  });

  it('takes hidden files of a drop for none', async () => {
    await dropped('.DS_Store', '._b.jpg', 'b.jpg');
    expect(opened()).toMatchObject([{ path: '/fake/b.jpg' }]);
    expect(texts()).toEqual([]);
  });

  it('opens the bytes that it took at the drop where the file is gone already', async () => {
    gone = ['a.png'];
    await dropped('a.png');
    expect(opened()).toEqual([
      { kind: 'path', path: '/fake/a.png' },
      { kind: 'bytes', name: 'a.png', bytes: Uint8Array.of(1, 2, 3) },
    ]);
  });

  /** A dropped folder of files and folders, as the page sees it. */
  const folderOf = (name: string, ...below: object[]) => ({
    ...{ name, isDirectory: true },
    createReader: () => {
      const batches = [below, []];
      return { readEntries: (resolve: (entries: object[]) => void) => resolve(batches.shift()!) };
    },
  });
  const fileIn = (name: string, isGone = false) => ({
    ...{ name, isDirectory: false },
    file: (resolve: (found: File) => void, reject: () => void) => (isGone ? reject() : resolve(file(name))),
  });
  const dropFolder = (entry: object) =>
    create().drop(
      transfer({
        types: ['Files'],
        items: [{ kind: 'file', getAsFile: () => null, webkitGetAsEntry: () => entry }],
      }),
    );

  it('says that a name is no UTF-8 where a folder holds nothing else, and walks in no circle', async () => {
    const circle: ReturnType<typeof folderOf> = folderOf('');
    circle.createReader = () => ({ readEntries: (resolve) => resolve([circle]) });
    for (const entry of [
      folderOf('a', fileIn('')),
      folderOf('a', circle),
      folderOf('b\ufffd', fileIn('c.png')),
    ])
      await dropFolder(entry);
    const sentence =
      'A name in this folder is no UTF-8 text, so that the file cannot be had from a drop. Rename it, or use Open.';
    expect(texts()).toEqual([sentence, sentence, sentence]);
    await dropFolder(folderOf('a', fileIn(''), fileIn('c.png')));
    expect(opened()).toMatchObject([{ path: '/fake/c.png' }]);
    expect(texts().at(-1)).toBe('Opened c.png; 1 other file was left out.');
  });

  it('says that what a folder held is gone', async () => {
    await dropFolder(folderOf('a', fileIn('a.png', true)));
    expect(texts()).toEqual([
      'What was dropped is not there any more, or may not be read. Put it back and drop it again.',
    ]);
  });

  it('says of an address that the picture is to be saved first', async () => {
    const address = {
      types: ['text/uri-list', 'text/html'],
      items: [],
      getData: () => 'https://a.org/b.png',
    };
    await create().drop(transfer(address));
    await create().paste(
      transfer({ files: [], types: ['text/plain'], getData: () => ' http://a.org/b.png' }),
    );
    const sentence =
      'This is an address on the web, not a picture. Save the picture to the disk first, then drop the file.';
    expect(texts()).toEqual([sentence, sentence]);
  });

  it('opens what a second start asks for, and says what does not exist', async () => {
    api.missingPaths = ['/gone.png'];
    api.askToOpen('/gone.png', '/a/model.h5');
    await create().openAsked();
    expect(modelLoading.use).toHaveBeenCalledExactlyOnceWith({ kind: 'file', path: '/a/model.h5' });
    expect(texts()).toEqual([expect.stringMatching(/^There is no file \/gone\.png\./)]);
  });
});
