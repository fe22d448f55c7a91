import type { GraphBuilder, NodeName } from '../../electron/engine/graph-builder';
import { writeGradients } from '../../electron/engine/gradients/backward';
import type { Layer } from '../../electron/model/network';
import { SmallGraphs } from '../../electron/engine/small-graph';
import { loadTensorFlow, type NativeTensor } from '../../electron/engine/tensorflow';

/** A small graph whose gradients are compared with slopes. */
export interface SlopeCase {
  readonly inputs: readonly (readonly number[])[];
  readonly write: (graph: GraphBuilder, ...inputs: NodeName[]) => NodeName;
  /** Limits of the values of the inputs. */
  readonly range?: readonly [number, number];
  /** Multiples of this are kinks: values keep 0.05 away from them. */
  readonly kinks?: number;
  /** True: all values of an input lie equally far apart, so that none becomes larger than another one on the way. */
  readonly isSpread?: boolean;
  /** Inputs by which it is differentiated; all of them if left out. */
  readonly by?: readonly number[];
  /** Settings of the layer that wrote it. */
  readonly config?: Record<string, unknown>;
}

/** Half the way between the two points of a slope. */
const STEP = 1 / 256;

/** Numbers in -1..1 that are the same in every run. */
export function numbers(count: number, seed: number): number[] {
  let state = 1 + seed * 7919;
  return Array.from({ length: count }, () => {
    state = (state * 16807) % 2147483647;
    return (2 * state) / 2147483647 - 1;
  });
}

const sizeOf = (shape: readonly number[]) => shape.reduce((product, length) => product * length, 1);
const dot = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Array.from(a, (value, place) => value * b[place]!).reduce((sum, product) => sum + product, 0);

function valuesOf({ inputs, range: [low, high] = [-2, 2], kinks, isSpread }: SlopeCase): number[][] {
  return inputs.map((shape, place) => {
    const drawn = numbers(sizeOf(shape), place + 1);
    const sorted = drawn.toSorted((a, b) => a - b);
    const shares = drawn.map((value) => (isSpread ? sorted.indexOf(value) / drawn.length : (value + 1) / 2));
    return shares.map((share) => {
      const value = low + share * (high - low);
      if (kinks === undefined) return value;
      const off = value - Math.round(value / kinks) * kinks;
      return Math.abs(off) < 0.05 ? value + (off < 0 ? -0.05 : 0.05) : value;
    });
  });
}

/**
 * The largest difference between a gradient and a slope, as a share of the sum of the sizes of its terms: the slope along each
 * of some directions is taken between two points of the float32 graph itself.
 */
export function worstSlope(key: string, one: SlopeCase): number {
  const graphs = new SmallGraphs(loadTensorFlow());
  const own: NativeTensor[] = [];
  const tensors = (values: readonly (readonly number[])[]) =>
    values.map((list, place) => {
      own.push(graphs.native.tensor(Float32Array.from(list), one.inputs[place]!));
      return own.at(-1)!;
    });
  const forward = (values: readonly (readonly number[])[]) => {
    const write = (graph: GraphBuilder) => {
      const feeds = one.inputs.map((shape) => graph.feed('float', shape));
      return { feeds, fetches: [graph.float('Identity', [one.write(graph, ...feeds)])] };
    };
    own.push(...graphs.run(`${key} forward`, write, tensors(values)));
    return own.at(-1)!;
  };
  try {
    const values = valuesOf(one);
    const result = forward(values);
    const weights = numbers(sizeOf(result.shape), 9);
    const by = one.by ?? one.inputs.map((_, place) => place);
    const backward = (graph: GraphBuilder) => {
      const feeds = one.inputs.map((shape) => graph.feed('float', shape));
      const of = one.write(graph, ...feeds);
      const seed = graph.feed('float', result.shape);
      const layer = { config: one.config ?? {} } as Layer;
      const nodes = writeGradients(
        graph,
        { of, weights: seed },
        by.map((place) => feeds[place]!),
        () => layer,
        (op, why) => {
          throw new Error(`${op}: ${why}`);
        },
      );
      return { feeds: [...feeds, seed], fetches: nodes.map((node) => graph.float('Identity', [node!])) };
    };
    const seed = graphs.native.tensor(Float32Array.from(weights), result.shape);
    own.push(seed);
    const gradients = graphs.run(`${key} backward`, backward, [...tensors(values), seed]);
    own.push(...gradients);
    let worst = 0;
    for (const [index, place] of by.entries()) {
      const gradient = gradients[index]!.floats();
      if (gradients[index]!.shape.join() !== one.inputs[place]!.join())
        throw new Error(`${key}: gradient of shape ${gradients[index]!.shape.join()}`);
      for (let direction = 0; direction < 4; direction++) {
        const way = numbers(gradient.length, 20 + direction);
        const moved = (sign: number) =>
          values.map((list, input) =>
            input === place ? list.map((value, at) => Math.fround(value + sign * STEP * way[at]!)) : list,
          );
        const [above, below] = [moved(1), moved(-1)];
        const really = above[place]!.map((value, at) => value - below[place]![at]!);
        const change = dot(weights, forward(above).floats()) - dot(weights, forward(below).floats());
        const terms = Array.from(gradient, (value, at) => value * really[at]!);
        const size = terms.reduce((sum, term) => sum + Math.abs(term), 0);
        const difference = Math.abs(change - terms.reduce((sum, term) => sum + term, 0));
        if (!(difference <= worst * size))
          worst = size === 0 ? (difference === 0 ? worst : Infinity) : difference / size;
      }
    }
    return worst;
  } finally {
    for (const tensor of own) tensor.dispose();
    graphs.dispose();
  }
}
