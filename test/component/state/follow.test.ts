import { flushSync } from 'svelte';
import { expect, it, vi } from 'vitest';
import { follow, forThePage } from '../../../renderer/state/follow.svelte';
import { Doubled, inComponent, Viewport } from './alone.svelte';

const maps = (...layers: number[]) => layers.map((layer) => ({ layer, channels: [0], mapSize: 1 }));

it('acts on a value now and whenever it is another one, but not on what it reads then', () => {
  const viewport = new Viewport();
  const seen: number[] = [];
  follow(
    () => viewport.visibleMaps.length,
    (count) => {
      void viewport.fetchRange;
      seen.push(count);
    },
  );
  flushSync();
  viewport.visibleMaps = maps(1, 2);
  flushSync();
  viewport.visibleMaps = maps(3, 4); // as many
  viewport.fetchRange = { scope: 'fixed', min: 0, max: 1 };
  flushSync();
  expect(seen).toEqual([0, 2]);
});

it('goes on when the component is taken away that made the model of the page', () => {
  const warn = vi.spyOn(console, 'warn');
  const seen: number[] = [];
  let made: Doubled | undefined;
  const takeAway = inComponent(() => {
    made = forThePage(() => new Doubled());
    follow(
      () => made?.double,
      (double) => seen.push(double ?? NaN),
    );
  });
  flushSync();
  takeAway();
  made!.value = 2;
  flushSync();
  expect(seen).toEqual([2, 4]);
  // Svelte tells of values that belong to what is gone.
  expect(warn).not.toHaveBeenCalled();
  warn.mockRestore();
});
