/** Made-up feature maps that look like a network's: weighted edges, blobs and colours of the picture, some of them flat. */
import { activeMaps, judgeLayer } from '../../electron/core/map-verdicts';
import type { ChannelStatistics, JudgedLayer, LayerInfo } from '../../electron/shared/contract';
import type { RgbImage } from '../../renderer/lib/pixels';
import { mapNumbers, STATISTIC_IDS } from '../../electron/shared/map-statistics';
import { finiteRange } from '../../renderer/lib/pixels';

type Floats = Float32Array<ArrayBuffer>;

/** A fixed pseudo-random sequence, -1..1. */
export function createNoise(seed: number): () => number {
  // Two rounds of mixing, so that neighbouring seeds give unrelated sequences.
  let state = Math.imul(seed ^ 0x5bd1e995, 2654435761) >>> 0;
  state = Math.imul(state ^ (state >>> 15), 2246822519) >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  };
}

/** Area average of an RGB picture at another size, 0..1, planar: red, green, blue. */
function shrink({ data, width, height }: RgbImage, size: number): Floats[] {
  const planes = [0, 1, 2].map(() => new Float32Array(size * size));
  for (let y = 0; y < size; y++) {
    const top = Math.floor((y * height) / size);
    const bottom = Math.max(top + 1, Math.floor(((y + 1) * height) / size));
    for (let x = 0; x < size; x++) {
      const left = Math.floor((x * width) / size);
      const right = Math.max(left + 1, Math.floor(((x + 1) * width) / size));
      const share = 1 / (255 * (bottom - top) * (right - left));
      for (let row = top; row < bottom; row++) {
        for (let column = left; column < right; column++) {
          const at = (row * width + column) * 3;
          for (let plane = 0; plane < 3; plane++) planes[plane]![y * size + x]! += data[at + plane]! * share;
        }
      }
    }
  }
  return planes;
}

/** The ingredients of all maps of one size: colours, edges in two directions, second derivatives, texture. */
function ingredientsOf(photo: RgbImage, size: number): Floats[] {
  const [red, green, blue] = shrink(photo, size) as [Floats, Floats, Floats];
  const grey = red.map((value, at) => 0.3 * value + 0.59 * green[at]! + 0.11 * blue[at]!);
  const derive = (rule: (at: (dx: number, dy: number) => number) => number) => {
    const plane = new Float32Array(size * size);
    for (let y = 0; y < size; y++) {
      for (let x = 0; x < size; x++) {
        plane[y * size + x] = rule((dx, dy) => {
          const column = Math.min(size - 1, Math.max(0, x + dx));
          const row = Math.min(size - 1, Math.max(0, y + dy));
          return grey[row * size + column]!;
        });
      }
    }
    return plane;
  };
  return [
    red,
    green,
    blue,
    derive((at) => 4 * (at(1, 0) - at(-1, 0))),
    derive((at) => 4 * (at(0, 1) - at(0, -1))),
    derive((at) => 4 * (at(1, 1) - at(-1, -1))),
    derive((at) => 3 * (4 * at(0, 0) - at(1, 0) - at(-1, 0) - at(0, 1) - at(0, -1))),
    derive((at) => at(2, 0) + at(-2, 0) + at(0, 2) + at(0, -2) - 4 * at(0, 0)),
  ];
}

const made = new WeakMap<RgbImage, Map<string, unknown>>();

/** What is made of a photo and these layers, calculated once: nearly every test asks for the same. Returns a copy. */
export function madeOnce<T>(photo: RgbImage, what: string, layers: readonly LayerInfo[], make: () => T): T {
  const key = JSON.stringify([
    what,
    ...layers.map(({ index, outputShape, isSigned }) => [index, outputShape, isSigned]),
  ]);
  const known = made.get(photo) ?? new Map<string, unknown>();
  made.set(photo, known);
  if (!known.has(key)) known.set(key, make());
  return structuredClone(known.get(key)) as T;
}

/** Maps of the layers of one picture. */
export class FakeMaps {
  readonly #ingredients = new Map<number, Floats[]>();

  constructor(readonly photo: RgbImage) {}

  /** One map, float32 [size, size]. */
  values(layer: LayerInfo, filter: number): Floats {
    const size = layer.outputShape[0] ?? 1;
    let ingredients = this.#ingredients.get(size);
    if (!ingredients) this.#ingredients.set(size, (ingredients = ingredientsOf(this.photo, size)));
    if (layer.index === 0) return ingredients[filter]!.map((value) => value * 2 - 1);
    const noise = createNoise(Math.floor((layer.index + 2) / 3) * 4099 + filter);
    const isRelu = !layer.isSigned;
    const out = new Float32Array(size * size);
    if (filter % 13 === 7 && isRelu) return out;
    ingredients.forEach((plane, at) => {
      const weight = noise() * (at < 3 ? 2 : 3) * (noise() > 0.2 ? 1 : 0.1);
      for (let pixel = 0; pixel < out.length; pixel++) out[pixel]! += plane[pixel]! * weight;
    });
    const bias = noise();
    for (let pixel = 0; pixel < out.length; pixel++) {
      const value = out[pixel]! * (layer.index % 3 === 1 ? 2 : 3) + bias;
      out[pixel] = isRelu ? Math.min(6, Math.max(0, value)) : value;
    }
    return out;
  }
}

export function statisticsOf(layer: LayerInfo, maps: readonly Float32Array[]): ChannelStatistics {
  const [height, width, channels] = layer.outputShape as [number, number, number];
  const numbers = mapNumbers(STATISTIC_IDS, () => new Float32Array(channels).fill(NaN));
  maps.forEach((values, filter) => {
    const { min, max } = finiteRange(values);
    let sum = 0;
    let squares = 0;
    let zeros = 0;
    for (const value of values) {
      sum += value;
      squares += value * value;
      if (value === 0) zeros++;
    }
    const mean = sum / values.length;
    numbers.min[filter] = min;
    numbers.max[filter] = max;
    numbers.mean[filter] = mean;
    numbers.std[filter] = Math.sqrt(Math.max(0, squares / values.length - mean * mean));
    numbers.zeros[filter] = zeros / values.length;
    numbers.entropy![filter] = 4 + Math.cos(filter);
    numbers.r![filter] = Math.sin(filter);
  });
  return { layer: layer.index, height, width, channels, ...numbers, nonFinite: 0 };
}

/** What compute would say of a layer: the channels 1 and 2 of each layer count as alike. */
export function judged(layer: LayerInfo, statistics: ChannelStatistics): JudgedLayer {
  const pairs = { lower: Int32Array.of(1), higher: Int32Array.of(2), r: Float32Array.of(0.99) };
  const seen = { pictures: 1, active: Int32Array.from(activeMaps(statistics), Number) };
  const verdicts = judgeLayer(statistics, pairs, seen, layer.className === 'InputLayer');
  return { layer: layer.index, statistics, verdicts };
}
