/** What Ctrl C copies. */
import type { AppModel } from '../state/app-model.svelte';
import type { PngSubject } from '../state/png-model.svelte';
import { panes } from './panes';

/** Names the subject that an element shows, by its id; `tile` is the one where the keyboard is among the maps. */
const named = (element: Element): string | undefined =>
  element.closest<HTMLElement>('[data-png]')?.dataset['png'];

/** The picture that has the focus, or the first one of the pane that has it; null where there is none. */
export function subjectInFocus(app: AppModel, focus: Element): PngSubject | null {
  const { grid, png } = app;
  const id = named(focus);
  png.tile = id === 'tile' ? grid.activeMap : null;
  const wanted = id === 'tile' ? (png.tile ? 'map' : 'matrix') : id;
  if (wanted !== undefined)
    return panes.flatMap((pane) => pane.png?.(app) ?? []).find((one) => one.id === wanted) ?? null;
  const around = focus.closest<HTMLElement>('[data-pane]')?.dataset['pane'];
  return panes.find((pane) => pane.id === around)?.png?.(app)[0] ?? null;
}

/** Somebody copies text: a field has the focus, or some of the page is selected. */
export function isCopyingText(focus: Element | null): boolean {
  return focus?.matches('input:not([type="range"]), textarea') === true || getSelection()?.type === 'Range';
}
