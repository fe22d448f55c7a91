import { describe, expect, it } from 'vitest';
import { AppModel } from '../../renderer/state/app-model.svelte';
import { createApi, startModel } from './helpers';

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

  it('runs the commands that the menu sends', async () => {
    const api = createApi();
    const app = await startModel(api);
    api.emit({ kind: 'command', id: 'flip' });
    api.emit({ kind: 'command', id: 'range' });
    api.emit({ kind: 'command', id: 'help' });
    expect(app.settings.value).toMatchObject({ transposed: true, range: 'layer' });
    expect(app.ui.isHelpOpen).toBe(true);
  });
});

it('asks of a new result for the map that is looked at first, then for the tiles, last for what takes long to count', async () => {
  const api = createApi();
  const app = await startModel(api);
  app.choice.fetchDetails = async (layer) => {
    await api.call('layer:statistics', { analysisId: '', layers: [layer], withDetails: true });
  };
  Object.assign(app.matrix, { widthPx: 600, heightPx: 300 });
  app.inspector.open(3, 1);
  await expect.poll(() => app.inspector.state.kind).toBe('ready');
  const { analysis } = app.session;
  api.asked.length = 0;
  await app.pictureOpening.use({ kind: 'path', path: '/a/b.png' });
  await expect
    .poll(() => app.session.analysis !== analysis && app.tileMaps.get(3, 1) !== undefined)
    .toBe(true);
  const parts = api.asked.flatMap(({ name }) =>
    ['map:values', 'layer:maps', 'layer:statistics', 'set:hypercolumn'].includes(name) ? [name] : [],
  );
  expect(parts[0]).toBe('map:values');
  expect(parts).toContain('layer:maps');
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
