import { sizeOf } from '../core/tensor';
import { attribute, type GraphBuilder, type NodeName } from './graph-builder';
import { writeByteMaps } from './reductions';
import type { GraphPart, SmallGraphNodes, SmallGraphs } from './small-graph';
import type { NativeTensor } from './tensorflow';

/** Some of a layer's maps that are wanted as bytes. */
export interface WantedBytes {
  /** Of the layer, [batch, height, width, channels]. */
  readonly result: NativeTensor;
  /** In the wanted order. */
  readonly channels: readonly number[];
}

type Limits = readonly [min: number, max: number];

/** What tells one graph of bytes from another. */
interface Form {
  readonly rank: number;
  /** Channels follow each other, so that they are cut out, which is several times as quick as gathering them. */
  readonly isSlice: boolean;
  readonly isFixed: boolean;
}

/**
 * Some of the maps of layers as bytes, by small graphs that run on their results.
 * @param fixed  limits; undefined for each map's own
 * @returns for each layer packed bytes, smallest and largest values as `writeByteMaps` gives them; the caller disposes them
 */
export function bytesOf(
  graphs: SmallGraphs,
  wanted: readonly WantedBytes[],
  fixed: Limits | undefined,
): NativeTensor[][] {
  const limits = (fixed ?? []).map((limit) => graphs.native.tensor(Float32Array.of(limit), [1]));
  const choices: NativeTensor[][] = [];
  try {
    const parts = wanted.map(({ channels, result }): GraphPart => {
      const isSlice = channels.every((channel, place) => channel === channels[0]! + place);
      const form: Form = { rank: result.shape.length, isSlice, isFixed: fixed !== undefined };
      const choice = choiceOf(graphs, channels, form);
      choices.push(choice);
      return {
        key: `bytes ${Object.values(form).join()}`,
        write: (graph) => writeBytes(graph, form),
        tensors: [result, ...choice, ...limits],
        values: (sizeOf(result.shape) / result.shape.at(-1)!) * channels.length,
      };
    });
    return graphs.runEach(parts);
  } finally {
    for (const tensor of [...limits, ...choices.flat()]) tensor.dispose();
  }
}

/** What tells the channels: their numbers, or where they begin and how long they go on along each axis. */
function choiceOf(
  { native }: SmallGraphs,
  channels: readonly number[],
  { rank, isSlice }: Form,
): NativeTensor[] {
  if (!isSlice) return [native.tensor(Int32Array.from(channels), [channels.length])];
  const list = (others: number, last: number) =>
    native.tensor(new Int32Array(rank).fill(others).fill(last, rank - 1), [rank]);
  return [list(0, channels[0]!), list(-1, channels.length)];
}

function writeBytes(graph: GraphBuilder, { rank, isSlice, isFixed }: Form): SmallGraphNodes {
  const shape = new Array<null>(rank).fill(null);
  const maps = graph.feed('float', shape);
  const choice = isSlice
    ? [graph.feed('int32', [rank]), graph.feed('int32', [rank])]
    : [graph.feed('int32', [null])];
  const limits: readonly [NodeName, NodeName] | undefined = isFixed
    ? [graph.feed('float', [1]), graph.feed('float', [1])]
    : undefined;
  const chosen = isSlice
    ? graph.float('Slice', [maps, ...choice], { Index: attribute.type('int32') })
    : graph.gather(maps, choice[0]!, rank - 1);
  const { indices, min, max } = writeByteMaps(graph, chosen, shape, limits);
  return { feeds: [maps, ...choice, ...(limits ?? [])], fetches: [indices, min, max] };
}
