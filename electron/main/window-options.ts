import type { BrowserWindowConstructorOptions, Rectangle } from 'electron';
import { SMALLEST_WINDOW_PX } from '../shared/names';

const firstWindow = { width: 1440, height: 900 };

/** The page's `--bg`, so that the window is never white before its first paint. */
const background = { light: '#e3e5e8', dark: '#08090a' };

export function windowOptions(
  bounds: Rectangle,
  isDark: boolean,
  preload: string,
): BrowserWindowConstructorOptions {
  return {
    ...bounds,
    minWidth: SMALLEST_WINDOW_PX.width,
    minHeight: SMALLEST_WINDOW_PX.height,
    show: false,
    title: 'Featurescope',
    backgroundColor: isDark ? background.dark : background.light,
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      safeDialogs: true,
      spellcheck: false, // would fetch dictionaries
      disableBlinkFeatures: 'Auxclick',
    },
  };
}

/** How much of the window must lie on a display, so that the user can grab it. */
const graspable = { width: 120, height: 48 };

/**
 * Where the window opens: where it was, if that still lies on a display, otherwise in the middle of the first one.
 * @param workAreas  usable areas of the displays, the primary one first
 */
export function boundsOnDisplays(kept: Rectangle | null, workAreas: readonly Rectangle[]): Rectangle {
  const home = workAreas.find((area) => kept !== null && isGraspable(kept, area));
  if (kept !== null && home !== undefined) {
    const { width, height } = sizeWithin(kept, home);
    return { x: Math.round(kept.x), y: Math.round(kept.y), width, height };
  }
  const area = workAreas[0] ?? { x: 0, y: 0, ...firstWindow };
  const { width, height } = sizeWithin(kept ?? firstWindow, area);
  return {
    x: Math.round(area.x + Math.max(0, (area.width - width) / 2)),
    y: Math.round(area.y + Math.max(0, (area.height - height) / 2)),
    width,
    height,
  };
}

function sizeWithin(
  size: { width: number; height: number },
  area: Rectangle,
): { width: number; height: number } {
  return {
    width: Math.round(Math.max(SMALLEST_WINDOW_PX.width, Math.min(size.width, area.width))),
    height: Math.round(Math.max(SMALLEST_WINDOW_PX.height, Math.min(size.height, area.height))),
  };
}

/** The upper edge, with the title bar, is what counts. */
function isGraspable(window: Rectangle, area: Rectangle): boolean {
  const width = Math.min(window.x + window.width, area.x + area.width) - Math.max(window.x, area.x);
  const isTopInside = window.y >= area.y && window.y + graspable.height <= area.y + area.height;
  return width >= graspable.width && isTopInside;
}
