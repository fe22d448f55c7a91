import { screen, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { ApiError, type CallOptions } from '../../renderer/api/api';
import type { FakeApi } from '../fake-page/fake-api';
import { createApi, renderApp } from './helpers';

/** Downloads of the fake that a test ends as it likes. */
function holdDownloads(api: FakeApi) {
  const held: { options: CallOptions; finish: () => void; fail: (code: string) => void }[] = [];
  const call = api.call.bind(api);
  api.call = (async (name: 'model:download', input: never, options: CallOptions = {}) => {
    if (name !== 'model:download') return call(name, input, options);
    api.asked.push({ name, input });
    await new Promise<void>((resolve, reject) => {
      held.push({
        options,
        finish: resolve,
        fail: (code) =>
          reject(
            new ApiError({
              code,
              values: { problem: 'it failed', remedy: 'try again' },
              during: [],
              detail: 'trace',
            }),
          ),
      });
      options.signal?.addEventListener('abort', () => reject(new DOMException('stopped', 'AbortError')));
    });
    api.downloaded.push('inceptionv3');
    return undefined;
  }) as FakeApi['call'];
  return held;
}

/** The window with the dialog open, and downloads that a test ends. */
async function openHeld({ chosenPaths = [] as string[] } = {}) {
  const user = userEvent.setup();
  const api = createApi();
  const held = holdDownloads(api);
  api.chosenPaths = chosenPaths;
  await renderApp(api);
  const dialog = await openDialog(user);
  const click = (name: string | RegExp) => user.click(within(dialog).getByRole('button', { name }));
  return { user, api, held, dialog, click };
}

async function openDialog(user: ReturnType<typeof userEvent.setup>) {
  await user.click(screen.getByRole('button', { name: /^Model:/ }));
  await user.click(
    await screen.findByRole('menuitemradio', {
      name: /InceptionV3.*not on this disk|InceptionV3.*downloading/,
    }),
  );
  return screen.findByRole('dialog', { name: 'Get InceptionV3' });
}

const downloadsAsked = (api: FakeApi) => api.asked.filter(({ name }) => name === 'model:download');

describe('a model that is not on this disk', () => {
  it('shows size, source, file and licence, and fetches nothing by itself', async () => {
    const { api } = await renderApp();
    const dialog = await openDialog(userEvent.setup());
    expect(dialog).toHaveTextContent('92 MB');
    expect(dialog).toHaveTextContent('storage.example');
    expect(dialog).toHaveTextContent('inception_v3_weights.h5');
    expect(dialog).toHaveTextContent('MIT');
    expect(downloadsAsked(api)).toEqual([]);
  });

  it('is downloaded with progress and then used', async () => {
    const { api, held, dialog, click } = await openHeld();
    await click('Download');
    expect(downloadsAsked(api)).toEqual([
      { name: 'model:download', input: { id: 'inceptionv3', file: null } },
    ]);
    held[0]!.options.onProgress!({ stage: 'download', fraction: 0.25 });
    expect(await within(dialog).findByText('25%, 23 MB of 92 MB')).toBeVisible();
    expect(within(dialog).getByRole('status')).toHaveTextContent(/^downloading$/);
    expect(within(dialog).getByRole('progressbar')).toHaveAttribute('aria-valuenow', '25');
    held[0]!.options.onProgress!({ stage: 'check', fraction: 0.5 });
    expect(await within(dialog).findByText('comparing the checksum, 50%')).toBeInTheDocument();
    held[0]!.finish();
    await expect.poll(() => screen.queryByRole('dialog')).toBeNull();
    await expect
      .poll(() => api.asked.filter(({ name }) => name === 'model:load').at(-1)?.input)
      .toMatchObject({ kind: 'catalog', id: 'inceptionv3' });
  });

  it('can be stopped, and goes on later from what is kept', async () => {
    const { api, held, dialog, click } = await openHeld();
    await click('Download');
    api.keptBytes = 46e6;
    await click('Cancel');
    expect(held[0]!.options.signal!.aborted).toBe(true);
    expect(await within(dialog).findByText(/46 MB of 92 MB are here already/)).toBeInTheDocument();
    await click('Resume download');
    expect(downloadsAsked(api)).toHaveLength(2);
  });

  it('tells why it failed, and tries again', async () => {
    const { api, held, dialog, click } = await openHeld();
    await click('Download');
    held[0]!.fail('model/unreachable');
    const alert = await within(dialog).findByRole('alert');
    expect(alert).toHaveTextContent('Cannot get InceptionV3');
    expect(alert).toHaveTextContent('it failed; try again.');
    await click('Try again');
    expect(downloadsAsked(api)).toHaveLength(2);
    expect(within(dialog).queryByRole('alert')).toBeNull();
  });

  it('goes on behind the closed dialog, and says when it is there', async () => {
    const { user, api, held, click } = await openHeld();
    await click('Download');
    held[0]!.options.onProgress!({ stage: 'download', fraction: 0.5 });
    await click(/Close/);
    const again = await openDialog(user);
    expect(again).toHaveTextContent('50%');
    await user.click(within(again).getByRole('button', { name: /Close/ }));
    held[0]!.finish();
    expect(await screen.findByText('InceptionV3 is on this disk now')).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Use it' }));
    await expect
      .poll(() => api.asked.filter(({ name }) => name === 'model:load').at(-1)?.input)
      .toMatchObject({ kind: 'catalog', id: 'inceptionv3' });
  });

  it('tells of a failure behind the closed dialog', async () => {
    const { held, click } = await openHeld();
    await click('Download');
    await click(/Close/);
    held[0]!.fail('output/disk-full');
    expect(await screen.findByText('Cannot get InceptionV3')).toBeInTheDocument();
  });

  it('takes the file that the user has', async () => {
    const { api, held, click } = await openHeld();
    await click('Use a file');
    expect(downloadsAsked(api)).toEqual([]); // none was chosen
    api.chosenPaths = ['/home/ada/inception.h5'];
    await click('Use a file');
    await expect
      .poll(() => downloadsAsked(api).at(-1)?.input)
      .toEqual({ id: 'inceptionv3', file: '/home/ada/inception.h5' });
    expect(held).toHaveLength(1);
  });

  it('does not offer to try a wrong file again', async () => {
    const { api, held, dialog, click } = await openHeld({ chosenPaths: ['/home/ada/other.h5'] });
    await click('Use a file');
    await expect.poll(() => held.length).toBe(1);
    held[0]!.fail('model/hash-mismatch');
    await within(dialog).findByRole('alert');
    expect(within(dialog).queryByRole('button', { name: 'Try again' })).toBeNull();
    await click('Download');
    expect(downloadsAsked(api).at(-1)!.input).toEqual({ id: 'inceptionv3', file: null });
  });

  it('speaks Chinese', async () => {
    const user = userEvent.setup();
    await renderApp(createApi({ language: 'zh-CN' }));
    await user.click(screen.getByRole('button', { name: /^模型[:：]/ }));
    await user.click(await screen.findByRole('menuitemradio', { name: /InceptionV3.*尚未下载/ }));
    const dialog = await screen.findByRole('dialog', { name: '获取 InceptionV3' });
    expect(within(dialog).getByRole('button', { name: '下载' })).toBeInTheDocument();
    expect(within(dialog).getByRole('button', { name: '使用已有文件' })).toBeInTheDocument();
  });
});
