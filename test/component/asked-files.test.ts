// What the app is asked to open comes before what it would show by itself, whenever the page hears of it.
import { describe, expect, it } from 'vitest';
import { ApiError, failureData } from '../../renderer/api/api';
import type { FakeApi } from '../fake-page/fake-api';
import { AppModel } from '../../renderer/state/app-model.svelte';
import { createApi, startModel } from './helpers';

const inputs = (api: FakeApi, name: string): unknown[] =>
  api.asked.flatMap((asked) => (asked.name === name ? [asked.input] : []));
const texts = (app: AppModel): string[] => app.toasts.list.map(({ text }) => text);
const last = { lastPicture: '/last.png', lastModel: '/last.h5' };

/** Holds every request of some names until it is let go; the others go on. */
function hold(api: FakeApi, ...names: string[]): () => void {
  const call = api.call.bind(api);
  let letGo = (): void => undefined;
  const gate = new Promise<void>((resolve) => (letGo = resolve));
  api.call = (async (name: string, ...rest: never[]) => {
    if (names.includes(name)) await gate;
    return call(name as never, ...(rest as unknown as [never]));
  }) as typeof api.call;
  return letGo;
}

async function create(api: FakeApi): Promise<AppModel> {
  const [info, settings] = await Promise.all([
    api.call('app:info', undefined),
    api.call('settings:read', undefined),
  ]);
  return new AppModel(api, info, settings);
}
const isReady = (app: AppModel) =>
  expect.poll(() => app.session.analysis?.pictureId === app.session.picture?.pictureId && app.session.analysis !== null); // prettier-ignore

