import { screen, waitFor, within } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Settings } from '../../electron/shared/contract';
import { message } from '../../electron/shared/messages/message';
import { ApiError } from '../../renderer/api/api';
import type { FakeApi } from '../fake-page/fake-api';
import { inputsOf } from './state/alone.svelte';
import { audit, createApi, renderApp } from './helpers';

beforeEach(() => {
  // jsdom has none.
  let last = 0;
  URL.createObjectURL = vi.fn(() => `blob:${++last}`);
  URL.revokeObjectURL = vi.fn();
});
afterEach(() => vi.restoreAllMocks());

async function openDialog(settings: Partial<Settings> = {}) {
  const { api } = await renderApp(createApi(settings));
  const button = screen.getByRole('button', { name: 'Export' });
  await userEvent.click(button);
  await userEvent.click(screen.getByRole('menuitem', { name: /^Figure/ }));
  const dialog = await screen.findByRole('dialog', { name: 'Figure' });
  return { api, button, dialog, inside: within(dialog) };
}
const lastStyle = (api: FakeApi) => inputsOf(api, 'figure:preview').at(-1)!.picture.style;
const rewrite = async (field: HTMLElement, text: string) => {
  await userEvent.clear(field);
  if (text !== '') await userEvent.type(field, text);
};

describe('the dialog of figures', () => {
  it('shows the figure and its size, is saved by Enter, and gives the focus back', async () => {
    const { api, button, dialog, inside } = await openDialog();
    await inside.findByText('2,055 × 1,000 pixels · 174 × 85 mm · 1.2 MB');
    expect(inside.getByRole('img', { name: 'Feature maps' })).toHaveAttribute('src', 'blob:1');
    expect(inside.getByRole('button', { name: 'Save' })).toHaveFocus();
    expect(await audit()).toEqual([]);
    await userEvent.keyboard('{Enter}');
    await screen.findByText('sample.jpg saved');
    expect(dialog).not.toBeInTheDocument();
    expect(inputsOf(api, 'export:write')).toHaveLength(1);
    await waitFor(() => expect(button).toHaveFocus());
  });

  it('follows what is typed, and names the new size', async () => {
    const { api, inside } = await openDialog();
    await rewrite(inside.getByRole('textbox', { name: 'Width' }), '86');
    await inside.findByText(/^1,016 × 1,000 pixels · 86 × 85 mm/);
    expect(lastStyle(api).width).toEqual({ value: 86, unit: 'mm' });
    // The one before is given back.
    expect(URL.revokeObjectURL).toHaveBeenCalledWith('blob:1');
  });

  it('tells beside a field what is wrong with it, and saves nothing then', async () => {
    const { api, inside } = await openDialog();
    const width = inside.getByRole('textbox', { name: 'Width' });
    await rewrite(width, '0');
    expect(width).toBeInvalid();
    expect(width).toHaveAccessibleDescription(
      'The width of the figure is 0 mm at 300 dots an inch; choose 2.8 mm to 1387 mm.',
    );
    const save = inside.getByRole('button', { name: 'Save' });
    expect(save).toHaveAttribute('aria-disabled', 'true');
    await userEvent.click(save);
    expect(inputsOf(api, 'files:place')).toEqual([]);
    await rewrite(width, 'wide');
    expect(width).toHaveAccessibleDescription('A number is wanted here.');
    await rewrite(inside.getByRole('textbox', { name: 'Dots an inch' }), '10000');
    expect(inside.getByText('The figure has 10000 dots an inch; choose 36 to 2400.')).toBeVisible();
    await rewrite(width, '');
    expect(width).toBeValid();
  });

  it('tells what is wrong with the figure as a whole below the preview, and beside a field what compute says of it', async () => {
    const { api, inside } = await openDialog();
    await inside.findByRole('img');
    const call = api.call.bind(api);
    const fail = (code: string, values: object) => {
      api.call = ((name: string, ...rest: never[]) =>
        name === 'figure:preview'
          ? Promise.reject(new ApiError({ code, values: { ...values }, during: [], detail: '' }))
          : call(name as never, ...(rest as unknown as [never]))) as typeof api.call;
    };
    const text = inside.getByRole('textbox', { name: 'Smallest text' });
    fail('output/no-place', {});
    await rewrite(text, '8');
    expect(await inside.findByRole('alert')).toHaveTextContent('no place was chosen');
    expect(inside.getByRole('button', { name: 'Save' })).toHaveAttribute('aria-disabled', 'true');
    fail('usage/figure-text-in-cell', { points: 30, columns: 4, cell: '8 mm', least: '42 mm' });
    await rewrite(text, '30');
    await waitFor(() => expect(text).toHaveAccessibleDescription(/^Text of 30 pt is too large for 4 maps/));
    expect(inside.queryByRole('alert')).not.toBeInTheDocument();
  });

  it('says what else is to be known of the figure', async () => {
    const { api, inside } = await openDialog();
    api.figureWarnings = [message('note/letters-without-font', { letters: '猫' })];
    await rewrite(inside.getByRole('textbox', { name: 'Smallest text' }), '8');
    await inside.findByText(/^No font of this system has the letters 猫/);
    expect(inside.getByRole('button', { name: 'Save' })).toHaveAttribute('aria-disabled', 'false');
  });

  it('offers presets, kinds and formats by menus', async () => {
    const { api, inside } = await openDialog();
    const pick = async (menu: string, item: RegExp) => {
      await userEvent.click(inside.getByRole('button', { name: new RegExp(`^${menu}:`) }));
      await userEvent.click(screen.getByRole('menuitemradio', { name: item }));
    };
    await pick('Size', /^Slide/);
    await waitFor(() =>
      expect(lastStyle(api)).toMatchObject({ dpi: 144, height: { value: 1080, unit: 'px' } }),
    );
    await pick('Format', /^PDF/);
    await inside.findByText('Page 1 of 3');
    await userEvent.click(inside.getByRole('button', { name: 'Next page' }));
    await waitFor(() => expect(inputsOf(api, 'figure:preview').at(-1)!.page).toBe(1));
    await pick('Shows', /^One map/);
    const channel = inside.getByRole('textbox', { name: 'Channel' });
    await rewrite(channel, '99');
    expect(channel).toHaveAccessibleDescription('A whole number from 0 to 2.');
    await pick('Layer', /^2 /);
    expect(channel).toHaveValue('0');
    await userEvent.click(inside.getByRole('checkbox', { name: /^Legend/ }));
    await waitFor(() => expect(lastStyle(api)).toMatchObject({ format: 'pdf', legend: false }));
    await userEvent.click(inside.getByRole('radio', { name: 'Dark' }));
    await waitFor(() =>
      expect(api.settings.figureStyle).toMatchObject({ background: 'dark', legend: false }),
    );
    expect(api.settings.figureShows).toBe('map');
  });

  it('tells why nothing can be compared while there are no frames', async () => {
    const { api, inside } = await openDialog();
    await userEvent.click(inside.getByRole('button', { name: /^Shows:/ }));
    const none = screen.getByRole('menuitemradio', { name: /^Comparison/ });
    expect(none).toHaveTextContent('Needs at least two webcam frames');
    expect(none).toHaveAttribute('aria-disabled', 'true');
    await userEvent.click(none);
    expect(api.settings.figureShows).toBe('maps');
    expect(await audit()).toEqual([]);
  });

  it('opens from the dialog of pictures, on the picture that is chosen there', async () => {
    const { api } = await renderApp();
    screen.getByRole('grid').focus();
    await userEvent.keyboard('{ArrowRight}');
    screen.getByRole('grid').dispatchEvent(new MouseEvent('contextmenu', { bubbles: true }));
    await userEvent.click(await screen.findByRole('button', { name: 'With title and legend' }));
    await screen.findByRole('dialog', { name: 'Figure' });
    await waitFor(() =>
      expect(inputsOf(api, 'figure:preview').at(-1)?.picture.content).toMatchObject({
        kind: 'map',
        layer: 1,
        filter: 0,
      }),
    );
  });
});
