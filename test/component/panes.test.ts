import { screen } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { PANE_SIZES } from '../../electron/shared/window-layout';
import { panes } from '../../renderer/views/panes';
import { renderApp } from './helpers';

describe('the table of panes', () => {
  it('has a setting for each height, and one pane of each column that takes what is left', () => {
    const places = panes.map(({ place }) => place);
    const heights = places.flatMap((place) => ('height' in place && place.height ? [place.height] : []));
    expect(['leftPx', ...heights.map(({ setting }) => setting)]).toEqual(PANE_SIZES);
    for (const column of ['left', 'right']) {
      const inColumn = places.filter((place) => place.column === column);
      expect(inColumn.map((place) => 'height' in place)).toEqual([
        false,
        ...inColumn.slice(1).map(() => true),
      ]);
    }
  });

  it('is the order of the page and of F6, the inspector at the end once it is open', async () => {
    const { api } = await renderApp();
    const idOf = (element: Element | null) => element?.getAttribute('aria-labelledby')?.replace('h-', '');
    const shown = () => Array.from(document.querySelectorAll('.pane'));
    const ids = panes.map(({ id }) => id);
    expect(shown().map(idOf)).toEqual(ids.filter((id) => id !== 'inspector'));
    screen.getByRole('grid').focus();
    await userEvent.keyboard('{Enter}');
    await screen.findByRole('heading', { name: /^Layer 0/ });
    expect(shown().map(idOf)).toEqual(ids);
    screen.getByRole('banner').focus();
    const walked = ids.map(() => {
      api.emit({ kind: 'command', id: 'nextPane' });
      return idOf(document.activeElement);
    });
    expect(walked).toEqual(ids);
  });
});
