import { screen } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { settings } from '../../electron/shared/contract';
import { defaultSettings } from '../../electron/shared/default-settings';
import { panes } from '../../renderer/views/panes';
import { renderApp } from './helpers';

describe('the table of panes', () => {
  it('has heights that the settings hold, and one pane of each column that takes what is left', () => {
    for (const column of ['left', 'right']) {
      const inColumn = panes.filter(({ place }) => place.column === column);
      const sized = inColumn.filter(({ place }) => 'splitter' in place);
      expect(sized).toEqual(inColumn.slice(1));
      const heights = Object.fromEntries(sized.map(({ id }) => [`${id}Px`, 200]));
      expect(settings.shape.panes.parse({ ...defaultSettings.panes, ...heights })).toMatchObject(heights);
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
