// What the matrix says of its maps: counts, which of them are shown, in which order, and what is heard of it.
import { screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { VERDICT_KINDS } from '../../electron/shared/verdicts';
import { tileJobs } from '../../renderer/views/maps/tile-jobs';
import { createApi, renderApp, startModel } from './helpers';

const counts = () => screen.getByRole('group', { name: 'Maps by verdict' });
const news = () => document.querySelector('.news');
/** Channels 7 and 20 of the made-up maps of a layer with ReLU are all 0. */
const inactive = () => within(counts()).findByRole('button', { name: '2 inactive' });

describe('the counts of verdicts', () => {
  it('show only their maps while they are pressed, and say so in the choice of channels', async () => {
    await renderApp(createApi({ layers: '0-3' }));
    const button = await inactive();
    await userEvent.click(button);
    expect(button).toHaveAttribute('aria-pressed', 'true');
    expect(screen.getByRole('button', { name: 'Channels: inactive, 2' })).toHaveTextContent('inactive, 2');
    expect(screen.getAllByRole('gridcell').map((cell) => cell.getAttribute('aria-label'))).toEqual([
      'layer 3 stem_act, channel 7, 0 everywhere: inactive',
      'layer 3 stem_act, channel 20, 0 everywhere: inactive',
    ]);
    expect(news()).toHaveTextContent('Only inactive: 2 maps');
    await userEvent.click(button);
    expect(screen.getByRole('button', { name: 'Channels: All' })).toBeVisible();
    expect(screen.getAllByRole('columnheader', { name: /ReLU|Conv|Input|Norm/ })).toHaveLength(4);
  });

  it('hide their maps when pressed with Shift', async () => {
    const { api } = await renderApp(createApi({ layers: '3', tileSizePx: 32 }));
    const user = userEvent.setup();
    await inactive();
    await user.keyboard('{Shift>}');
    await user.click(await inactive());
    await user.keyboard('{/Shift}');
    expect(within(counts()).getByRole('button', { name: '2 inactive, hidden' })).toHaveAttribute(
      'aria-pressed',
      'false',
    );
    expect(screen.queryByRole('gridcell', { name: /channel 7,/ })).toBeNull();
    expect(screen.getByRole('button', { name: 'Channels: 30 of 32' })).toBeVisible();
    await waitFor(() => expect(api.settings.hiddenVerdicts).toEqual(['inactive']));
  });

  it('have a box beside them, and the key D, for maps that are 0 everywhere', async () => {
    const { api } = await renderApp(createApi({ layers: '3', tileSizePx: 32 }));
    await inactive();
    expect(screen.getByRole('gridcell', { name: /channel 7,/ })).toBeVisible();
    await userEvent.click(screen.getByRole('checkbox', { name: 'Hide inactive' }));
    expect(screen.queryByRole('gridcell', { name: /channel 7,/ })).toBeNull();
    expect(news()).toHaveTextContent('Hidden: inactive, dead');
    await userEvent.keyboard('d');
    expect(screen.getByRole('gridcell', { name: /channel 7,/ })).toBeVisible();
    await waitFor(() => expect(api.settings.hiddenVerdicts).toEqual([]));
  });

  it('are walked through by V, and after the last verdict all maps are back', async () => {
    await renderApp(createApi({ layers: '3', tileSizePx: 32 }));
    await inactive();
    const pressed = () => within(counts()).queryAllByRole('button', { pressed: true });
    const seen: (string | null)[] = [];
    for (let step = 0; step === 0 || pressed().length > 0; step++) {
      await userEvent.keyboard('v');
      if (pressed().length === 1) seen.push(pressed()[0]!.getAttribute('aria-label'));
      expect(step).toBeLessThan(7);
    }
    expect(seen[0]).toBe('2 inactive');
    expect(seen.length).toBeGreaterThan(1);
    expect(new Set(seen).size).toBe(seen.length);
  });

  it('say that nothing is left, with a way back', async () => {
    await renderApp(createApi({ layers: '3', tileSizePx: 32 }));
    await userEvent.click(await inactive());
    await userEvent.click(screen.getByRole('button', { name: /^Layers:/ }));
    await userEvent.click(screen.getByRole('checkbox', { name: /^2 _bn0/ }));
    await userEvent.click(screen.getByRole('checkbox', { name: /^3 stem_act/ }));
    expect(await screen.findByText(/No map of these layers is inactive/)).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Show all maps' }));
    expect((await screen.findAllByRole('gridcell', { name: /^layer 2 / })).length).toBeGreaterThan(3);
  });
});

describe('the order of the maps', () => {
  it('is by verdict, with the duplicates together, or by likeness to the selected map', async () => {
    const { api } = await renderApp(createApi({ layers: '3', tileSizePx: 32 }));
    await inactive();
    const choose = async (name: string | RegExp) => {
      await userEvent.click(screen.getByRole('button', { name: /^Sort:/ }));
      await userEvent.click(screen.getByRole('menuitemradio', { name }));
    };
    const first = () => screen.getAllByRole('gridcell')[0]!.getAttribute('aria-label');
    await choose('Verdict');
    expect(first()).toBe('layer 3 stem_act, channel 7, 0 everywhere: inactive');
    expect(news()).toHaveTextContent('Sorted by Verdict.');
    await waitFor(() => expect(api.settings.sort).toBe('verdict'));
    await userEvent.click(screen.getByRole('button', { name: /^Sort:/ }));
    expect(screen.getByRole('menuitemradio', { name: /^Like the selected map/ })).toHaveAttribute(
      'aria-disabled',
      'true',
    );
    await userEvent.keyboard('{Escape}');
    await choose('Duplicates together');
    expect(first()).toMatch(/^layer 3 stem_act, channel 1,/);
    screen.getByRole('grid').focus();
    await userEvent.keyboard('{ArrowRight}{Enter}');
    await screen.findByRole('heading', { name: 'Layer 3 · Channel 2' });
    await choose('Like channel 2 of layer 3');
    await waitFor(() => expect(first()).toMatch(/^layer 3 stem_act, channel 2,/));
    await choose('Channel number');
    expect(first()).toMatch(/^layer 3 stem_act, channel 0,/);
  });
});

describe('badges', () => {
  it('have a word on large tiles, a sign on smaller ones, and none where they would cover the map', async () => {
    const app = await startModel(createApi({ layers: '3', tileSizePx: 80 }));
    [app.grid.widthPx, app.grid.heightPx] = [716, 4000]; // four lines of eight
    await expect.poll(() => app.verdicts.isWhole).toBe(true);
    const badges = () => tileJobs(app, { left: 0, top: 0 }, app.grid.range).map(({ badge }) => badge);
    const kinds = app.verdicts.of(3)!.kinds;
    expect(badges().map((badge) => badge !== null)).toEqual(Array.from(kinds, (kind) => kind > 0));
    expect(badges()[7]).toMatchObject({ word: 'inactive' });
    app.settings.update({ tileSizePx: 48 });
    expect(badges()[7]).toMatchObject({ word: '' });
    expect(badges().filter((badge) => badge !== null).length).toBeGreaterThan(2);
    app.settings.update({ tileSizePx: 36 });
    // What holds one value has no map to be covered.
    expect(badges().flatMap((badge, channel) => (badge ? [channel] : []))).toEqual([7, 20]);
  });
});

describe('three things to see', () => {
  it('are links to their maps, until they are closed for good', async () => {
    const { api } = await renderApp(createApi({ layers: '0-3' }));
    const line = await screen.findByRole('group', { name: 'Three things to see' });
    await userEvent.click(within(line).getByRole('button', { name: 'Layer 3, channel 7: inactive here' }));
    await screen.findByRole('heading', { name: 'Layer 3 · Channel 7' });
    await userEvent.click(within(line).getByRole('button', { name: 'Close for good' }));
    expect(screen.queryByRole('group', { name: 'Three things to see' })).toBeNull();
    await waitFor(() => expect(api.settings.thingsToSee).toBe(false));
  });
});

it('every mark is explained one press away', async () => {
  await renderApp(createApi({ layers: '3' }));
  await userEvent.click(screen.getByRole('button', { name: 'What the marks mean' }));
  const marks = screen.getByRole('dialog', { name: 'What the marks mean' });
  expect(within(marks).getAllByRole('term')).toHaveLength(VERDICT_KINDS.length + 7);
  expect(within(marks).getByText('Over 90% of its values are 0.')).toBeVisible();
  await userEvent.keyboard('{Escape}');
  expect(screen.queryByRole('dialog')).toBeNull();
});

it('the status line counts maps that say nothing, and opens the first of them also where it is hidden', async () => {
  await renderApp(createApi({ layers: '0-3', hiddenVerdicts: ['inactive', 'dead'] }));
  expect(await screen.findByText(/2 of 99 maps are inactive, dead or constant,/)).toBeVisible();
  await userEvent.click(screen.getByRole('button', { name: 'show' }));
  expect(await screen.findByRole('heading', { name: 'Layer 3 · Channel 7' })).toBeVisible();
  expect(screen.getByRole('checkbox', { name: 'Hide inactive' })).not.toBeChecked();
});

it('the head of a layer has a bar of shares, with what is said of the layer in its tooltip', async () => {
  await renderApp(createApi({ layers: '2-3' }));
  await inactive();
  const head = screen.getByRole('columnheader', { name: '3 stem_act, ReLU, 112 × 112 × 32' });
  expect(head.querySelector('.head-text')).toHaveAttribute('title', expect.stringContaining('2 inactive'));
  const [first] = head.querySelectorAll<HTMLElement>('.bar > span');
  expect(first!.style.background).toBe('var(--v-inactive)');
  expect(Number.parseFloat(first!.style.flexGrow)).toBeCloseTo(2 / 32, 6);
});
