import { expect, it } from 'vitest';
import { orderByGroup, orderByLikeness, orderByVerdict } from '../../../electron/core/channel-order';

it('by verdict: as in the table, the rest last, equal ones by number', () => {
  expect(orderByVerdict(Uint8Array.of(0, 5, 1, 0, 5, 3))).toEqual(Uint32Array.of(2, 5, 1, 4, 0, 3));
  expect(orderByVerdict(Uint8Array.of(0, 0, 0))).toBeNull();
});

it('by likeness: the map itself first, then by |r|, NaN last', () => {
  const r = Float32Array.of(1, 0.2, -0.9, NaN, 1, 0.9);
  expect(orderByLikeness(r, 4)).toEqual(Uint32Array.of(4, 0, 2, 5, 1, 3));
});

it('of a map of one value has that map first', () => {
  expect(orderByLikeness(Float32Array.of(NaN, NaN, NaN), 1)).toEqual(Uint32Array.of(1, 0, 2));
});

it('by group: the largest first, then those that stand alone', () => {
  // Groups 1 {1, 3}, 2 {2, 5, 6}; 0 and 4 stand alone.
  const groups = Int32Array.of(0, 1, 2, 1, 4, 2, 2);
  expect(orderByGroup(groups)).toEqual(Uint32Array.of(2, 5, 6, 1, 3, 0, 4));
  expect(orderByGroup(Int32Array.of(0, 1, 2))).toBeNull();
});
