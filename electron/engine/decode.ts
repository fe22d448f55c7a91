import type { Tensor } from '../core/tensor';
import { refKey, type TensorRef } from '../model/network';
import type { Shape } from '../model/shapes';
import type { WantedBytes } from './layer-bytes';
import type { ByteMaps, Finiteness, LayerNumbers, MapStatistics, PassRequest, PassResult } from './pass';
import { resultsIn, wholeMaps } from './plan';
import type { NativeTensor } from './tensorflow';

/** What is made of a layer's result once it is there. */
interface Makers {
  /** Bytes of some channels, as `bytesOf` gives them. */
  bytes(wanted: readonly WantedBytes[]): NativeTensor[][];
  statistics(layers: readonly { readonly ref: TensorRef; readonly result: NativeTensor }[]): LayerNumbers[];
}

/**
 * What a pass gave, from its fetched tensors.
 * @param shapes  of every call's results, for the actual input
 */
export function decode(
  request: PassRequest,
  shapes: readonly Shape[][],
  outputs: readonly NativeTensor[],
  make: Makers,
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
  const byteMaps = (ref: TensorRef, list: readonly number[] | undefined, parts: NativeTensor[]): ByteMaps => {
    const { batch, height, width, channels: all } = size(ref);
    const channels = list?.length ?? all;
    const [indices, min, max] = parts as [NativeTensor, NativeTensor, NativeTensor];
    const packed = indices.integers();
    return {
      ...{ height, width, channels },
      indices: new Uint8Array(packed.buffer, packed.byteOffset, batch * channels * height * width),
      min: perMap(min.floats(), batch, channels),
      max: perMap(max.floats(), batch, channels),
    };
  };
  const whole = wholeMaps(request).map(({ ref }) => byteMaps(ref, undefined, [next(), next(), next()]));
  const results = new Map(resultsIn(request).map((ref) => [refKey(ref), next()]));
  const some = (request.maps ?? []).flatMap(({ ref, channels }) =>
    channels ? [{ ref, channels, result: results.get(refKey(ref))! }] : [],
  );
  const parts = make.bytes(some);
  const chosen = some.map(({ ref, channels }, at) => byteMaps(ref, channels, parts[at]!));
  for (const part of parts.flat()) part.dispose();
  const maps = (request.maps ?? []).map(({ channels }) => (channels ? chosen : whole).shift()!);
  const counted = (request.statistics ?? []).map((ref) => ({ ref, result: results.get(refKey(ref))! }));
  const numbers = make.statistics(counted);
  const statistics = counted.map(({ ref }, at): MapStatistics => {
    const { height, width, channels } = size(ref);
    return { height, width, channels, ...numbers[at]! };
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
