import { screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { message } from '../../electron/shared/messages/message';
import { noteOf } from '../../electron/shared/note';
import { noModelUse } from '../../electron/shared/default-settings';
import { exportItems } from '../../renderer/views/bars/export-items';
import { tileJobs } from '../../renderer/views/maps/tile-jobs';
import { createApi, renderApp, startModel } from './helpers';

const lastInput = (api: ReturnType<typeof createApi>, wanted: string) =>
  api.asked.findLast(({ name }) => name === wanted)?.input;
const count = (api: ReturnType<typeof createApi>, wanted: string) =>
  api.asked.filter(({ name }) => name === wanted).length;

describe('how a model is used', () => {
  it('is changed, remembered for its file, and the picture is analysed again', async () => {
    const api = createApi();
    const app = await startModel(api);
    await app.modelLoading.use({ kind: 'file', path: '/a.h5' });
    const before = count(api, 'picture:analyse');
    await app.modelLoading.change({ preprocess: '0..1' });
    expect(lastInput(api, 'model:use')).toMatchObject({ use: { ...noModelUse, preprocess: '0..1' } });
    expect(app.session.model?.preprocess).toBe('0..1');
    expect(count(api, 'picture:analyse')).toBe(before + 1);
    expect(app.settings.value.modelUses).toEqual([{ ...noModelUse, preprocess: '0..1', model: '/a.h5' }]);
    await app.modelLoading.use({ kind: 'catalog', id: 'efficientnet-lite0' });
    await app.modelLoading.use({ kind: 'file', path: '/a.h5' });
    expect(lastInput(api, 'model:load')).toMatchObject({ path: '/a.h5', use: { preprocess: '0..1' } });
    await app.modelLoading.change(noModelUse);
    expect(app.settings.value.modelUses).toEqual([]);
  });

  it('takes other class names without a new analysis, and another output with one', async () => {
    const api = createApi();
    const app = await startModel(api);
    const before = count(api, 'picture:analyse');
    api.chosenPaths = ['/labels.txt'];
    await app.modelLoading.chooseLabels();
    expect(app.session.model?.labelsFile).toBe('/labels.txt');
    expect(count(api, 'picture:analyse')).toBe(before);
    const changing = app.modelLoading.change({ head: 'other' });
    await waitFor(() => expect(app.session.model?.head).toBe('other'));
    await changing;
    expect(count(api, 'picture:analyse')).toBe(before + 1);
  });

  it('stays as it was where a choice is refused, and the reason is shown', async () => {
    const api = createApi();
    const app = await startModel(api);
    api.failing = 'model:use';
    await app.modelLoading.change({ preprocess: 'torch' });
    expect(app.session.model?.preprocess).toBe('127/128');
    expect(app.toasts.list.at(-1)).toMatchObject({
      tone: 'bad',
      text: 'Cannot use EfficientNet-Lite0 like this',
    });
    expect(app.settings.value.modelUses).toEqual([]);
  });

  it('remembers the last 40 models', async () => {
    const app = await startModel();
    for (let number = 0; number < 45; number++)
      app.memory.remember({ kind: 'file', path: `/${number}.h5` }, { ...noModelUse, resize: 'nearest' });
    expect(app.settings.value.modelUses).toHaveLength(40);
    expect(app.settings.value.modelUses[0]?.model).toBe('/44.h5');
  });

  it.each([
    ['en', /unknown|guess/, /^Model input/],
    ['zh-CN', /推测|未知/, /^模型输入/],
  ] as const)('is called a guess in %s only where nothing tells of it', async (language, guess, pick) => {
    const values = { name: 'tf', fed: '-1..1', why: message('part/why-catalogue') };
    const api = createApi({ language });
    api.modelWarnings = [noteOf('known-preprocess', values)];
    const { unmount } = await renderApp(api);
    const button = screen.getByRole('button', { name: pick });
    expect(button).not.toHaveClass('doubtful');
    expect(document.querySelector('.warnline')).toBeNull();
    await userEvent.click(button);
    expect(document.querySelector('.popover')?.textContent).not.toMatch(guess);
    unmount();
    api.modelWarnings = [noteOf('unknown-preprocess', values)];
    await renderApp(api);
    expect(screen.getByRole('button', { name: pick })).toHaveClass('doubtful');
    expect(document.querySelector('.warnline')).toHaveTextContent(guess);
    await userEvent.click(screen.getByRole('button', { name: pick }));
    expect(document.querySelector('.popover')).toHaveTextContent(guess);
  });

  it('is chosen in the window', async () => {
    const { api } = await renderApp();
    await userEvent.click(screen.getByRole('button', { name: /^Model input: 224 × 224, −0\.99…1$/ }));
    expect(screen.getByText('−0.99 to 1.00 in this picture')).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: /^Preprocessing: 127\/128/ }));
    await userEvent.click(screen.getByRole('menuitemradio', { name: /^torch/ }));
    await waitFor(() => expect(lastInput(api, 'model:use')).toMatchObject({ use: { preprocess: 'torch' } }));
    expect(await screen.findByRole('button', { name: /^Preprocessing: torch/ })).toBeVisible();
  });
});

