import type { Tensor } from '../../core/tensor';
import { failed } from '../../shared/errors';
import { layerMention } from '../../model/config/setting-reader';
import type { ListedLayer } from '../../model/network';
import { gradientsOf, type HeatContext } from './passes';

/** The maps of a layer and the gradient by them, both [height * width, channels] as one list. */
export interface MapGradients {
  readonly maps: Float32Array;
  readonly gradient: Float32Array;
  readonly pixels: number;
  readonly channels: number;
}

/** What a method makes of them: a value for each pixel. */
export type LayerMethod = (given: MapGradients) => Float32Array;

const rectified = (value: number) => Math.max(value, 0);

/** Weighted sum over the channels at each pixel, in double precision; where it is below 0, 0. */
function weightedMaps(
  { maps, pixels, channels }: MapGradients,
  weight: (channel: number) => number,
): Float32Array {
  const weights = Float64Array.from({ length: channels }, (_, channel) => weight(channel));
  return Float32Array.from({ length: pixels }, (_, pixel) =>
    rectified(weights.reduce((sum, one, channel) => sum + one * maps[pixel * channels + channel]!, 0)),
  );
}

/** Sum over the pixels of a channel. */
function overPixels(
  { pixels, channels }: MapGradients,
  channel: number,
  value: (place: number) => number,
): number {
  let sum = 0;
  for (let pixel = 0; pixel < pixels; pixel++) sum += value(pixel * channels + channel);
  return sum;
}

/** Each map counts by the mean of its gradient. */
export const gradCam: LayerMethod = (given) =>
  weightedMaps(
    given,
    (channel) => overPixels(given, channel, (place) => given.gradient[place]!) / given.pixels,
  );

/**
 * Each map counts by a mean of its positive gradients, whose weights are g^2 / (2 g^2 + g^3 sum of the map) and add up to 1, as in
 * the authors' program. The factor exp(score) of the paper, the same for all maps, is left out: it leaves the range of numbers.
 */
export const gradCamPlusPlus: LayerMethod = (given) => {
  const { maps, gradient } = given;
  return weightedMaps(given, (channel) => {
    const total = overPixels(given, channel, (place) => maps[place]!);
    const share = (place: number) => {
      const g = gradient[place]!;
      return g === 0 ? 0 : (g * g) / (2 * g * g + g * g * g * total);
    };
    const shares = overPixels(given, channel, share);
    const weighted = overPixels(given, channel, (place) => rectified(gradient[place]!) * share(place));
    return shares === 0 ? 0 : weighted / shares;
  });
};

/** Each value counts by its own gradient where that is positive. */
export const layerCam: LayerMethod = ({ maps, gradient, pixels, channels }) =>
  Float32Array.from({ length: pixels }, (_, pixel) => {
    let sum = 0;
    for (let place = pixel * channels; place < (pixel + 1) * channels; place++)
      sum += rectified(gradient[place]!) * maps[place]!;
    return rectified(sum);
  });

/**
 * Heat of a layer.
 * @returns [height, width] of the layer
 * @throws FeaturescopeError heat/layer-without-way, engine/no-gradient, heat/not-finite
 */
export async function heatOfLayer(
  context: HeatContext,
  layer: ListedLayer,
  method: LayerMethod,
): Promise<Tensor> {
  await context.onPass(0);
  const { gradients, activations } = gradientsOf(context, context.input, [layer.output], true);
  const [gradient, maps] = [gradients[0], activations[0]!];
  if (gradient === undefined) throw withoutWay(context, layer);
  const [, height, width, channels] = maps.shape as [number, number, number, number];
  const pixels = height * width;
  return {
    data: method({ maps: maps.data, gradient: gradient.data, pixels, channels }),
    shape: [height, width],
  };
}

/** The failure of a layer on which the class does not depend. */
export function withoutWay({ target }: HeatContext, { layer }: ListedLayer) {
  return failed('heat/layer-without-way', { layer: layerMention(layer), name: target.class.label });
}
