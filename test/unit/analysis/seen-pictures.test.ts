import { expect, it } from 'vitest';
import { SeenPictures } from '../../../electron/analysis/seen-pictures';

it('counts for each map the pictures in which it was active, each picture once', () => {
  const seen = new SeenPictures();
  expect(seen.see(3, 'a', [true, false, false])).toEqual({ pictures: 1, active: Int32Array.of(1, 0, 0) });
  expect(seen.see(3, 'b', [true, true, false])).toEqual({ pictures: 2, active: Int32Array.of(2, 1, 0) });
  // The same picture again, and in another fit: active where it was in one of both.
  expect(seen.see(3, 'a', [true, false, false])).toEqual({ pictures: 2, active: Int32Array.of(2, 1, 0) });
  expect(seen.see(3, 'a', [false, false, true])).toEqual({ pictures: 2, active: Int32Array.of(2, 1, 1) });
  // Another layer knows nothing of it.
  expect(seen.see(4, 'a', [false])).toEqual({ pictures: 1, active: Int32Array.of(0) });
});

it('forgets the oldest of more than 200 pictures', () => {
  const seen = new SeenPictures();
  for (let picture = 0; picture < 250; picture++) seen.see(0, String(picture), [picture < 60]);
  expect(seen.see(0, 'last', [false])).toEqual({ pictures: 200, active: Int32Array.of(9) }); // 51 to 59
});
