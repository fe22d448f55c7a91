// The matrix as it is seen and heard: what stays in view, how heads and marks give way, what screen readers are told.
import { screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Translator } from '../../electron/shared/texts/translator';
import { tileJobs } from '../../renderer/views/maps/tile-jobs';
import { createApi, renderApp, startModel } from './helpers';

afterEach(() => vi.restoreAllMocks());

const news = () => document.querySelector('.news');

describe('the inspected map', () => {
  it('stays in view when the tiles grow or the order changes, and only then', async () => {
    await renderApp(createApi({ layers: '0-14', tileSizePx: 64 }));
    screen.getByRole('grid').focus();
    const scroll = vi.spyOn(Element.prototype, 'scrollTo').mockImplementation(() => undefined);
    await userEvent.keyboard('{End}{Enter}');
    await screen.findByRole('heading', { name: 'Layer 14 · Channel 0' });
    scroll.mockClear();
    await userEvent.keyboard('+');
    // Lane 14 ends at 40 px of row heads and 15 tiles of 72 px with gaps of 4 px; 1100 px are on screen.
    await waitFor(() => expect(scroll).toHaveBeenLastCalledWith({ left: 40 + 15 * 76 + 4 - 1100, top: 0 }));
    scroll.mockClear();
    await userEvent.click(screen.getByRole('button', { name: /^Sort:/ }));
    await userEvent.click(screen.getByRole('menuitemradio', { name: 'Mean' }));
    await waitFor(() => expect(scroll).toHaveBeenCalled());
    scroll.mockClear();
    await userEvent.click(screen.getByRole('radio', { name: 'Crop' }));
    await screen.findByText('Ready');
    expect(scroll).not.toHaveBeenCalled();
  });
});

describe('small tiles', () => {
  it('have the index of their layer alone, with the rest in the tooltip and for those who listen', async () => {
    await renderApp(createApi({ tileSizePx: 40 }));
    const head = screen.getByRole('columnheader', { name: '3 stem_act, ReLU, 112 × 112 × 32' });
    expect(head.querySelector('.head-text')).toHaveTextContent(/^3$/);
  });

  it('have one line in the heads of rows', async () => {
    await renderApp(createApi({ tileSizePx: 40, transposed: true }));
    const [, , , head] = document.querySelectorAll('.rows .head-text');
    expect(head).toHaveTextContent(/^3\s*112²×32$/);
  });

  it.each(['2-3', '3'])('have no number on them: layers %s', async (layers) => {
    const app = await startModel(createApi({ layers, sort: 'max', tileSizePx: 56 }));
    [app.grid.widthPx, app.grid.heightPx] = [600, 400];
    const marks = () => tileJobs(app, { left: 0, top: 0 }, app.grid.range).flatMap((job) => job.marks);
    expect(marks().length).toBeGreaterThan(0);
    app.settings.update({ tileSizePx: 55 });
    expect(marks()).toEqual([]);
  });
});

describe('the order of the channels', () => {
  it('says where it begins, and can be turned round', async () => {
    const { api } = await renderApp(createApi({ sort: 'max' }));
    const sort = screen.getByRole('button', { name: 'Sort: Max, largest first' });
    expect(sort).toHaveTextContent('Max ↓');
    await userEvent.click(sort);
    await userEvent.click(screen.getByRole('menuitemcheckbox', { name: 'Smallest first' }));
    expect(screen.getByRole('button', { name: 'Sort: Max, smallest first' })).toHaveTextContent('Max ↑');
    expect(news()).toHaveTextContent('Sorted by Max, smallest first.');
    await waitFor(() => expect(api.settings.smallestFirst).toBe(true));
  });

  it('is that of the numbers where all are equal, without marks', async () => {
    const app = await startModel(createApi({ layers: '0', sort: 'zeros' }));
    const [column] = app.choice.matrix;
    expect(new Set(column!.statistics!.zeros).size).toBe(1);
    expect(column!.order).toBeNull();
  });
});

