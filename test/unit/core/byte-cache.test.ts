import { describe, expect, it } from 'vitest';
import { ByteCache } from '../../../electron/core/byte-cache';

describe('ByteCache', () => {
  it('drops what was used least recently, never what came last', () => {
    const cache = new ByteCache<number>(100);
    cache.set('a', 1, 40);
    cache.set('b', 2, 40);
    cache.get('a');
    cache.set('c', 3, 40);
    expect([cache.has('a'), cache.has('b'), cache.has('c'), cache.bytes]).toEqual([true, false, true, 80]);
    cache.set('huge', 4, 500);
    expect([cache.size, cache.has('huge')]).toEqual([1, true]);
    cache.set('huge', 5, 10);
    expect(cache.bytes).toBe(10);
  });

  it('counts bytes, however many values they belong to', () => {
    const cache = new ByteCache<number>(100);
    for (let number = 0; number < 1000; number++) cache.set(`${number}`, number, 1);
    expect([cache.size, cache.has('899'), cache.has('900')]).toEqual([100, false, true]);
  });

  it('knows which one was used last', () => {
    const cache = new ByteCache<number>(100);
    expect(cache.newest).toBeUndefined();
    cache.set('a', 1, 40);
    cache.set('b', 2, 40);
    expect(cache.newest).toBe(2);
    cache.get('a');
    expect(cache.newest).toBe(1);
  });
});
