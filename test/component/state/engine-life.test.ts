import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { ComputeNews } from '../../../electron/shared/contract';
import { EngineLife } from '../../../renderer/state/engine-life.svelte';
import { Toasts } from '../../../renderer/state/toasts.svelte';
import { createSettings, createWording } from './alone.svelte';

const done = async () => undefined;
const news = (state: ComputeNews['state'], blamed: string | null = null): ComputeNews => ({
  ...{ kind: 'compute', state, detail: '', blamed },
});
const loadFirst = vi.fn(done);
const openFirst = vi.fn(done);
const parts = {
  analysing: { start: vi.fn(done) },
  api: { call: vi.fn(done) as never },
  intake: { takeAsked: vi.fn(async () => ({ picture: '/asked.png', model: '/asked.h5' })) },
  modelLoading: { first: () => loadFirst, load: vi.fn(async () => true), loadFromCatalog: vi.fn(done), use: vi.fn(done) }, // prettier-ignore
  pictureOpening: { first: () => openFirst },
};
const onScreen = {
  model: { title: 'Mine' },
  modelSource: { kind: 'file', path: '/mine.h5' },
  modelWork: { kind: 'idle' },
  picture: { name: 'a.png' },
  pictureSource: { kind: 'path', path: '/a.png' },
  openPicture: vi.fn(async () => true),
};
function create(session: object = onScreen) {
  const [settings, toasts, wording] = [
    createSettings({ lastModel: '/mine.h5' }),
    new Toasts(),
    createWording(),
  ];
  return new EngineLife({ ...parts, session: session as never, settings, toasts, wording });
}
beforeEach(() => vi.clearAllMocks());

it('begins with what was asked for, and analyses it', async () => {
  await create().begin();
  expect(openFirst).toHaveBeenCalledExactlyOnceWith('/asked.png');
  expect(loadFirst).toHaveBeenCalledExactlyOnceWith('/asked.h5');
  expect(parts.analysing.start).toHaveBeenCalledOnce();
});

describe('compute has died', () => {
  it('and is said to start again; model, picture and analysis are asked for again', async () => {
    const life = create();
    life.take(news('restarting'));
    expect(life.state).toBe('restarting');
    expect(life.parts.toasts.list[0]?.text).toBe('The engine stopped and was started again.');
    life.take(news('ready'));
    await life.beginAgain();
    expect(life.state).toBe('ready');
    expect(onScreen.openPicture).toHaveBeenCalledExactlyOnceWith(onScreen.pictureSource, 'a.png');
    expect(parts.modelLoading.load).toHaveBeenCalledExactlyOnceWith(onScreen.modelSource, 'Mine');
    expect(parts.analysing.start).toHaveBeenCalledOnce();
  });

  it('of the model: another one is loaded, and there is a way back', async () => {
    const life = create();
    life.take(news('restarting', '/mine.h5'));
    expect(life.parts.settings.value.lastModel).toBe('');
    expect(life.parts.toasts.list).toMatchObject([
      { text: expect.stringMatching(/^mine\.h5 stopped/) as string },
    ]);
    await life.beginAgain();
    expect(parts.modelLoading.load).not.toHaveBeenCalled();
    expect(parts.modelLoading.loadFromCatalog).toHaveBeenCalledOnce();
    life.parts.toasts.list[0]?.action?.run();
    expect(parts.modelLoading.use).toHaveBeenCalledExactlyOnceWith(onScreen.modelSource);
    await life.beginAgain(); // the blame is taken once
    expect(parts.modelLoading.load).toHaveBeenCalledOnce();
  });

  it('before anything was on screen: it begins anew', async () => {
    await create({ ...onScreen, pictureSource: null, modelSource: null }).beginAgain();
    expect(openFirst).toHaveBeenCalledOnce();
  });
});

it('is started again when the user wants that', () => {
  create().restart();
  expect(parts.api.call).toHaveBeenCalledExactlyOnceWith('compute:restart', undefined);
});

it('says what was left out because its loading did not end', () => {
  const life = create();
  life.tellLeft('model.untrusted', '/models/bad.h5');
  expect(life.parts.toasts.list[0]?.text).toBe(
    'bad.h5 was not opened, because loading it did not finish last time. The bundled model is used instead.',
  );
});
