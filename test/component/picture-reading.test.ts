/** What can be chosen of how the file of a picture is read. */
import { screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { ApiError, failureData } from '../../renderer/api/api';
import { createApi, renderApp, startModel } from './helpers';

const FLOATS = { type: 'float32', lowest: 0.12, highest: 340.5, low: 0.12, high: 340.5, isScaled: true };
type Api = ReturnType<typeof createApi>;
const opened = (api: Api) => api.asked.findLast(({ name }) => name === 'picture:open')?.input;
const analyses = (api: Api) => api.asked.filter(({ name }) => name === 'picture:analyse').length;

describe('the values of a TIFF picture', () => {
  it('are told and chosen by a rule or typed, and the choice is written down', async () => {
    const api = createApi({ lastPicture: '/scans/a.tif' });
    api.pictureValues = FLOATS;
    await renderApp(api);
    const before = analyses(api);
    await userEvent.click(screen.getByRole('button', { name: 'Values that become 0 to 255: 0.12…340.5' }));
    expect(screen.getByText('In the file: float32, 0.12 to 340.5')).toBeVisible();
    expect(screen.getByRole('radio', { name: 'Automatic' })).toBeChecked();
    await userEvent.click(screen.getByRole('radio', { name: 'Full range' }));
    await waitFor(() =>
      expect(opened(api)).toEqual({ kind: 'path', path: '/scans/a.tif', reading: { valueRange: 'full' } }),
    );
    await waitFor(() => expect(analyses(api)).toBe(before + 1));
    const low = screen.getByRole('textbox', { name: 'Becomes 0' });
    await userEvent.clear(low);
    await userEvent.type(low, '500');
    expect(screen.getByText('Two numbers, the smaller one first.')).toBeVisible();
    expect(screen.getByRole('button', { name: 'Set' })).toBeDisabled();
    await userEvent.clear(low);
    await userEvent.type(low, '-1.5{Enter}');
    const valueRange = { low: -1.5, high: 340.5 };
    await waitFor(() => expect(opened(api)).toMatchObject({ reading: { valueRange } }));
    await waitFor(() =>
      expect(api.asked.findLast(({ name }) => name === 'settings:write')?.input).toMatchObject({
        pictureReadings: [{ picture: '/scans/a.tif', valueRange }],
      }),
    );
  });

  it('are remembered for the file', async () => {
    const valueRange = { low: -1.5, high: 340.5 };
    const api = createApi({ pictureReadings: [{ picture: '/scans/a.tif', valueRange }] });
    const app = await startModel(api);
    await app.pictureOpening.use({ kind: 'path', path: '/scans/a.tif' });
    expect(opened(api)).toMatchObject({ path: '/scans/a.tif', reading: { valueRange } });
    await app.pictureOpening.read({ valueRange: undefined });
    expect(app.settings.value.pictureReadings).toEqual([]);
  });

  /** Refuses pictures whose values all lie below 256 in 16 bits, until a range is chosen, as compute does. */
  function refuseDark(api: Api): void {
    const call = api.call.bind(api);
    const failure = { ...failureData('internal/page', { what: '' }), code: 'image/dark-values' };
    api.call = ((name: string, input: { path?: string; reading?: object }, ...rest: never[]) => {
      const isDark = name === 'picture:open' && input.path === '/scans/dark.tif' && !input.reading;
      const values = { type: 'uint16', highest: 192 };
      if (isDark) return Promise.reject(new ApiError({ ...failure, values }));
      if (name === 'picture:open' && input.path === '/scans/dark.tif')
        api.pictureValues = { ...FLOATS, type: 'uint16', lowest: 4, highest: 192, low: 4, high: 192 };
      return call(name as never, input as never, ...(rest as unknown as []));
    }) as typeof api.call;
  }
  const own = { kind: 'path', path: '/scans/dark.tif', reading: { valueRange: 'data' } };

  it('can be chosen of a picture that is refused because it would be black', async () => {
    const api = createApi();
    refuseDark(api);
    await renderApp(api);
    api.askToOpen('/scans/dark.tif');
    expect(
      await screen.findByText(/^Its values \(uint16\) end at 192, so that it would be black;/),
    ).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Use the range of its values' }));
    await waitFor(() => expect(opened(api)).toEqual(own));
    expect(
      await screen.findByRole('button', { name: /^Values that become 0 to 255: 4\S*…192\S*$/ }),
    ).toBeVisible();
    expect(screen.queryByRole('alert')).toBeNull();
    const remembered = [{ picture: '/scans/dark.tif', valueRange: 'data' }];
    await waitFor(() => expect(api.settings.pictureReadings).toEqual(remembered));
  });

  it('can be chosen of such a picture that the app was started with', async () => {
    const api = createApi();
    refuseDark(api);
    api.askToOpen('/scans/dark.tif');
    await renderApp(api);
    expect(await screen.findByRole('alert')).toHaveTextContent('Cannot read dark.tif');
    await userEvent.click(screen.getByRole('button', { name: 'Use the range of its values' }));
    await waitFor(() => expect(opened(api)).toEqual(own));
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('are not spoken of where a picture has none', async () => {
    await renderApp();
    expect(screen.queryByRole('button', { name: /^Values that become/ })).toBeNull();
  });
});

describe('the bands of a TIFF picture', () => {
  const BANDS = {
    total: 13,
    taken: Array.from({ length: 13 }, (_, i) => i + 1),
    isChosen: false,
    isColour: false,
  };

  it('that are fed are told, and others are typed', async () => {
    const api = createApi({ lastPicture: '/scans/a.tif' });
    api.pictureBands = BANDS;
    await renderApp(api);
    const field = () => screen.getByRole('textbox', { name: 'Bands' });
    expect(field()).toHaveValue('1-3'); // of a model of three channels
    expect(screen.getByText('/ 13')).toBeVisible();
    await userEvent.clear(field());
    await userEvent.type(field(), '3,2,14{Enter}');
    expect(screen.getByText('Numbers from 1 to 13, such as 3,2,1 or 1-4.')).toBeVisible();
    expect(opened(api)).toEqual({ kind: 'path', path: '/scans/a.tif' });
    await userEvent.clear(field());
    api.pictureBands = { ...BANDS, taken: [3, 2, 1], isChosen: true };
    await userEvent.type(field(), '3,2,1{Enter}');
    await waitFor(() => expect(opened(api)).toMatchObject({ reading: { bands: [3, 2, 1] } }));
    await waitFor(() => expect(field()).toHaveValue('3,2,1'));
    await userEvent.clear(field());
    api.pictureBands = BANDS;
    await userEvent.type(field(), '{Enter}');
    await waitFor(() => expect(opened(api)).not.toMatchObject({ reading: { bands: [3, 2, 1] } }));
    await waitFor(() => expect(field()).toHaveValue('1-3'));
  });

  it('are not spoken of where a picture has none', async () => {
    await renderApp();
    expect(screen.queryByRole('textbox', { name: 'Bands' })).toBeNull();
  });
});

describe('the frames of a picture', () => {
  it('are stepped through and typed', async () => {
    const api = createApi({ lastPicture: '/scans/a.gif' });
    api.pictureFrames = { number: 1, count: 3, canChoose: true };
    await renderApp(api);
    const before = analyses(api);
    expect(screen.getByText('/ 3')).toBeVisible();
    expect(screen.getByRole('button', { name: 'Previous frame' })).toBeDisabled();
    api.pictureFrames = { number: 2, count: 3, canChoose: true };
    await userEvent.click(screen.getByRole('button', { name: 'Next frame' }));
    await waitFor(() => expect(opened(api)).toMatchObject({ path: '/scans/a.gif', reading: { frame: 2 } }));
    await waitFor(() => expect(analyses(api)).toBe(before + 1));
    const field = () => screen.getByRole('textbox', { name: 'Frame' });
    expect(field()).toHaveValue('2');
    await userEvent.clear(field());
    await userEvent.type(field(), '4{Enter}');
    expect(screen.getByText('A number from 1 to 3.')).toBeVisible();
    await userEvent.clear(field());
    await userEvent.type(field(), '3{Enter}');
    await waitFor(() => expect(opened(api)).toMatchObject({ reading: { frame: 3 } }));
  });

  it('are told where others than the first one cannot be read', async () => {
    const api = createApi({ lastPicture: '/scans/a.avif' });
    api.pictureFrames = { number: 1, count: 3, canChoose: false };
    await renderApp(api);
    expect(screen.getByText('Frame 1 of 3')).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Next frame' })).toBeNull();
  });

  it('are not spoken of where there is one', async () => {
    await renderApp();
    expect(screen.queryByRole('textbox', { name: 'Frame' })).toBeNull();
  });

  it('that are remembered but gone give way to the first', async () => {
    const api = createApi({ pictureReadings: [{ picture: '/scans/a.gif', frame: 7 }] });
    const app = await startModel(api);
    const call = api.call.bind(api);
    api.call = ((name: never, input: { reading?: unknown }, options: never) =>
      input?.reading === undefined
        ? call(name, input as never, options)
        : Promise.reject(
            new ApiError({ ...failureData('internal/page', { what: '' }), code: 'image/no-such-frame' }),
          )) as typeof api.call;
    await app.pictureOpening.use({ kind: 'path', path: '/scans/a.gif' });
    expect(app.session.picture?.path).toBe('/scans/a.gif');
    expect(app.settings.value.pictureReadings).toEqual([]);
  });
});
