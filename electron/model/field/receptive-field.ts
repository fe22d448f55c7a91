import type { Network, TensorRef } from '../network';
import type { Shape } from '../shapes';
import type { Reach } from './interval';
import { WayBack } from './walk';

/** Which places of the network's input the places of a result depend on, along one axis; one entry a place in each list. */
export interface AxisField {
  /** First and last place of the input, counted on beyond its borders where padding is. */
  readonly from: Int32Array<ArrayBuffer>;
  readonly to: Int32Array<ArrayBuffer>;
  /** The same, where only what exists counts in every layer between; a place that depends on nothing has `to` below `from`. */
  readonly insideFrom: Int32Array<ArrayBuffer>;
  readonly insideTo: Int32Array<ArrayBuffer>;
  /** Places of the input that one place depends on, in the middle of a large picture; 0 where all of it counts. */
  readonly size: number;
  /** Places of the input from one place to the next; 0 where all of it counts. A fraction behind up-sampling. */
  readonly stride: number;
}

/** What a result sees of the network's input. */
export interface ReceptiveField {
  readonly rows: AxisField;
  readonly columns: AxisField;
  /** Every place depends on the whole input, as behind global pooling, flattening or attention. */
  readonly seesAll: boolean;
}

/** Divided by all small strides. */
const FAR = 5040;

/**
 * The receptive field of a result: for each of its places the part of the input that can change it. Windows, strides, dilation
 * and padding are followed back through all branches, of which the farthest count; where a layer cannot be followed, such as
 * attention, everything counts. Holes that dilation leaves are part of the field.
 * @param shapes  of every call's results, for the actual input
 */
export function receptiveField(
  network: Network,
  shapes: readonly (readonly Shape[])[],
  ref: TensorRef,
): ReceptiveField {
  const [rows, columns] = [1, 2].map((axis) => axisField(network, shapes, ref, axis)) as [
    AxisField,
    AxisField,
  ];
  return { rows, columns, seesAll: rows.size === 0 && (columns === LINE || columns.size === 0) };
}

const FIRST = Int32Array.of(0);
/** The only column of what has none. */
const LINE: AxisField = { from: FIRST, to: FIRST, insideFrom: FIRST, insideTo: FIRST, size: 1, stride: 1 };

function axisField(
  network: Network,
  shapes: readonly (readonly Shape[])[],
  ref: TensorRef,
  axis: number,
): AxisField {
  const input = network.inputs[0]!;
  const inputShape = shapes[input.call]![input.output]!;
  // Lists of steps have no columns.
  if (axis >= inputShape.length - 1) return LINE;
  const whole = inputShape[axis] ?? 1;
  const shape = shapes[ref.call]![ref.output]!;
  const length = axis < shape.length - 1 ? (shape[axis] ?? 1) : 1;
  const way = new WayBack(network, shapes, ref, axis);
  const hasPlaces = axis < shape.length - 1;
  const reach = (place: number): Reach => (hasPlaces ? way.ends([place, place]) : 'all');
  const list = (ends: (place: number) => Reach) => {
    const found = Array.from({ length }, (_, place) => {
      const one = ends(place);
      return one === 'all' ? ([0, whole - 1] as const) : (one ?? ([0, -1] as const));
    });
    return [Int32Array.from(found, ([from]) => from), Int32Array.from(found, ([, to]) => to)] as const;
  };
  const [from, to] = list(reach);
  const [insideFrom, insideTo] = list((place) => way.endsInside(hasPlaces ? place : 'all'));
  return { from, to, insideFrom, insideTo, ...sizeAndStride(reach) };
}

/** Far from all borders. Where places differ, as behind up-sampling, the largest. */
function sizeAndStride(reach: (place: number) => Reach): { size: number; stride: number } {
  const [here, far] = [reach(0), reach(FAR)];
  if (here === 'all' || far === 'all') return { size: 0, stride: 0 };
  const sizes = Array.from({ length: 16 }, (_, place) => {
    const one = reach(FAR + place);
    return one && one !== 'all' ? one[1] - one[0] + 1 : 0;
  });
  return { size: Math.max(...sizes), stride: here && far ? (far[0] - here[0]) / FAR : 0 };
}
