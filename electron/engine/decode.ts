import type { Tensor } from '../core/tensor';
import type { TensorRef } from '../model/network';
import type { Shape } from '../model/shapes';
import type { ByteMaps, Finiteness, LayerNumbers, MapStatistics, PassRequest, PassResult } from './pass';
import type { NativeTensor } from './tensorflow';

/**
 * What a pass gave, from its fetched tensors.
 * @param shapes      of every call's results, for the actual input
 * @param statisticsOf  computes them from a layer's result
 */
export function decode(
  request: PassRequest,
  shapes: readonly Shape[][],
  outputs: readonly NativeTensor[],
  statisticsOf: (ref: TensorRef, result: NativeTensor) => LayerNumbers,
): Omit<PassResult, 'elapsedMs'> {
  let place = 0;
  const next = () => outputs[place++]!;
  const size = (ref: TensorRef) => {
    const shape = shapes[ref.call]![ref.output]! as number[];
    const isMap = shape.length === 4;
    return {
      batch: shape[0]!,
      height: isMap ? shape[1]! : 1,
      width: isMap ? shape[2]! : 1,
      channels: shape.at(-1)!,
    };
  };
  const activations = (request.activations ?? []).map((): Tensor => {
    const tensor = next();
    return { data: tensor.floats(), shape: tensor.shape };
  });
  const maps = (request.maps ?? []).map(({ ref, channels: list }): ByteMaps => {
    const { batch, height, width, channels: all } = size(ref);
    const channels = list?.length ?? all;
    const packed = next().integers();
    const indices = new Uint8Array(packed.buffer, packed.byteOffset, batch * channels * height * width);
    return {
      height,
      width,
      channels,
      indices,
      min: perMap(next().floats(), batch, channels),
      max: perMap(next().floats(), batch, channels),
    };
  });
  const statistics = (request.statistics ?? []).map((ref): MapStatistics => {
    const { height, width, channels } = size(ref);
    const result = next();
    const numbers = statisticsOf(ref, result);
    result.dispose(); // the next ones need room
    return { height, width, channels, ...numbers };
  });
  const hypercolumns = (request.hypercolumns ?? []).map((): Tensor => {
    const tensor = next();
    return { data: tensor.floats(), shape: tensor.shape.slice(0, 3) };
  });
  const finiteness = (request.finiteness ?? []).map((): Finiteness => ({
    hasNan: next().floats()[0] !== 0,
    hasInfinite: next().floats()[0] !== 0,
  }));
  return { activations, maps, statistics, hypercolumns, finiteness };
}

/** Limits come one per map, or one in all (scope `fixed`); the answer has one per map. */
function perMap(limits: Float32Array, batch: number, channels: number): Float32Array {
  return limits.length === 1 ? new Float32Array(batch * channels).fill(limits[0]!) : limits;
}
