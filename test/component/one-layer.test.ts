// One layer in place of the matrix, as it is seen, driven and heard.
import { fireEvent, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createApi, renderApp } from './helpers';

afterEach(() => vi.restoreAllMocks());

const grid = () => screen.getByRole('grid');
const facts = () => screen.findByRole('region', { name: /^Facts of layer/ });
const news = () => document.querySelector('.news');
/** What the keyboard is on. */
const named = () => document.getElementById(grid().getAttribute('aria-activedescendant')!);

/** jsdom lays nothing out: scrolling is what is asked for, told as a browser tells it. */
function scrolling(): void {
  vi.spyOn(Element.prototype, 'scrollTo').mockImplementation(function (this: Element, to) {
    const { left = 0, top = 0 } = to as unknown as ScrollToOptions;
    [this.scrollLeft, this.scrollTop] = [left, top];
    void fireEvent.scroll(this);
  } as Element['scrollTo']);
}

async function openLayer(number: number): Promise<void> {
  const head = screen.getByRole('columnheader', { name: new RegExp(`^${number} `) });
  // Without a layout the grid lies at 0, 0.
  const x = Number.parseFloat(head.style.left) - grid().scrollLeft;
  await fireEvent.click(head, { clientX: x + 10, clientY: 20 });
  await screen.findByRole('grid', { name: new RegExp(`^All channels of layer ${number} `) });
}

describe('one layer', () => {
  it('is opened by a click on its head; Escape leads back to the same place of the matrix', async () => {
    scrolling();
    await renderApp(createApi({ layers: '0-40', tileSizePx: 64 }));
    const box = grid();
    box.scrollTo({ left: 68, top: 900 });
    box.focus();
    await openLayer(3);
    expect(box).toBe(grid()); // the same element: focus stays
    expect(box).toHaveFocus();
    await waitFor(() => expect(box.scrollTop).toBe(0));
    box.scrollTo({ left: 0, top: 60 });
    await userEvent.keyboard('{Escape}');
    expect(grid()).toHaveAccessibleName('Feature maps');
    await waitFor(() => expect([box.scrollLeft, box.scrollTop]).toEqual([68, 900]));
  });

  it('is opened by Enter on its head, above the first row of the matrix', async () => {
    await renderApp();
    grid().focus();
    await userEvent.keyboard('{ArrowRight}{ArrowRight}{ArrowUp}');
    expect(named()).toHaveAttribute('role', 'columnheader');
    expect(named()).toHaveAccessibleName('2 _bn0, BatchNormalization, 112 × 112 × 32');
    await userEvent.keyboard('{Enter}');
    expect(grid()).toHaveAccessibleName('All channels of layer 2 _bn0');
    await userEvent.keyboard('{Escape}');
    expect(named()).toHaveAttribute('role', 'columnheader');
  });

  it('is opened by Enter on the head of its row, where layers are rows', async () => {
    await renderApp(createApi({ transposed: true }));
    grid().focus();
    await userEvent.keyboard('{ArrowDown}{ArrowLeft}');
    expect(named()).toHaveAttribute('role', 'rowheader');
    await userEvent.keyboard('{Enter}');
    expect(grid()).toHaveAccessibleName('All channels of layer 1 _conv_stem');
  });

  it('is opened and left by G, and walked through by braces and buttons', async () => {
    await renderApp();
    grid().focus();
    await userEvent.keyboard('{ArrowRight}g');
    expect(grid()).toHaveAccessibleName('All channels of layer 1 _conv_stem');
    expect(news()).toHaveTextContent('Layer 1 _conv_stem, Conv2D, 32 channels');
    await userEvent.keyboard('}');
    expect(grid()).toHaveAccessibleName('All channels of layer 2 _bn0');
    await userEvent.keyboard('{{{{');
    expect(grid()).toHaveAccessibleName('All channels of layer 0 input_layer');
    expect(screen.getByRole('button', { name: 'Previous layer' })).toBeDisabled();
    await userEvent.click(screen.getByRole('button', { name: 'Next layer' }));
    expect(grid()).toHaveAccessibleName('All channels of layer 1 _conv_stem');
    await userEvent.keyboard('g');
    expect(grid()).toHaveAccessibleName('Feature maps');
    expect(news()).toHaveTextContent('Matrix of the chosen layers');
  });

  it('is opened by itself where it is the only one that is chosen', async () => {
    await renderApp(createApi({ layers: '3' }));
    expect(grid()).toHaveAccessibleName('All channels of layer 3 stem_act');
    await userEvent.click(screen.getByRole('button', { name: 'Back to the matrix' }));
    expect(grid()).toHaveAccessibleName('Feature maps');
  });

  it('is a grid for screen readers: its size, places and names, walked through by arrows', async () => {
    await renderApp(createApi({ layers: '3', tileSizePx: 96 }));
    // 1100 px without facts in jsdom, which lays nothing out: ten tiles of 96 px beside the numbers.
    expect(grid()).toHaveAttribute('aria-colcount', '11');
    expect(grid()).toHaveAttribute('aria-rowcount', '4');
    const rows = screen.getAllByRole('row');
    expect(rows.map((row) => row.getAttribute('aria-rowindex'))).toEqual(['1', '2', '3', '4']);
    expect(rows.map((row) => within(row).getByRole('rowheader').textContent?.trim())).toEqual([
      'Channels 0 to 9',
      'Channels 10 to 19',
      'Channels 20 to 29',
      'Channels 30 to 31',
    ]);
    expect(screen.getAllByRole('gridcell')).toHaveLength(32);
    grid().focus();
    await userEvent.keyboard('{ArrowDown}{ArrowRight}');
    expect(named()).toHaveAccessibleName(/^layer 3 stem_act, channel 11, /);
    expect(named()).toHaveAttribute('aria-colindex', '3');
    await userEvent.keyboard('{Enter}');
    await screen.findByRole('heading', { name: 'Layer 3 · Channel 11' });
    await userEvent.keyboard(']');
    await screen.findByRole('heading', { name: 'Layer 3 · Channel 12' });
    expect(screen.getByRole('gridcell', { selected: true })).toHaveAccessibleName(/channel 12, /);
    // One thing at a time: the map, then the layer.
    await userEvent.keyboard('{Escape}');
    expect(grid()).toHaveAccessibleName('All channels of layer 3 stem_act');
    await userEvent.keyboard('{Escape}');
    expect(grid()).toHaveAccessibleName('Feature maps');
  });

  it('has units where it has no maps', async () => {
    await renderApp(createApi({ layers: '0-3, predictions' }));
    grid().focus();
    await userEvent.keyboard('{End}g');
    await screen.findByRole('grid', { name: /^All channels of layer \d+ predictions$/ });
    expect(screen.getByRole('gridcell', { name: /predictions, unit 1 / })).toBeVisible();
    expect(grid()).toHaveAttribute(
      'aria-rowcount',
      String(Math.ceil(1000 / (Number(grid().getAttribute('aria-colcount')) - 1))),
    );
  });
});