describe('what a screen reader hears', () => {
  it('of the inspector, of channels and of layers', async () => {
    await renderApp();
    screen.getByRole('grid').focus();
    await userEvent.keyboard('{ArrowRight}{Enter}');
    await screen.findByRole('complementary');
    expect(news()).toHaveTextContent(/^layer 1 .*, channel 0, .* to /);
    await userEvent.keyboard(']');
    expect(news()).toHaveTextContent(/^layer 1 .*, channel 1, /);
    await userEvent.click(screen.getByRole('button', { name: /^Channels:/ }));
    await userEvent.click(screen.getByRole('menuitemradio', { name: '8' }));
    expect(news()).toHaveTextContent('8 channels of each layer');
    await userEvent.click(screen.getByRole('button', { name: /^Layers:/ }));
    await userEvent.click(screen.getByRole('button', { name: 'First 15' }));
    expect(news()).toHaveTextContent('15 layers chosen');
  });

  it.each([/^Hypercolumn A\./, /^Large map\./])('%s: arrow keys move the point', async (name) => {
    await renderApp(createApi());
    screen.getByRole('grid').focus();
    await userEvent.keyboard('{Enter}');
    await screen.findByRole('complementary');
    screen.getByRole('application', { name }).focus();
    // The sample's point starts at 172, 110 and is kept inside a photo of 60 x 40.
    await userEvent.keyboard('{ArrowLeft}{Shift>}{ArrowUp}{/Shift}');
    expect(screen.getByText(/^5[89], (29|30)$/)).toBeVisible();
  });
});

describe('the range of the colours', () => {
  it('stands in the heads where it is that of the layer', async () => {
    const { api } = await renderApp(createApi({ layers: '3, 5', range: 'layer' }));
    const statistics = (
      await api.call('layer:statistics', { analysisId: '', layers: [3], withDetails: false })
    )[0]!;
    const [min, max] = [Math.min(...statistics.min), Math.max(...statistics.max)];
    const [head] = document.querySelectorAll('.columns .head-text');
    const { brief } = new Translator('en');
    expect(head).toHaveTextContent(`${brief(min)}…${brief(max)}`);
  });

  it('is taken from the inspected map, from its layer or from all', async () => {
    const { api } = await renderApp(createApi({ layers: '1, 3', range: 'fixed' }));
    await userEvent.click(screen.getByRole('button', { name: 'Take from' }));
    expect(screen.getByRole('menuitem', { name: /^This map\s*Click a map first/ })).toHaveAttribute(
      'aria-disabled',
      'true',
    );
    await userEvent.keyboard('{Escape}');
    screen.getByRole('grid').focus();
    await userEvent.keyboard('{ArrowRight}{ArrowDown}{Enter}');
    await screen.findByRole('img', { name: /^Map 1 of layer 3/ });
    const { values } = await api.call('map:values', { analysisId: '', layer: 3, filter: 1 });
    await userEvent.click(screen.getByRole('button', { name: 'Take from' }));
    await userEvent.click(screen.getByRole('menuitem', { name: /^This map(?!,)/ }));
    await waitFor(() =>
      expect(api.settings).toMatchObject({ fixedMin: Math.min(...values), fixedMax: Math.max(...values) }),
    );
    await userEvent.click(screen.getByRole('button', { name: 'Take from' }));
    await userEvent.click(screen.getByRole('menuitem', { name: /^All chosen layers/ }));
    const all = await api.call('layer:statistics', { analysisId: '', layers: [1, 3], withDetails: false });
    await waitFor(() =>
      expect(api.settings).toMatchObject({
        fixedMin: Math.min(...all.flatMap(({ min }) => [...min])),
        fixedMax: Math.max(...all.flatMap(({ max }) => [...max])),
      }),
    );
  });
});

describe('the inspector', () => {
  it('fills the window by F or a double click, and Escape takes that back first', async () => {
    await renderApp();
    screen.getByRole('grid').focus();
    await userEvent.keyboard('{Enter}');
    const map = await screen.findByRole('application', { name: /^Large map/ });
    const fills = () => screen.getByRole('complementary').parentElement!.classList.contains('fills');
    await userEvent.keyboard('f');
    expect(fills()).toBe(true);
    await userEvent.keyboard('{Escape}');
    expect(fills()).toBe(false);
    await userEvent.dblClick(map);
    expect(fills()).toBe(true);
    expect(screen.getByRole('button', { name: /^Fill the window/ })).toHaveAttribute('aria-pressed', 'true');
    await userEvent.keyboard('{Escape}{Escape}');
    expect(screen.queryByRole('complementary')).toBeNull();
  });

  it('has a width of its own, kept in the settings', async () => {
    const { api } = await renderApp();
    screen.getByRole('grid').focus();
    await userEvent.keyboard('{Enter}');
    (await screen.findByRole('separator', { name: 'Width of the inspector' })).focus();
    await userEvent.keyboard('{ArrowLeft}');
    await waitFor(() => expect(api.settings.panes['edgePx']).toBeGreaterThan(260));
  });

  it('has no limits before its values are here', async () => {
    const { api } = await renderApp();
    api.delayMs = 60_000;
    screen.getByRole('grid').focus();
    await userEvent.keyboard('{Enter}');
    const inspector = await screen.findByRole('complementary');
    expect(inspector.querySelector('.legend')).toHaveTextContent(/^– – · here –$/);
  });
});
