// What is told of a failure: over which pane, until when, and with which words.
import { screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { ApiError } from '../../renderer/api/api';
import type { FakeApi } from '../fake-page/fake-api';
import { createApi, renderApp } from './helpers';

/** A picture that cannot be read. */
async function failPicture(api: FakeApi): Promise<HTMLElement> {
  api.failing = 'picture:open';
  api.askToOpen('/home/ada/notes.jpg');
  const alert = await screen.findByRole('alert');
  api.failing = '';
  return alert;
}

describe('the error of a picture', () => {
  it('is closed by its button and by Escape, which leaves the rest as it is', async () => {
    const { api } = await renderApp();
    const alert = await failPicture(api);
    await userEvent.click(within(alert).getByRole('button', { name: 'Close' }));
    expect(screen.queryByRole('alert')).toBeNull();
    screen.getByRole('grid').focus();
    await userEvent.keyboard('{Enter}');
    await screen.findByRole('complementary');
    await failPicture(api);
    await userEvent.keyboard('{Escape}');
    expect(screen.queryByRole('alert')).toBeNull();
    expect(screen.getByRole('complementary')).toBeVisible();
    expect(screen.getByText('chelsea.png')).toBeVisible();
  });

  it('goes by itself when something else goes well', async () => {
    const { api } = await renderApp();
    await failPicture(api);
    await userEvent.click(screen.getByRole('radio', { name: 'Crop' }));
    await waitFor(() => expect(screen.queryByRole('alert')).toBeNull());
    await failPicture(api);
    api.askToOpen('/models/own.keras');
    await waitFor(() => expect(screen.queryByRole('alert')).toBeNull());
  });

  it('stays when what goes well was asked for before it', async () => {
    const { api } = await renderApp();
    let finish = (): void => undefined;
    const call = api.call.bind(api);
    api.call = (async (name: 'picture:analyse', ...rest: [never, never]) => {
      if (name === 'picture:analyse') await new Promise<void>((resolve) => (finish = resolve));
      return call(name, ...rest);
    }) as FakeApi['call'];
    await userEvent.click(screen.getByRole('radio', { name: 'Crop' }));
    await failPicture(api);
    finish();
    await screen.findByText('Ready');
    expect(screen.getByRole('alert')).toHaveTextContent('Cannot read notes.jpg');
  });

  it('names the file once, and whole in its details', async () => {
    const { api } = await renderApp();
    const alert = await failPicture(api);
    expect(alert).toHaveTextContent(
      'Cannot read notes.jpg The JPEG data are damaged and no part of the picture can be decoded; get a new copy.',
    );
    expect(alert).not.toHaveTextContent('/home/ada');
    await userEvent.click(within(alert).getByRole('button', { name: 'Details' }));
    expect(alert).toHaveTextContent('Reading /home/ada/notes.jpg: the JPEG data are damaged');
  });
});

it('closes the error of an analysis where an older result is to be seen', async () => {
  const { api } = await renderApp();
  api.failing = 'picture:analyse';
  await userEvent.click(screen.getByRole('radio', { name: 'Crop' }));
  const alert = await screen.findByRole('alert');
  await userEvent.click(within(alert).getByRole('button', { name: 'Close' }));
  expect(screen.queryByRole('alert')).toBeNull();
  expect(screen.getByText('Ready')).toBeVisible();
});

describe('a model whose prediction fails', () => {
  it('says nothing of classes, entropy or an analysis, and shows no map of the model before', async () => {
    const { api } = await renderApp();
    api.failing = 'picture:analyse';
    api.modelId = 'own';
    api.askToOpen('/models/own.keras');
    expect(await screen.findByRole('alert')).toHaveTextContent('Cannot analyse chelsea.png');
    expect(document.body).not.toHaveTextContent(/classes, |entropy|All 0/);
    expect(screen.getByText('Failed')).toBeVisible();
    await waitFor(() => expect(document.querySelector('.news')).not.toHaveTextContent('analysed'));
    // Names of tiles without a value: the numbers of the model before are gone with it.
    expect(screen.getByRole('gridcell', { name: 'layer 3 stem_act, channel 0' })).toBeVisible();
    // There is nothing else to see, so it cannot be closed.
    expect(within(screen.getByRole('alert')).queryByRole('button', { name: 'Close' })).toBeNull();
  });
});

it('asks no more about a model when another one was opened meanwhile', async () => {
  const { api } = await renderApp(createApi());
  const call = api.call.bind(api);
  const ask = { kind: 'inputs', inputs: [{ name: 'photo', shape: [null, 8, 8, 3] }] } as const;
  api.call = (async (name: 'model:load', input: { path?: string }, options: never) => {
    if (name === 'model:load' && input.path === '/models/two.keras')
      throw new ApiError({
        code: 'model/several-inputs',
        values: {},
        during: [],
        detail: '',
        question: { ...ask, inputs: [...ask.inputs] as never },
      });
    return call(name, input as never, options);
  }) as FakeApi['call'];
  api.askToOpen('/models/two.keras');
  await screen.findByRole('dialog', { name: 'Open two.keras' });
  api.askToOpen('/models/own.keras');
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(api.settings.lastModel).not.toBe('/models/two.keras');
});
