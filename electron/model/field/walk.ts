import { refKey, type Network, type TensorRef } from '../network';
import type { Shape } from '../shapes';
import { backOf } from './back';
import { union, type Interval, type Reach } from './interval';
import type { Back } from './windows';

/** One input of a call on the way back. */
interface Step {
  readonly output: string;
  /** Length of the output along the axis; null where it has none. */
  readonly length: number | null;
  readonly input: string;
  readonly back: Back;
}

/** The way from a result back to the network's input, along one axis. */
export class WayBack {
  readonly #steps: Step[] = [];
  readonly #lengths = new Map<string, number | null>();
  readonly #end: string;

  /** @param shapes  of every call's results, for the actual input */
  constructor(
    network: Network,
    shapes: readonly (readonly Shape[])[],
    private readonly start: TensorRef,
    axis: number,
  ) {
    this.#end = refKey(network.inputs[0]!);
    const lengthOf = (shape: Shape) => (axis < shape.length - 1 ? shape[axis]! : null);
    const needed = new Set([refKey(start)]);
    for (let at = start.call; at >= 0; at--) {
      const call = network.calls[at]!;
      const inputs = call.inputs.map((ref) => shapes[ref.call]![ref.output]!);
      shapes[at]!.forEach((shape, output) => {
        const key = refKey({ call: at, output });
        if (!needed.has(key)) return;
        this.#lengths.set(key, lengthOf(shape));
        call.inputs.forEach((ref, place) => {
          needed.add(refKey(ref));
          const back = backOf(call, axis, inputs, shape, place);
          this.#steps.push({ output: key, length: lengthOf(shape), input: refKey(ref), back });
        });
      });
    }
  }

  /** Ends of what some places of the result depend on, where layers go on beyond their borders. */
  ends(places: Interval): Reach {
    const wanted = new Map<string, Reach>([[refKey(this.start), places]]);
    for (const { output, input, back } of this.#steps) {
      const asked = wanted.get(output) ?? null;
      if (asked === null) continue;
      wanted.set(input, union(wanted.get(input) ?? null, asked === 'all' ? 'all' : back(asked)));
    }
    return wanted.get(this.#end) ?? null;
  }

  /** Ends of what a place of the result depends on within the input, where only what exists counts; null: nothing. */
  endsInside(place: number | 'all'): readonly [from: number, to: number] | 'all' | null {
    const wanted = new Map<string, Uint8Array | 'all'>();
    const first = this.#lengths.get(refKey(this.start)) ?? null;
    mark(wanted, refKey(this.start), first, place === 'all' ? 'all' : [place, place]);
    for (const { output, length, input, back } of this.#steps) {
      const asked = wanted.get(output);
      if (asked === undefined) continue;
      const before = this.#lengths.get(input) ?? null;
      // All that there is may still be a part of what goes in.
      if (asked === 'all' && length === null) mark(wanted, input, before, 'all');
      else
        for (let one = 0; one < length!; one++)
          if (asked === 'all' || asked[one]) mark(wanted, input, before, back([one, one]));
    }
    const found = wanted.get(this.#end);
    if (found === undefined || found === 'all') return found ?? null;
    const from = found.indexOf(1);
    return from < 0 ? null : [from, found.lastIndexOf(1)];
  }
}

/** Marks places of a result as needed, those that exist. */
function mark(
  wanted: Map<string, Uint8Array | 'all'>,
  key: string,
  length: number | null,
  reach: Reach,
): void {
  const known = wanted.get(key);
  if (reach === null || known === 'all') return;
  if (reach === 'all' || length === null) {
    wanted.set(key, 'all');
    return;
  }
  const places = known ?? new Uint8Array(length);
  wanted.set(key, places);
  const [from, to, step = 1] = reach;
  const start = from < 0 ? from + Math.ceil(-from / step) * step : from;
  for (let one = start; one <= Math.min(to, length - 1); one += step) places[one] = 1;
}