describe('colours of a picture', () => {
  it('are fed as stored until the switch beside its name says otherwise', async () => {
    const api = createApi({ lastPicture: '/photos/a.jpg' });
    api.pictureColours = 'Display P3';
    await renderApp(api);
    expect(lastInput(api, 'picture:open')).toEqual({ kind: 'path', path: '/photos/a.jpg' });
    await userEvent.click(
      screen.getByRole('button', { name: 'Colours of Display P3: Display P3 as stored' }),
    );
    await userEvent.click(screen.getByRole('menuitemradio', { name: 'Display P3 to sRGB' }));
    await waitFor(() =>
      expect(lastInput(api, 'picture:open')).toEqual({
        ...{ kind: 'path', path: '/photos/a.jpg' },
        convertColours: true,
      }),
    );
    expect(await screen.findByRole('button', { name: /: Display P3 to sRGB$/ })).toBeVisible();
  });

  it('are not spoken of where the file says nothing', async () => {
    await renderApp();
    expect(screen.queryByRole('button', { name: /^Colours of/ })).toBeNull();
  });
});

describe('the next start', () => {
  it('opens the last picture and model', async () => {
    const api = createApi({ lastPicture: '/photos/a.jpg', lastModel: '/models/b.h5' });
    const app = await startModel(api);
    expect(lastInput(api, 'picture:open')).toEqual({ kind: 'path', path: '/photos/a.jpg' });
    expect(lastInput(api, 'model:load')).toMatchObject({ kind: 'file', path: '/models/b.h5' });
    await app.modelLoading.use({ kind: 'catalog', id: 'efficientnet-lite0' });
    await app.pictureOpening.use({ kind: 'sample' });
    expect(app.settings.value).toMatchObject({ lastModel: '', lastPicture: '' });
  });

  it('falls back to sample and bundled model, and says why', async () => {
    const api = createApi({ lastPicture: '/gone.jpg', lastModel: '/gone.h5' });
    api.missingPaths = ['/gone.jpg', '/gone.h5'];
    const app = await startModel(api);
    expect(lastInput(api, 'picture:open')).toEqual({ kind: 'sample' });
    expect(lastInput(api, 'model:load')).toMatchObject({ kind: 'catalog' });
    expect(app.toasts.list.map(({ text }) => text).sort()).toEqual([
      'Cannot load gone.h5',
      'Cannot read gone.jpg',
    ]);
    expect(app.settings.value).toMatchObject({ lastModel: '', lastPicture: '' });
  });

  it('says that a model whose loading did not end is not opened', async () => {
    const api = createApi();
    api.untrustedModel = '/models/bad.h5';
    const app = await startModel(api);
    expect(app.toasts.list[0]?.text).toBe(
      'bad.h5 was not opened, because loading it did not finish last time. The bundled model is used instead.',
    );
    app.toasts.list[0]?.action?.run();
    await waitFor(() => expect(lastInput(api, 'model:load')).toMatchObject({ path: '/models/bad.h5' }));
  });
});

