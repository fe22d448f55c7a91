import { expect, it } from 'vitest';
import { statisticsOf } from '../../electron/engine/layer-statistics';
import { seededRandom } from '../contract/mutations';
import { useEvenPicture } from '../fixtures/grey-picture';

const TWIN_R = 0.98;

const evenPicture = useEvenPicture();

/** A map less its mean, of length 1: Pearson's r of two maps is the product of these. In double precision. */
function unitMap(values: Float64Array): Float64Array {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const centred = values.map((value) => value - mean);
  const length = Math.sqrt(centred.reduce((sum, value) => sum + value * value, 0));
  return centred.map((value) => value / length);
}

function product(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let place = 0; place < a.length; place++) sum += a[place]! * b[place]!;
  return sum;
}

/** The layers: planted among maps of noise are likenesses at and around the border, and maps that have no likeness. */
function layerOf(shape: readonly number[], seed: number): Float32Array {
  const channels = shape.at(-1)!;
  const pixels = shape.reduce((all, length) => all * length, 1) / channels;
  const random = seededRandom(seed);
  const data = Float32Array.from({ length: pixels * channels }, () => 2 * random() - 1);
  for (let channel = 1; channel < channels; channel++) {
    // Likeness 1 / sqrt(1 + share^2): from beyond the border, 0.203, to almost the same, of either sign, wherever the values lie.
    const share = [0.5, 0.23, 0.2, 0.19, 0.1, 0.001][Math.floor(channel / 7) % 6]!;
    const [scale, offset] = [channel % 3 === 0 ? -20 : 3, channel % 5 === 0 ? 1000 : 0];
    const isFlat = channel % 11 === 0;
    for (let at = channel; at < data.length; at += channels) {
      if (isFlat) data[at] = 7;
      else if (channel % 4 === 0) data[at] = scale * (data[at - channel]! + share * data[at]!) + offset;
    }
  }
  // One value that is no number makes its map nobody's twin, and harms no other.
  if (channels > 30) {
    data[8] = NaN;
    data[channels + 16] = Infinity;
  }
  return data;
}

it.each([
  { shape: [1, 48, 40, 60], title: 'averaged over blocks' },
  { shape: [1, 7, 6, 300], title: 'too small for blocks' },
  { shape: [1, 5, 5, 2500], title: 'of more maps than are compared at once' },
  { shape: [1, 90, 40], title: 'along one axis' },
])('twins of $shape, $title, are the pairs with |r| > 0.98', ({ shape }) => {
  const data = layerOf(shape, shape.length);
  const channels = shape.at(-1)!;
  const { native, graphs, grey } = evenPicture();
  const result = native.tensor(data, shape);
  const [numbers] = statisticsOf(graphs, [{ result, limits: undefined }], grey, { withVerdicts: true });
  const { twins } = numbers!;
  result.dispose();
  const found = new Map(
    Array.from(twins!.r, (r, place) => [`${twins!.lower[place]!} ${twins!.higher[place]!}`, r]),
  );
  const maps = Array.from({ length: channels }, (_, channel) =>
    unitMap(
      Float64Array.from({ length: data.length / channels }, (_, pixel) => data[pixel * channels + channel]!),
    ),
  );
  let pairs = 0;
  for (const [lower, map] of maps.entries())
    for (let higher = lower + 1; higher < channels; higher++) {
      const r = product(map, maps[higher]!);
      // Float32 may put a pair at the very border on either side.
      if (Math.abs(Math.abs(r) - TWIN_R) < 1e-5) continue;
      const isPair = Math.abs(r) > TWIN_R;
      const name = `${lower} ${higher}`;
      if (found.has(name) !== isPair) expect.fail(`maps ${name}: r ${r}, found ${found.get(name)}`);
      if (!isPair) continue;
      pairs++;
      expect(Math.abs(found.get(name)! - r)).toBeLessThanOrEqual(1e-4);
    }
  expect(pairs).toBeGreaterThan(3);
});
