import type { Tensor } from '../../core/tensor';
import { rangeOf } from '../../core/quantise';
import { normalNumbers } from '../../core/random';
import { eachBatch, gradientsOf, type HeatContext } from './passes';

/** Pixels [height, width, channels] of a picture with a batch axis. */
const asPixels = (data: Float32Array, { shape }: Tensor): Tensor => ({ data, shape: shape.slice(1) });

/** Mean of the gradients by the pixels over some pictures. */
async function meanGradient(
  context: HeatContext,
  count: number,
  fill: (place: number, picture: Float32Array) => void,
): Promise<Float64Array> {
  const pixels = context.session.network.inputs[0]!;
  const mean = new Float64Array(context.input.data.length);
  await eachBatch(context, count, fill, (batch) => {
    const data = gradientsOf(context, batch, [pixels]).gradients[0]?.data;
    data?.forEach((value, place) => (mean[place % mean.length]! += value / count));
  });
  return mean;
}

/** Gradient times input. */
export async function gradientTimesInput(context: HeatContext): Promise<Tensor> {
  const { input } = context;
  const gradient = await meanGradient(context, 1, (_, picture) => {
    picture.set(input.data);
  });
  return asPixels(
    input.data.map((value, place) => value * gradient[place]!),
    input,
  );
}

/** Heat that adds up to a difference of scores, and how nearly. */
export interface PathHeat {
  readonly heat: Tensor;
  /** (sum of the heat - difference of the scores) / difference of the scores */
  readonly completeness: number;
}

/**
 * The mean gradient along the straight line from a baseline to the picture, times the way: gradients at the middles of equal steps.
 * @param baseline  in the form of the input
 */
export async function integratedGradients(
  context: HeatContext,
  baseline: Float32Array,
  steps: number,
): Promise<PathHeat> {
  const { input } = context;
  const gradient = await meanGradient(context, steps, (step, picture) => {
    const share = (step + 0.5) / steps;
    for (let place = 0; place < picture.length; place++)
      picture[place] = baseline[place]! + share * (input.data[place]! - baseline[place]!);
  });
  const heat = input.data.map((value, place) => (value - baseline[place]!) * gradient[place]!);
  const scoreOf = (data: Float32Array) => gradientsOf(context, { data, shape: input.shape }, []).scores[0]!;
  const difference = scoreOf(input.data) - scoreOf(baseline);
  const sum = heat.reduce((total, value) => total + value, 0);
  return { heat: asPixels(heat, input), completeness: (sum - difference) / difference };
}

/** Deviation of the noise as a share of the range of the picture, from the middle of what the paper tries. */
const NOISE_SHARE = 0.15;

/** The mean gradient over copies of the picture with normally distributed noise; the same seed gives the same. */
export async function smoothGrad(context: HeatContext, copies: number, seed: number): Promise<Tensor> {
  const { input } = context;
  const { min, max } = rangeOf(input.data);
  const next = normalNumbers(seed);
  const mean = await meanGradient(context, copies, (_, picture) => {
    for (let place = 0; place < picture.length; place++)
      picture[place] = input.data[place]! + NOISE_SHARE * (max - min) * next();
  });
  return asPixels(Float32Array.from(mean), input);
}
