import { describe, expect, it } from 'vitest';
import { boundsOnDisplays, windowOptions } from '../../../electron/main/window-options';

const screen = { x: 0, y: 0, width: 1920, height: 1040 };
const right = { x: 1920, y: 0, width: 2560, height: 1400 };

describe('windowOptions', () => {
  const options = windowOptions({ x: 1, y: 2, width: 1000, height: 700 }, true, '/preload.cjs');

  it('keeps every lock of the page closed', () => {
    expect(options.webPreferences).toEqual({
      preload: '/preload.cjs',
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
      spellcheck: false,
      disableBlinkFeatures: 'Auxclick',
    });
  });

  it('is not shown before its first paint, and has the colour of the theme until then', () => {
    expect(options).toMatchObject({ show: false, minWidth: 800, minHeight: 500, backgroundColor: '#08090a' });
    expect(windowOptions(screen, false, '').backgroundColor).toBe('#e3e5e8');
  });
});

describe('boundsOnDisplays', () => {
  it('opens in the middle of the primary display the first time', () => {
    expect(boundsOnDisplays(null, [screen])).toEqual({ x: 240, y: 70, width: 1440, height: 900 });
  });

  it('opens where it was, on whichever display', () => {
    const kept = { x: 2100, y: 50, width: 1200, height: 800 };
    expect(boundsOnDisplays(kept, [screen, right])).toEqual(kept);
  });

  it('comes back in its size when its display is gone', () => {
    const kept = { x: 2100, y: 50, width: 1200, height: 800 };
    expect(boundsOnDisplays(kept, [screen])).toEqual({ x: 360, y: 120, width: 1200, height: 800 });
  });

  it.each([
    ['its title bar is above the display', { x: 100, y: -200, width: 1000, height: 700 }],
    ['its title bar is below the display', { x: 100, y: 1035, width: 1000, height: 700 }],
    ['only a strip of it is left', { x: -950, y: 100, width: 1000, height: 700 }],
    ['it is far away', { x: 1e9, y: -1e9, width: 1000, height: 700 }],
  ])('comes back when %s', (_what, kept) => {
    expect(boundsOnDisplays(kept, [screen])).toEqual({ x: 460, y: 170, width: 1000, height: 700 });
  });

  it('is never smaller than the smallest size nor larger than the display', () => {
    expect(boundsOnDisplays({ x: 0, y: 0, width: 10, height: 10 }, [screen])).toMatchObject({
      width: 800,
      height: 500,
    });
    expect(boundsOnDisplays({ x: 0, y: 0, width: 9000, height: 9000 }, [screen])).toMatchObject({
      width: 1920,
      height: 1040,
    });
  });

  it('manages without any display', () => {
    expect(boundsOnDisplays(null, [])).toEqual({ x: 0, y: 0, width: 1440, height: 900 });
  });
});
