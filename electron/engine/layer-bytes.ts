import type { NodeName } from './graph-builder';
import { writeByteMaps } from './reductions';
import type { SmallGraphs } from './small-graph';
import type { NativeTensor } from './tensorflow';

/**
 * Some of a layer's maps as bytes, by a small graph that runs on its result.
 * @param result    of the layer, [batch, height, width, channels]
 * @param channels  in the wanted order
 * @param fixed     limits; undefined for each map's own
 * @returns packed bytes, smallest and largest values as `writeByteMaps` gives them; the caller disposes them
 */
export function bytesOf(
  graphs: SmallGraphs,
  result: NativeTensor,
  channels: readonly number[],
  fixed: readonly [min: number, max: number] | undefined,
): NativeTensor[] {
  const { native } = graphs;
  const feeds = [
    native.tensor(Int32Array.from(channels), [channels.length]),
    ...(fixed ?? []).map((limit) => native.tensor(Float32Array.of(limit), [1])),
  ];
  const rank = result.shape.length;
  try {
    return graphs.run(
      `bytes ${rank} ${fixed ? 'fixed' : 'own'}`,
      (graph) => {
        const shape = new Array<null>(rank).fill(null);
        const maps = graph.feed('float', shape);
        const list = graph.feed('int32', [null]);
        const limits: readonly [NodeName, NodeName] | undefined = fixed && [
          graph.feed('float', [1]),
          graph.feed('float', [1]),
        ];
        const { indices, min, max } = writeByteMaps(graph, maps, shape, list, limits);
        return { feeds: [maps, list, ...(limits ?? [])], fetches: [indices, min, max] };
      },
      [result, ...feeds],
    );
  } finally {
    for (const tensor of feeds) tensor.dispose();
  }
}
