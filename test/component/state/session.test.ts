import { beforeEach, describe, expect, it } from 'vitest';
import { noModelUse } from '../../../electron/shared/default-settings';
import { Activities } from '../../../renderer/state/activities.svelte';
import { isEngineDown, Session } from '../../../renderer/state/session.svelte';
import type { FakeApi } from '../../fake-page/fake-api';
import { createApi } from '../helpers';
import { createSettings, inputsOf, namesAsked, refuse } from './alone.svelte';

const wishes = { fit: 'stretch', cropShift: 0, layers: [0], sets: [] } as const;
const analyse = (session: Session) => session.analyse({ ...wishes, layers: [0], sets: [] });
const model = { kind: 'file', path: '/a.h5', use: noModelUse } as const;
let api: FakeApi;
let session: Session;
beforeEach(async () => {
  api = createApi();
  session = new Session(api, new Activities(), createSettings());
  await session.loadModel(model, 'a.h5');
  await session.openPicture({ kind: 'sample' }, '');
  await analyse(session);
});

it('has model, picture and the analysis of both', async () => {
  expect(session.modelSource).toEqual(model);
  expect(session.pictureSource).toEqual({ kind: 'sample' });
  expect(session.analysis).toMatchObject({
    pictureId: session.picture?.pictureId,
    modelId: session.model?.modelId,
  });
  expect(inputsOf(api, 'picture:analyse')).toMatchObject([wishes]);
  expect(await session.mapValues({ layer: 1, filter: 2 })).toMatchObject({ layer: 1, filter: 2 });
  expect(inputsOf(api, 'map:values')).toMatchObject([{ analysisId: session.analysis?.analysisId }]);
});

it('analyses nothing before there are a model and a picture, or after the page is closed', async () => {
  api.asked.length = 0;
  expect(await analyse(new Session(api, new Activities(), createSettings()))).toBe(false);
  session.stop();
  expect(await analyse(session)).toBe(false);
  expect(namesAsked(api)).toEqual([]);
});

it('drops the answer of a picture that was overtaken by a newer one', async () => {
  api.delayMs = 20;
  const first = session.openPicture({ kind: 'path', path: '/first.png' }, 'first.png');
  const second = session.openPicture({ kind: 'path', path: '/second.png' }, 'second.png');
  expect(await Promise.all([first, second])).toEqual([false, true]);
  expect(session.picture?.name).toBe('second.png');
  expect(session.pictureWork.kind).toBe('idle');
});

it('is idle again after work that was cancelled', async () => {
  api.delayMs = 60_000;
  const analysing = analyse(session);
  expect(session.analysisWork).toEqual({ kind: 'busy', what: 'chelsea.png' });
  (session.activities as Activities).list[0]!.cancel();
  expect(await analysing).toBe(false);
  expect(session.analysisWork.kind).toBe('idle');
  expect(session.analysis).not.toBeNull();
});

it.each([
  ['picture:open', 'pictureWork', () => session.openPicture({ kind: 'path', path: '/b.png' }, 'b.png')],
  ['model:load', 'modelWork', () => session.loadModel({ ...model, path: '/b.h5' }, 'b.h5')],
  ['model:use', 'useWork', () => session.changeUse({ ...noModelUse, resize: 'nearest' })],
  ['picture:analyse', 'analysisWork', () => analyse(session)],
] as const)('keeps the last good result where %s fails', async (name, work, act) => {
  const { model: before, picture, analysis } = session;
  api.failing = name;
  expect(await act()).toBe(false);
  expect(session[work].kind).toBe('failed');
  expect(session).toMatchObject({ model: before, picture, analysis });
  session.dismissModelFailure();
  session.dismissPictureFailure();
  expect([session.modelWork.kind, session.pictureWork.kind]).toEqual(['idle', 'idle']);
});

it('tells work that ended because compute did from work that failed', async () => {
  refuse(api, 'compute/crashed', 'picture:open');
  await session.openPicture({ kind: 'sample' }, '');
  expect(isEngineDown(session.pictureWork)).toBe(true);
  api.failing = 'picture:analyse';
  await analyse(session);
  expect(isEngineDown(session.analysisWork)).toBe(false);
});

describe('results leave', () => {
  it('with their model', async () => {
    await session.loadModel(model, '');
    expect(session.analysis).not.toBeNull(); // the same one again
    api.modelId = 'another';
    await session.loadModel({ ...model, path: '/b.h5' }, '');
    expect(session.analysis).toBeNull();
  });

  it('with the output that they are of, and stay where only its names change', async () => {
    await session.changeUse({ ...noModelUse, labels: '/labels.txt' });
    expect(session.analysis).not.toBeNull();
    await session.changeUse({ ...noModelUse, head: 'other' });
    expect(session.analysis).toBeNull();
    expect(session.model?.head).toBe('other');
  });
});

it('has colours made sRGB where that is chosen, of files that may have a profile', async () => {
  session.settings.update({ colourProfile: 'convert' });
  await session.openPicture({ kind: 'path', path: '/a.png' }, 'a.png');
  await session.openPicture({ kind: 'sample' }, '');
  expect(inputsOf(api, 'picture:open').slice(-2)).toEqual([
    { kind: 'path', path: '/a.png', convertColours: true },
    { kind: 'sample' },
  ]);
  expect(session.pictureSource).toEqual({ kind: 'sample' });
});
