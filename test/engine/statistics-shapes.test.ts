import { expect, it } from 'vitest';
import { statisticsOf } from '../../electron/engine/layer-statistics';
import { seededRandom } from '../contract/mutations';
import { useEvenPicture } from '../fixtures/grey-picture';
import { channelStatistics } from '../oracles/statistics';

const evenPicture = useEvenPicture();

/** A third of the values is 0; each channel lies around a mean of its own, large ones among them. */
function valuesOf(shape: readonly number[]): Float32Array {
  const random = seededRandom(shape.reduce((sum, length) => 31 * sum + length, 7));
  const size = shape.reduce((all, length) => all * length, 1);
  const channels = shape.at(-1)!;
  return Float32Array.from({ length: size }, (_, at) =>
    random() < 1 / 3 ? 0 : random() + 50 * (at % channels),
  );
}

it.each([
  { shape: [1, 20, 12, 8], title: 'counted four in one' },
  { shape: [3, 20, 12, 8], title: 'of several pictures' },
  { shape: [1, 21, 13, 3], title: 'that do not come in fours' },
  { shape: [1, 600, 3, 4], title: 'of more rows than a byte counts' },
  { shape: [2, 257, 2, 6], title: 'of a prime number of rows' },
  { shape: [1, 1, 1, 5], title: 'of one pixel' },
  { shape: [2, 30, 6], title: 'along one axis' },
  { shape: [1, 4, 5, 6, 7], title: 'along three axes' },
  { shape: [2, 9], title: 'of units' },
])('statistics of $shape, $title, are those of the definition', ({ shape }) => {
  const data = valuesOf(shape);
  const { native, graphs, grey } = evenPicture();
  const result = native.tensor(data, shape);
  const limits = { limits: [0], isReached: true };
  const [numbers] = statisticsOf(graphs, [{ result, limits }], grey, { withVerdicts: true });
  result.dispose();
  const [batch, channels] = [shape[0]!, shape.at(-1)!];
  const pixels = data.length / batch / channels;
  for (let entry = 0; entry < batch; entry++) {
    const part = data.subarray(entry * pixels * channels, (entry + 1) * pixels * channels);
    const want = channelStatistics({ data: part, shape: [1, pixels, channels] });
    for (let channel = 0; channel < channels; channel++) {
      const at = entry * channels + channel;
      expect([numbers!.min[at], numbers!.max[at]]).toEqual([want.min[channel], want.max[channel]]);
      const spread = want.std[channel]! + Math.abs(want.mean[channel]!);
      expect(Math.abs(numbers!.mean[at]! - want.mean[channel]!)).toBeLessThanOrEqual(1e-6 * spread);
      expect(Math.abs(numbers!.std[at]! - want.std[channel]!)).toBeLessThanOrEqual(2e-6 * spread);
      expect(Math.abs(numbers!.zeros[at]! - want.zeroShare[channel]!)).toBeLessThanOrEqual(1e-6);
      expect(numbers!.limit![at]).toBe(numbers!.zeros[at]);
    }
  }
});
