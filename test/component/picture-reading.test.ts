/** What can be chosen of how the file of a picture is read. */
import { screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
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

  it('are not spoken of where a picture has none', async () => {
    await renderApp();
    expect(screen.queryByRole('button', { name: /^Values that become/ })).toBeNull();
  });
});