describe('at the start', () => {
  it.each([{}, last])(
    'opens picture and model that it was started with, and nothing else, %j',
    async (own) => {
      const api = createApi(own);
      api.askToOpen('/a/my model.h5', '/a/b.png');
      const app = await startModel(api);
      expect(inputs(api, 'picture:open')).toEqual([{ kind: 'path', path: '/a/b.png' }]);
      expect(inputs(api, 'model:load')).toEqual([expect.objectContaining({ path: '/a/my model.h5' })]);
      expect(app.settings.value).toMatchObject({ lastPicture: '/a/b.png', lastModel: '/a/my model.h5' });
      expect(app.settings.value).toMatchObject({ recentModels: ['/a/my model.h5'] });
      expect(texts(app)).toEqual([]);
    },
  );

  it('opens the rest as in the last run', async () => {
    const api = createApi(last);
    api.askToOpen('/a/b.png');
    await startModel(api);
    expect(inputs(api, 'picture:open')).toEqual([{ kind: 'path', path: '/a/b.png' }]);
    expect(inputs(api, 'model:load')).toEqual([expect.objectContaining({ path: '/last.h5' })]);
  });

  it('takes the newest of several requests', async () => {
    const api = createApi();
    api.askToOpen('/a/first.png');
    api.askToOpen('/a/model.keras');
    api.askToOpen('/a/second.png', '/a/third.png');
    const app = await startModel(api);
    expect(inputs(api, 'picture:open')).toEqual([{ kind: 'path', path: '/a/second.png' }]);
    expect(inputs(api, 'model:load')).toEqual([expect.objectContaining({ path: '/a/model.keras' })]);
    expect(texts(app)).toEqual(['Opened second.png; 1 other picture is under Recent.']);
  });

  it.each([
    ['en', /^There is no file \/gone\/a\.png\./, 'Cannot load bad.h5'],
    ['zh-CN', /\/gone\/a\.png/, '无法加载 bad.h5'],
  ] as const)(
    'says in %s what is missing or cannot be opened, and shows the last',
    async (language, missing, bad) => {
      const api = createApi({ ...last, language });
      api.missingPaths = ['/gone/a.png'];
      api.askToOpen('/gone/a.png', '/a/bad.h5');
      const call = api.call.bind(api);
      api.call = ((name: string, input: { path?: string }, ...rest: never[]) =>
        input?.path === '/a/bad.h5'
          ? Promise.reject(new ApiError(failureData('internal/page', { what: 'it is damaged' })))
          : call(name as never, input as never, ...(rest as unknown as []))) as typeof api.call;
      const app = await startModel(api);
      expect(texts(app)).toEqual([expect.stringMatching(missing), bad]);
      expect(app.session.picture?.path).toBe('/last.png');
      expect(inputs(api, 'model:load').at(-1)).toMatchObject({ path: '/last.h5' });
    },
  );

  it('counts many missing files', async () => {
    const api = createApi();
    api.missingPaths = ['/a.png', '/b.png', '/c.png'];
    api.askToOpen(...api.missingPaths);
    const app = await startModel(api);
    expect(texts(app)).toEqual([expect.stringMatching(/^3 of the files do not exist\..* \/a\.png\./)]);
    expect(app.session.picture?.isSample).toBe(true);
  });

  it.each(['files:take', 'models:list', 'settings:write', 'picture:open', 'model:load'])(
    'opens what is asked for while it waits for %s, and the rest steps back',
    async (held) => {
      const api = createApi(last);
      const letGo = hold(api, held);
      const app = await create(api);
      const stop = app.start();
      api.askToOpen('/a/my model.h5', '/a/b.png');
      await Promise.resolve();
      letGo();
      await isReady(app).toBe(true);
      await expect.poll(() => app.activities.list).toEqual([]);
      expect(app.session.picture?.path).toBe('/a/b.png');
      expect(app.session.modelSource).toMatchObject({ path: '/a/my model.h5' });
      expect(inputs(api, 'model:load').at(-1)).toMatchObject({ path: '/a/my model.h5' });
      expect(inputs(api, 'picture:open').at(-1)).toEqual({ kind: 'path', path: '/a/b.png' });
      stop();
    },
  );

  it('shows the last where what is asked for meanwhile cannot be opened', async () => {
    const api = createApi(last);
    const letGo = hold(api, 'models:list', 'picture:open');
    const app = await create(api);
    const stop = app.start();
    api.missingPaths = ['/a/bad.h5', '/a/bad.png'];
    void app.modelLoading.use({ kind: 'file', path: '/a/bad.h5' });
    void app.pictureOpening.use({ kind: 'path', path: '/a/bad.png' });
    letGo();
    await isReady(app).toBe(true);
    expect(app.session.picture?.path).toBe('/last.png');
    expect(app.session.modelSource).toMatchObject({ path: '/last.h5' });
    expect(texts(app).sort()).toEqual(['Cannot load bad.h5']);
    stop();
  });

  it('tries a picture once more that compute died over', async () => {
    const api = createApi();
    api.askToOpen('/a/b.png');
    const call = api.call.bind(api);
    let hasDied = false;
    api.call = ((name: string, ...rest: never[]) => {
      if (name !== 'picture:open' || hasDied) return call(name as never, ...(rest as unknown as [never]));
      hasDied = true;
      setTimeout(() => api.crashCompute());
      return Promise.reject(new ApiError(failureData('compute/crashed', {})));
    }) as typeof api.call;
    const app = await create(api);
    const stop = app.start();
    await expect.poll(() => app.session.picture?.path).toBe('/a/b.png');
    stop();
  });
});

describe('later', () => {
  it('opens what a second start asks for, and leaves the rest', async () => {
    const api = createApi();
    const app = await startModel(api);
    api.askToOpen('/a/c.png');
    await expect.poll(() => app.session.picture?.name).toBe('c.png');
    expect(inputs(api, 'model:load')).toHaveLength(1);
  });

  it('keeps what is on screen where a file is missing', async () => {
    const api = createApi();
    const app = await startModel(api);
    api.missingPaths = ['/gone.png'];
    api.askToOpen('/gone.png');
    await expect.poll(() => texts(app)).toEqual([expect.stringMatching(/^There is no file \/gone\.png\./)]);
    expect(app.session.picture?.isSample).toBe(true);
    expect(inputs(api, 'picture:open')).toHaveLength(1);
  });
});
