import { flushSync } from 'svelte';
import { expect, it } from 'vitest';
import { follow } from '../../../renderer/state/follow.svelte';
import { Viewport } from './alone.svelte';

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
