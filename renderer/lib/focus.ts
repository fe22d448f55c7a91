const FOCUSABLE = '[tabindex], button, input, select, textarea, a[href], summary';
const MOST_REMEMBERED = 12;

/**
 * Keeps the keyboard somewhere. When the element in focus goes away (a closed message, an error that is over), the one that
 * had the focus before gets it back, or the one that `data-home` around it names by a selector; when it is disabled, what lies
 * around it does. Returns a function that stops.
 */
export function keepFocus(root: HTMLElement): () => void {
  /** The newest first. */
  let history: { element: HTMLElement; around: readonly HTMLElement[]; home: string | undefined }[] = [];

  function remember({ target }: FocusEvent): void {
    if (!(target instanceof HTMLElement)) return;
    const others = history.filter(({ element }) => element !== target && element.isConnected);
    const { home } = target.closest<HTMLElement>('[data-home]')?.dataset ?? {};
    history = [{ element: target, around: focusableAround(target), home }, ...others].slice(
      0,
      MOST_REMEMBERED,
    );
  }

  function repair(): void {
    const { activeElement } = document;
    if (activeElement && activeElement !== document.body) return;
    const [last, ...before] = history;
    if (!last || isUsable(last.element)) return;
    const candidates = [...before.map(({ element }) => element), ...last.around];
    const home = last.home === undefined ? null : root.querySelector<HTMLElement>(last.home);
    if (last.element.isConnected) candidates.unshift(...last.around);
    else if (home) candidates.unshift(home);
    history = before;
    candidates.find(isReachable)?.focus({ preventScroll: true });
  }

  const observer = new MutationObserver(repair);
  observer.observe(root, { subtree: true, childList: true, attributes: true, attributeFilter: ['disabled'] });
  root.addEventListener('focusin', remember);
  return () => {
    observer.disconnect();
    root.removeEventListener('focusin', remember);
  };
}

function isUsable(element: HTMLElement): boolean {
  return element.isConnected && !element.matches(':disabled');
}

/** Behind an open dialog nothing can have the focus. */
function isReachable(element: HTMLElement): boolean {
  const dialog = document.querySelector('dialog[open]');
  return isUsable(element) && (!dialog || dialog.contains(element));
}

function focusableAround(element: HTMLElement): HTMLElement[] {
  const around: HTMLElement[] = [];
  for (let one = element.parentElement; one; one = one.parentElement)
    if (one.matches(FOCUSABLE)) around.push(one);
  return around;
}

/** F6 walks through the panes in document order, like the regions of a desktop window. */
export function nextPane(step: 1 | -1): void {
  const panes = Array.from(document.querySelectorAll<HTMLElement>('[data-pane]'));
  if (panes.length === 0) return;
  const current = panes.findIndex((pane) => pane.contains(document.activeElement));
  const next =
    current < 0 ? (step > 0 ? 0 : panes.length - 1) : (current + step + panes.length) % panes.length;
  panes[next]!.focus();
}
