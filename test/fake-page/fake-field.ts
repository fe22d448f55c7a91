import type { LayerInfo, ReceptiveField } from '../../electron/shared/contract';

/** As of one convolution of three times its stride; of a layer without maps: everything. */
export function fakeField(
  { index, isSpatial, outputShape }: LayerInfo,
  input: readonly number[],
): ReceptiveField {
  const [rows, columns] = [0, 1].map((axis) => {
    const whole = input[axis]!;
    const length = isSpatial ? outputShape[axis]! : 1;
    const stride = isSpatial ? whole / length : 0;
    const list = (at: (place: number) => number) => Int32Array.from({ length }, (_, place) => at(place));
    const from = list((place) => (isSpatial ? (place - 1) * stride : 0));
    const to = list((place) => (isSpatial ? (place + 2) * stride - 1 : whole - 1));
    return {
      from,
      to,
      insideFrom: from.map((one) => Math.max(0, one)),
      insideTo: to.map((one) => Math.min(whole - 1, one)),
      ...{ size: 3 * stride, stride },
    };
  });
  return { layer: index, rows: rows!, columns: columns!, seesAll: !isSpatial };
}