describe('a model of which the engine has died', () => {
  it('is given up for the bundled one, with the way back', async () => {
    const api = createApi();
    const app = await startModel(api);
    await app.modelLoading.use({ kind: 'file', path: '/a.h5' });
    expect(app.settings.value.lastModel).toBe('/a.h5');
    api.crashCompute('/a.h5');
    await waitFor(() => expect(lastInput(api, 'model:load')).toMatchObject({ kind: 'catalog' }));
    const told = app.toasts.list.at(-1);
    expect(told?.text).toMatch(/^a\.h5 stopped the engine/);
    // The next start must not try it either.
    expect(app.settings.value.lastModel).toBe('');
    told?.action?.run();
    await waitFor(() => expect(lastInput(api, 'model:load')).toMatchObject({ path: '/a.h5' }));
  });

  it('is loaded again while it is not to blame', async () => {
    const api = createApi();
    const app = await startModel(api);
    await app.modelLoading.use({ kind: 'file', path: '/a.h5' });
    const loads = count(api, 'model:load');
    api.crashCompute();
    await waitFor(() => expect(count(api, 'model:load')).toBe(loads + 1));
    expect(lastInput(api, 'model:load')).toMatchObject({ path: '/a.h5' });
    expect(app.settings.value.lastModel).toBe('/a.h5');
  });
});

describe('recent models', () => {
  it('say which files are gone', async () => {
    const api = createApi({ recentModels: ['/models/here.h5', '/models/gone.h5'] });
    api.missingPaths = ['/models/gone.h5'];
    await renderApp(api);
    await userEvent.click(screen.getByRole('button', { name: /^Model:/ }));
    const gone = await screen.findByRole('menuitemradio', { name: /gone\.h5.*No longer there/ });
    expect(gone).toHaveAttribute('aria-disabled', 'true');
    expect(screen.getByRole('menuitemradio', { name: /here\.h5/ })).not.toHaveAttribute(
      'aria-disabled',
      'true',
    );
  });
});

describe('small things', () => {
  it('exports predictions and pictures where no layer is chosen', async () => {
    const app = await startModel(createApi({ layers: '' }));
    expect(app.commands.isEnabled('export')).toBe(true);
    const usable = exportItems(app).filter(({ isDisabled }) => isDisabled !== true);
    expect(usable.map(({ id }) => id)).toEqual(['figure', 'picture', 'predictions']);
  });

  it('names the classes in the cells of the layer that classifies', async () => {
    const app = await startModel(createApi({ layers: 'avg_pool, predictions', sort: 'max' }));
    [app.matrix.widthPx, app.matrix.heightPx] = [600, 400];
    const marks = tileJobs(app, { left: 0, top: 0 }, app.matrix.range).map(({ marks }) => marks);
    expect(marks).toContainEqual(['Egyptian cat', '0.77']);
    expect(marks[0]).toEqual([expect.stringMatching(/^\d+$/), expect.stringMatching(/^[\d.]+/)]); // no classes there
  });

  it('tells the size of predictions and matrix before they are saved', async () => {
    const { api } = await renderApp();
    api.emit({ kind: 'command', id: 'exportPicture' });
    await userEvent.click(await screen.findByRole('radio', { name: 'Predictions' }));
    // 36 head, 10 rows of 24, 32 + 34 strip, 12 margin
    expect(screen.getByText('328 × 354')).toBeVisible();
    await userEvent.click(screen.getByRole('radio', { name: '4 ×' }));
    expect(screen.getByText('1,312 × 1,416')).toBeVisible();
    await userEvent.click(screen.getByRole('radio', { name: 'Feature maps on screen' }));
    expect(await screen.findByText('2,272 × 2,328')).toBeVisible(); // 4 times 568 x 582: heads and 4 x 4 whole tiles
  });
});
