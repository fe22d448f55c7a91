// What keyboard and screen reader get beyond single controls: a focus that is never lost, and news that are told once.
import { screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { createApi, renderApp, startModel } from './helpers';

describe('the focus', () => {
  it('goes back to where it was when a message is closed', async () => {
    const { api } = await renderApp();
    api.failing = 'export:write';
    const exporting = screen.getByRole('button', { name: 'Export' });
    await userEvent.click(exporting);
    await userEvent.click(screen.getByRole('menuitem', { name: /^Activations as NPZ/ }));
    const alert = await screen.findByRole('alert');
    within(alert).getByRole('button', { name: 'Close' }).focus();
    await userEvent.keyboard('{Enter}');
    await waitFor(() => expect(exporting).toHaveFocus());
  });

  it('goes back to the matrix when the inspector is closed by its button', async () => {
    await renderApp();
    screen.getByRole('grid').focus();
    await userEvent.keyboard('{Enter}');
    const inspector = await screen.findByRole('complementary');
    await userEvent.click(within(inspector).getByRole('button', { name: 'Close' }));
    await waitFor(() => expect(screen.getByRole('grid')).toHaveFocus());
  });

  it('goes to the matrix from the inspector even by way of other panes', async () => {
    await renderApp();
    screen.getByRole('grid').focus();
    await userEvent.keyboard('{Enter}');
    const inspector = await screen.findByRole('complementary');
    screen.getByRole('slider', { name: 'Opacity' }).focus();
    const next = within(inspector).getByRole('button', { name: 'Next map' });
    await waitFor(() => expect(next).toBeEnabled());
    next.focus();
    expect(next).toHaveFocus();
    await userEvent.keyboard('{Escape}');
    await waitFor(() => expect(screen.getByRole('grid')).toHaveFocus());
  });

  it('stays in the inspector at its last map, where the button to the next one is disabled', async () => {
    await renderApp(createApi({ filters: 3 }));
    screen.getByRole('grid').focus();
    await userEvent.keyboard('{ArrowDown}{Enter}');
    const inspector = await screen.findByRole('complementary');
    const next = within(inspector).getByRole<HTMLButtonElement>('button', { name: 'Next map' });
    next.focus();
    await userEvent.keyboard('{Enter}');
    await waitFor(() => expect(next).toBeDisabled());
    // jsdom leaves the focus on a disabled button, browsers take it away.
    next.blur();
    next.disabled = false;
    next.disabled = true;
    await waitFor(() => expect(inspector).toContainElement(document.activeElement as HTMLElement));
  });

  it('goes back to the button of a dialog after Escape', async () => {
    await renderApp();
    const help = screen.getByRole('button', { name: 'Keyboard shortcuts' });
    help.focus();
    await userEvent.keyboard('{Enter}');
    await userEvent.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Close' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(help).toHaveFocus();
  });
});

describe('a button with a menu', () => {
  it.each([/^Model:/, 'Export', /^Theme:/, /^Sort:/, /^Channels:/])(
    '%s: the arrow down opens it, Escape closes it and goes back',
    async (name) => {
      await renderApp();
      const button = screen.getByRole('button', { name });
      button.focus();
      await userEvent.keyboard('{ArrowDown}');
      const menu = screen.getByRole('menu');
      expect(button).toHaveAttribute('aria-expanded', 'true');
      expect(menu).toContainElement(document.activeElement as HTMLElement);
      await userEvent.keyboard('{Escape}');
      expect(screen.queryByRole('menu')).toBeNull();
      expect(button).toHaveFocus();
      expect(button).toHaveAttribute('aria-expanded', 'false');
    },
  );
});

describe('an open dialog', () => {
  it('keeps the menu of the window from opening things behind it', async () => {
    const api = createApi();
    const app = await startModel(api);
    api.emit({ kind: 'command', id: 'help' });
    api.emit({ kind: 'command', id: 'export' });
    api.emit({ kind: 'command', id: 'webcam' });
    expect(app.ui).toMatchObject({ isHelpOpen: true, isExportOpen: false });
    expect(app.webcam.isOpen).toBe(false);
    app.ui.isHelpOpen = false;
    api.emit({ kind: 'command', id: 'export' });
    expect(app.ui.isExportOpen).toBe(true);
  });
});

describe('announcements', () => {
  it('are made again when the same words are said again', async () => {
    const app = await startModel();
    const { count } = app.announcer;
    const { text } = app.announcer;
    await app.analysing.start();
    expect(app.announcer.text).toBe(text);
    expect(app.announcer.count).toBe(count + 1);
  });

  it('name work that takes long once, whatever its progress', async () => {
    const { api } = await renderApp();
    api.delayMs = 900;
    await userEvent.click(screen.getByRole('radio', { name: 'Pad' }));
    const bar = await screen.findByRole('progressbar', { name: 'Analysing chelsea.png' });
    expect(bar).toBeVisible();
    const said = screen.getAllByRole('status').map((region) => region.textContent?.trim());
    expect(said.filter((text) => text?.startsWith('Analysing'))).toEqual(['Analysing chelsea.png']);
  });
});

describe('the matrix', () => {
  it('names layer, filter and range of the tile that the arrows reach', async () => {
    await renderApp();
    const grid = screen.getByRole('grid');
    grid.focus();
    const named = () => document.getElementById(grid.getAttribute('aria-activedescendant')!);
    expect(named()).toHaveAccessibleName(/^layer 0 .*, channel 0, /);
    await userEvent.keyboard('{ArrowRight}{ArrowDown}');
    expect(named()).toHaveAccessibleName(/^layer 1 .*, channel 1, .+ to .+/);
    expect(named()?.closest('[role="row"]')?.querySelector('[role="rowheader"]')).toHaveTextContent(
      'Channel 1',
    );
  });

  it('names no tile while that of the keyboard is scrolled away', async () => {
    const app = await startModel();
    app.matrix.widthPx = 600;
    app.matrix.heightPx = 300;
    expect(app.matrix.isActiveOnScreen).toBe(true);
    app.matrix.topPx = 2000;
    expect(app.matrix.isActiveOnScreen).toBe(false);
    const target = app.matrix.activate(app.matrix.active);
    app.matrix.topPx = target.top;
    expect(app.matrix.isActiveOnScreen).toBe(true);
  });
});
