/** What jsdom lacks and the page uses. Canvases have no pen there: components skip drawing, their names and texts stay. */
import '@testing-library/jest-dom/vitest';
import { cleanup } from '@testing-library/svelte';
import { afterEach, vi } from 'vitest';

afterEach(() => cleanup());

const VIEW = { width: 1100, height: 450 };

class StubResizeObserver implements ResizeObserver {
  constructor(readonly callback: ResizeObserverCallback) {}
  observe(target: Element): void {
    const entry = { target, contentRect: target.getBoundingClientRect() } as unknown as ResizeObserverEntry;
    queueMicrotask(() => this.callback([entry], this));
  }
  unobserve(): void {}
  disconnect(): void {}
}

class StubImageData {
  readonly data: Uint8ClampedArray;
  constructor(
    readonly width: number,
    readonly height: number,
  ) {
    this.data = new Uint8ClampedArray(width * height * 4);
  }
}

vi.stubGlobal('ResizeObserver', StubResizeObserver);
vi.stubGlobal('ImageData', StubImageData);
vi.stubGlobal('matchMedia', (query: string) => ({
  matches: false,
  media: query,
  addEventListener: () => undefined,
  removeEventListener: () => undefined,
}));
HTMLCanvasElement.prototype.getContext = () => null;
Element.prototype.scrollTo = () => undefined;
Object.defineProperty(HTMLElement.prototype, 'clientWidth', { configurable: true, get: () => VIEW.width });
Object.defineProperty(HTMLElement.prototype, 'clientHeight', { configurable: true, get: () => VIEW.height });
// jsdom hides popovers and cannot show them.
HTMLElement.prototype.showPopover = function () {
  this.removeAttribute('popover');
};
HTMLElement.prototype.hidePopover = () => undefined;
