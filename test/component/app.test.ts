import { screen, waitFor, within } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { audit, createApi, renderApp } from './helpers';

const tile = (name: RegExp) => screen.getByRole('gridcell', { name });

describe('the page', () => {
  it('shows the sample photo already analysed', async () => {
    await renderApp();
    expect(screen.getByText('chelsea.png')).toBeVisible();
    expect(screen.getByText('sample')).toBeVisible();
    const bars = screen.getByRole('list', { name: 'Predictions' });
    expect(within(bars).getAllByRole('listitem')).toHaveLength(10);
    expect(within(bars).getAllByRole('listitem')[0]).toHaveTextContent('Egyptian cat 77.1%');
    expect(screen.getByRole('grid', { name: 'Feature maps' })).toBeVisible();
    expect(screen.getByRole('img', { name: /^Set A, mean of 80 maps/ })).toBeInTheDocument();
    expect(screen.getByRole('img', { name: /^Probability of all 1,000 classes/ })).toBeInTheDocument();
  });

  it('announces the result once', async () => {
    await renderApp();
    expect(screen.getByText('chelsea.png analysed: Egyptian cat, 77.1%.')).toBeInTheDocument();
  });

  it('shows as many predictions as asked for', async () => {
    await renderApp();
    await userEvent.click(screen.getByRole('radio', { name: '20' }));
    expect(within(screen.getByRole('list', { name: 'Predictions' })).getAllByRole('listitem')).toHaveLength(
      20,
    );
  });

  it('opens the inspector by keyboard, walks through the maps and closes it with Escape', async () => {
    await renderApp();
    screen.getByRole('grid').focus();
    await userEvent.keyboard('{ArrowRight}{ArrowRight}{ArrowRight}{ArrowDown}{Enter}');
    const heading = await screen.findByRole('heading', { name: 'Layer 3 · Channel 1' });
    expect(tile(/^layer 3 stem_act, channel 1,/)).toHaveAttribute('aria-selected', 'true');
    await userEvent.keyboard(']');
    expect(heading).toHaveTextContent('Layer 3 · Channel 2');
    await userEvent.keyboard('[[');
    expect(heading).toHaveTextContent('Layer 3 · Channel 1');
    expect(screen.getByText('Statistics')).toBeVisible();
    await userEvent.keyboard('{Escape}');
    expect(screen.queryByRole('heading', { name: /Layer 3/ })).not.toBeInTheDocument();
  });

  it('speaks Chinese when asked, with the same labels of classes', async () => {
    const { api } = await renderApp();
    await userEvent.click(screen.getByRole('radio', { name: '中文' }));
    expect(screen.getByRole('heading', { name: '特征图' })).toBeVisible();
    expect(screen.getByRole('list', { name: '预测' })).toHaveTextContent('Egyptian cat');
    expect(document.documentElement).toHaveAttribute('lang', 'zh-CN');
    await waitFor(() => expect(api.settings.language).toBe('zh-CN'));
  });

  it('shows the licences of all parts, walked through by keyboard', async () => {
    const licences = [
      { name: 'Featurescope', version: '0.1.0', licence: 'MIT', text: 'first text' },
      { name: 'Electron', version: '33.2.1', licence: 'MIT', text: 'second text' },
    ];
    const fetching = vi.spyOn(globalThis, 'fetch').mockResolvedValue(Response.json(licences));
    await renderApp();
    await userEvent.keyboard('?');
    await userEvent.click(screen.getByRole('button', { name: 'About and licences' }));
    const dialog = screen.getByRole('dialog', { name: 'About Featurescope' });
    expect(dialog).toHaveTextContent('Version 0.1.0');
    expect(dialog).toHaveTextContent('Electron 33.2.1, Chromium 130.0.6723.137, Node 20.18.1');
    const list = await within(dialog).findByRole('listbox', { name: 'Parts and their licences' });
    list.focus();
    await userEvent.keyboard('{ArrowDown}');
    expect(within(list).getByRole('option', { name: /Electron/ })).toHaveAttribute('aria-selected', 'true');
    expect(screen.getByLabelText('Licence of Electron')).toHaveTextContent('second text');
    await userEvent.keyboard('{ArrowDown}{Home}');
    expect(screen.getByLabelText('Licence of Featurescope')).toHaveTextContent('first text');
    fetching.mockRestore();
  });

  it('says where the licences are when it cannot read them', async () => {
    const fetching = vi.spyOn(globalThis, 'fetch').mockResolvedValue(new Response(null, { status: 404 }));
    await renderApp();
    await userEvent.keyboard('?');
    await userEvent.click(screen.getByRole('button', { name: 'About and licences' }));
    expect(await screen.findByText(/could not be read/)).toBeVisible();
    fetching.mockRestore();
  });

  it('changes the theme and remembers it', async () => {
    const { api } = await renderApp();
    await userEvent.click(screen.getByRole('button', { name: 'Theme: Light' }));
    await userEvent.click(screen.getByRole('menuitemradio', { name: 'Dark' }));
    expect(document.documentElement).toHaveAttribute('data-theme', 'dark');
    await waitFor(() => expect(api.settings.theme).toBe('dark'));
  });

  it('lists every shortcut behind ?', async () => {
    await renderApp();
    await userEvent.keyboard('?');
    const sheet = screen.getByRole('dialog', { name: 'Keyboard shortcuts' });
    expect(sheet).toHaveTextContent('Open a picture or a model');
    expect(sheet).toHaveTextContent('Move the crop frame');
  });

  it('keeps the last result when a picture cannot be read, and offers a way on', async () => {
    const { api } = await renderApp();
    api.failing = 'picture:open';
    api.chosenPaths = ['/home/ada/notes.jpg'];
    await userEvent.click(screen.getAllByRole('button', { name: 'Open' })[0]!);
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent('Cannot read notes.jpg');
    expect(alert).toHaveTextContent('The JPEG data are damaged and no part of the picture can be decoded;');
    const reason =
      'Reading /home/ada/notes.jpg: the JPEG data are damaged and no part of the picture can be decoded; get a new copy.';
    expect(alert).toHaveTextContent('The last result stays on screen.');
    expect(screen.getByText('chelsea.png')).toBeVisible();
    await userEvent.click(within(alert).getByRole('button', { name: 'Details' }));
    // What is copied for who helps is English, with the code, the values and where it began.
    const details = `image/damaged ${reason} {"format":"JPEG"} at decode (fake)`;
    expect(alert).toHaveTextContent(details);
    api.emit({ kind: 'settings', settings: { ...api.settings, language: 'zh-CN' } });
    await waitFor(() =>
      expect(alert).toHaveTextContent('JPEG 数据已损坏，图片没有任何部分可以解码；请重新获取该文件。'),
    );
    expect(alert).toHaveTextContent(details);
    api.emit({ kind: 'settings', settings: { ...api.settings, language: 'en' } });
    api.failing = '';
    await userEvent.click(await within(alert).findByRole('button', { name: 'Back to the sample' }));
    await waitFor(() => expect(screen.queryByRole('alert')).not.toBeInTheDocument());
  });

  it('chooses layers by SPEC and by preset', async () => {
    await renderApp();
    await userEvent.click(screen.getByRole('button', { name: /^Layers:/ }));
    const field = screen.getByRole('textbox', { name: /^Layers, e\.g\./ });
    await userEvent.clear(field);
    await userEvent.type(field, '1, stem_akt, 999{Enter}');
    field.blur();
    expect(
      await screen.findByText('No layer matches “stem_akt” (did you mean stem_act?), “999”.'),
    ).toBeVisible();
    // The last good choice stays meanwhile.
    expect(screen.getByRole('button', { name: 'Layers: 0–3' })).toBeVisible();
    await userEvent.clear(field);
    await userEvent.type(field, '1, 3{Enter}');
    field.blur();
    expect(await screen.findByRole('button', { name: 'Layers: 1, 3' })).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'First 15' }));
    expect(screen.getByText('15 layers, 803 maps')).toBeVisible();
  });

  it('adds a custom hypercolumn and removes it again', async () => {
    await renderApp();
    await userEvent.click(screen.getByRole('button', { name: 'Custom layer set' }));
    await userEvent.type(screen.getByRole('textbox'), '2-3{Enter}');
    expect(await screen.findByRole('img', { name: /^Set C, mean of 64 maps/ })).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Set C: layers 2, 3' }));
    await userEvent.click(screen.getByRole('button', { name: 'Remove this set' }));
    expect(screen.queryByRole('img', { name: /^Set C/ })).not.toBeInTheDocument();
  });

  it('shows progress with a way out only after a while', async () => {
    const { api } = await renderApp();
    api.delayMs = 60_000;
    await userEvent.click(screen.getByRole('radio', { name: 'Crop' }));
    expect(screen.queryByRole('progressbar')).not.toBeInTheDocument();
    await userEvent.click(await screen.findByRole('button', { name: 'Cancel' }));
    expect(screen.queryByRole('progressbar')).not.toBeInTheDocument();
    expect(screen.getByText('Ready')).toBeVisible();
  });

  it('saves a figure from the export menu and says where', async () => {
    const { api } = await renderApp();
    await userEvent.click(screen.getByRole('button', { name: 'Export' }));
    await userEvent.click(screen.getByRole('menuitem', { name: /^Figure/ }));
    await userEvent.click(await screen.findByRole('button', { name: 'Save' }));
    expect(await screen.findByText('sample.jpg saved')).toBeVisible();
    expect(api.asked.some(({ name }) => name === 'export:write')).toBe(true);
    await userEvent.click(screen.getByRole('button', { name: 'Show in folder' }));
    expect(api.asked.at(-1)).toEqual({ name: 'files:show', input: { path: '/home/ada/sample.jpg' } });
  });

  it('moves the point with arrow keys on the photo', async () => {
    await renderApp(createApi());
    const photo = screen.getByRole('application', { name: /chelsea\.png/ });
    photo.focus();
    await userEvent.keyboard('{Escape}{ArrowRight}');
    expect(screen.getByText('31, 20')).toBeVisible();
    await userEvent.keyboard('{Shift>}{ArrowDown}{/Shift}');
    expect(screen.getByText('31, 30')).toBeVisible();
  });
});

describe('accessibility', () => {
  it('finds nothing to complain about on the page', async () => {
    await renderApp();
    expect(await audit()).toEqual([]);
  });

  it('nor with inspector, menu and chooser open', async () => {
    await renderApp();
    screen.getByRole('grid').focus();
    await userEvent.keyboard('{ArrowRight}{Enter}');
    await screen.findByRole('heading', { name: /^Layer 1/ });
    await userEvent.click(screen.getByRole('button', { name: /^Layers:/ }));
    expect(await audit()).toEqual([]);
    await userEvent.keyboard('{Escape}');
    await userEvent.click(screen.getByRole('button', { name: /^Model:/ }));
    expect(await audit()).toEqual([]);
  });

  it('nor with the shortcut sheet open', async () => {
    await renderApp();
    await userEvent.keyboard('?');
    expect(await audit()).toEqual([]);
  });
});
