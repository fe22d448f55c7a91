import { blurred } from '../../core/blur';
import { takesPictures } from '../../core/bands';
import type { Tensor } from '../../core/tensor';
import type { ModelSession } from '../model-session';
import { makeInput, type SourcePicture } from '../source-picture';
import type { HeatBaseline } from '../../shared/names';

/** Deviation of a blurred baseline as a share of the longer side: nothing can be recognised. */
const BLUR_SHARE = 1 / 16;

/** A picture of one grey, 0..255, as it is fed; zeros to a model that takes no pictures. */
export function evenPicture(session: ModelSession, { shape, data }: Tensor, grey: number): Float32Array {
  const [height, width, channels] = session.inputSize;
  const result = new Float32Array(data.length);
  if (!takesPictures(channels)) return result;
  const picture: SourcePicture = {
    ...{ kind: 'picture', name: '', colours: null, values: null, bands: null, notes: [], warnings: [] },
    image: { data: new Uint8Array(3 * height * width).fill(grey), height, width },
    frames: { count: 1, number: 1, canChoose: false },
  };
  const pixel = makeInput(session, picture).tensor.data.subarray(0, shape[3] ?? 1);
  return result.map((_, place) => pixel[place % pixel.length]!);
}

/** Each channel everywhere as in the mean of the picture. */
function meanPicture({ data, shape }: Tensor): Float32Array {
  const channels = shape[3] ?? 1;
  const means = new Float64Array(channels);
  data.forEach((value, place) => (means[place % channels]! += (value * channels) / data.length));
  return data.map((_, place) => means[place % channels]!);
}

/** The picture from which integrated gradients start, as it is fed. */
export function baselineOf(session: ModelSession, input: Tensor, baseline: HeatBaseline): Float32Array {
  if (baseline === 'mean') return meanPicture(input);
  const [, height, width] = input.shape as [number, number, number];
  return baseline === 'blurred'
    ? blurred(input, BLUR_SHARE * Math.max(height, width))
    : evenPicture(session, input, 0);
}