describe('the facts of a layer', () => {
  it('name class, shape, parameters, settings, weights and how all is spread', async () => {
    await renderApp();
    await openLayer(1);
    const region = await facts();
    await within(region).findByText('kernel_size');
    const rows = within(region)
      .getAllByRole('term')
      .map((term) => `${term.textContent.trim()}: ${term.nextElementSibling!.textContent.trim()}`);
    expect(rows).toEqual(
      expect.arrayContaining([
        'Class: Conv2D',
        'Output shape: 112 × 112 × 32',
        'Parameters: 0',
        'kernel_size: 3 × 3',
        'padding: same',
      ]),
    );
    expect(
      within(region).getByRole('img', { name: /^kernel: 2,304 numbers from −0\.\d+ to 0\.\d+/ }),
    ).toBeVisible();
    expect(within(region).getByText('All 0')).toBeVisible(); // the bias
    expect(
      await within(region).findByRole('img', { name: /^Values in this picture: 12,544 numbers from / }),
    ).toBeVisible();
    await waitFor(() => expect(region).toHaveTextContent('Maps in this picture'));
  });

  it('have a link to what feeds the layer; the keyboard stays beside the tiles', async () => {
    await renderApp();
    await openLayer(2);
    const link = await within(await facts()).findByRole('button', { name: /^1_conv_stem/ });
    await userEvent.click(link);
    expect(grid()).toHaveAccessibleName('All channels of layer 1 _conv_stem');
    const region = await facts();
    await waitFor(() => expect(region).toHaveFocus());
    const [, onward] = await within(region).findAllByRole('button', { name: /^[02]/ });
    await userEvent.click(onward!);
    expect(grid()).toHaveAccessibleName('All channels of layer 2 _bn0');
  });

  it('can be put away', async () => {
    await renderApp(createApi({ layers: '3' }));
    await facts();
    const button = screen.getByRole('button', { name: 'Facts of the layer' });
    expect(button).toHaveAttribute('aria-pressed', 'true');
    await userEvent.click(button);
    expect(screen.queryByRole('region', { name: /^Facts of layer/ })).toBeNull();
    expect(screen.getByText('ReLU, 112 × 112 × 32')).toBeVisible();
  });
});

it('has no accessibility violations that can be found without a layout', async () => {
  await renderApp();
  await openLayer(1);
  await within(await facts()).findByText('kernel_size');
  await screen.findByRole('img', { name: /^Values in this picture/ });
  const { violations } = await axe.run(document.body, {
    runOnly: ['wcag2a', 'wcag2aa'],
    rules: { 'color-contrast': { enabled: false } },
  });
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
});
