// The inspector on the whole page: what it tells of a map, by mouse, keyboard and screen reader.
import { fireEvent, screen, waitFor, within } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import type { FakeApi } from '../fake-page/fake-api';
import { audit, createApi, renderApp } from './helpers';

/** Opens a map from the matrix. */
async function inspect(layer: number, channel: number): Promise<HTMLElement> {
  screen.getByRole('grid').focus();
  await userEvent.keyboard(`{ArrowRight>${layer}/}{ArrowDown>${channel}/}{Enter}`);
  const inspector = await screen.findByRole('complementary');
  await within(inspector).findByRole('img', { name: new RegExp(`^Map ${channel} of layer ${layer} `) });
  return inspector;
}

let api: FakeApi;
beforeEach(() => {
  api = createApi();
});

describe('the large map', () => {
  it('lies over the photo as far as the slider says', async () => {
    await renderApp(api);
    const inspector = await inspect(3, 1);
    const map = within(inspector).getByRole('img', { name: /^Map 1 / });
    const slider = within(inspector).getByRole('slider', { name: 'Opacity of the map over the photo' });
    expect(inspector.querySelectorAll('.lens canvas')).toHaveLength(1);
    await fireEvent.input(slider, { target: { value: '60' } });
    expect(map).toHaveStyle({ opacity: '0.6' });
    expect(inspector.querySelectorAll('.lens canvas')).toHaveLength(2);
    await fireEvent.dblClick(slider);
    expect(slider).toHaveValue('100');
  });

  it('is enlarged by keys where it has the focus, and by buttons', async () => {
    await renderApp(api);
    const inspector = await inspect(3, 1);
    const stage = within(inspector).getByRole('application', { name: /^Large map/ });
    const whole = within(inspector).getByTitle('Show the whole map');
    expect(whole).toBeDisabled();
    stage.focus();
    await userEvent.keyboard('+');
    expect(whole).toHaveTextContent('1.5×');
    await userEvent.click(within(inspector).getByRole('button', { name: 'Enlarge' }));
    expect(whole).toHaveTextContent('3×');
    stage.focus();
    await userEvent.keyboard('0');
    expect(whole).toHaveTextContent('1×');
    // The tiles of the matrix keep their size.
    expect(api.settings.tileSizePx).toBe('fit');
  });
});

describe('the tabs', () => {
  it('are chosen by arrows and by T, and say what they show', async () => {
    await renderApp(api);
    const inspector = await inspect(3, 1);
    const tabs = within(within(inspector).getByRole('tablist', { name: 'About this map' }));
    tabs.getByRole('tab', { name: 'Map' }).focus();
    await userEvent.keyboard('{ArrowRight}');
    expect(tabs.getByRole('tab', { name: 'Looks for', selected: true })).toHaveFocus();
    expect(within(inspector).getByRole('tabpanel', { name: 'Looks for' })).toBeVisible();
    await userEvent.keyboard('t');
    expect(tabs.getByRole('tab', { name: 'Step by step', selected: true })).toBeVisible();
    await userEvent.keyboard('t');
    expect(tabs.getByRole('tab', { name: 'Map', selected: true })).toBeVisible();
  });

  it('cost one request for the kernel while they show it, and a map costs one for its values', async () => {
    await renderApp(api);
    api.asked.length = 0;
    await inspect(3, 1);
    await userEvent.keyboard('tt]');
    await screen.findByRole('img', { name: /^Map 2 of layer 3 / });
    const asked = api.asked.map(({ name }) => name);
    expect(asked.filter((name) => name === 'map:values')).toHaveLength(2);
    expect(asked.filter((name) => name === 'layer:field')).toHaveLength(1);
    expect(asked.filter((name) => name === 'map:kernel')).toHaveLength(1); // of the first map alone
    const others = ['map:values', 'map:kernel', 'layer:field', 'layer:maps', 'settings:write']; // tiles that come into sight, what is remembered
    expect(asked.filter((name) => !others.includes(name))).toEqual([]);
  });

  it('stay from one map to the next', async () => {
    await renderApp(api);
    const inspector = await inspect(3, 1);
    await userEvent.keyboard('t]');
    expect(within(inspector).getByRole('tab', { name: 'Looks for', selected: true })).toBeVisible();
    expect(screen.getByRole('heading', { name: 'Layer 3 · Channel 2' })).toBeVisible();
  });
});

describe('the strongest places', () => {
  it('are numbered on crops and map, and take the point there', async () => {
    await renderApp(api);
    const inspector = await inspect(3, 1);
    await userEvent.keyboard('t');
    const crops = within(inspector).getAllByRole('button', { name: /^Place \d · / });
    expect(crops).toHaveLength(4);
    const marks = () => [...inspector.querySelectorAll('.big .number')].map((mark) => mark.textContent);
    expect(marks()).toEqual(['1', '2', '3', '4']);
    const onPhoto = document.querySelectorAll('[data-pane="image"] .number');
    expect([...onPhoto].map((mark) => mark.textContent)).toEqual(['1', '2', '3', '4']);
    await userEvent.click(crops[2]!);
    const [, value] = /· (.*)\. Moves/.exec(crops[2]!.getAttribute('aria-label')!)!;
    expect(inspector.querySelector('.legend b')).toHaveTextContent(value!);
  });
});

it('has nothing that a screen reader stumbles over, in any tab', async () => {
  await renderApp(api);
  const inspector = await inspect(3, 1);
  for (let tab = 0; tab < within(inspector).getAllByRole('tab').length; tab++) {
    expect(await audit(inspector)).toEqual([]);
    await userEvent.keyboard('t');
  }
});

it('speaks Chinese', async () => {
  await renderApp(api);
  const inspector = await inspect(3, 1);
  await userEvent.click(screen.getByRole('radio', { name: '中文' }));
  await waitFor(() => expect(within(inspector).getByRole('tab', { name: '偏好' })).toBeVisible());
  expect(within(inspector).getByRole('img', { name: /^直方图/ })).toBeVisible();
});
