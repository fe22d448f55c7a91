import type { GraphBuilder, NodeName } from './graph-builder';
import type { SmallGraphNodes, SmallGraphs } from './small-graph';
import type { NativeTensor } from './tensorflow';

/** ITU-R 601 luma. */
const GREY = [0.299, 0.587, 0.114];

/** The grey of a picture in one size. */
export interface GreyAt {
  /** Area-averaged to that size, less its mean: [batch, height * width, 1]. */
  readonly centred: NativeTensor;
  /** Its standard deviation, of each batch entry. */
  readonly std: Float32Array;
}

/** The grey of a picture in the sizes of its maps, made once for all layers of one size. */
export class PictureGrey {
  readonly #sizes = new Map<string, GreyAt>();

  /** @param picture  as it is fed, [batch, height, width, channels] */
  constructor(
    private readonly graphs: SmallGraphs,
    private readonly picture: NativeTensor,
  ) {}

  /** Undefined for what has no height and width. */
  at(maps: readonly number[]): GreyAt | undefined {
    if (maps.length !== 4 || this.picture.shape.length !== 4) return undefined;
    const [height, width] = [maps[1]!, maps[2]!];
    const key = `${height} x ${width}`;
    const known = this.#sizes.get(key) ?? this.#make(height, width);
    this.#sizes.set(key, known);
    return known;
  }

  dispose(): void {
    for (const { centred } of this.#sizes.values()) centred.dispose();
    this.#sizes.clear();
  }

  #make(height: number, width: number): GreyAt {
    const channels = this.picture.shape[3]!;
    const size = this.graphs.native.tensor(Int32Array.of(height, width), [2]);
    const own = [size];
    try {
      const write = (graph: GraphBuilder) => writeGrey(graph, channels);
      const [centred, std] = this.graphs.run(`grey ${channels}`, write, [this.picture, size]);
      own.push(std!);
      return { centred: centred!, std: std!.floats() };
    } finally {
      for (const tensor of own) tensor.dispose();
    }
  }
}

function writeGrey(graph: GraphBuilder, channels: number): SmallGraphNodes {
  const picture = graph.feed('float', [null, null, null, channels]);
  const size = graph.feed('int32', [2]);
  const weights = GREY.concat(new Array<number>(Math.max(0, channels - GREY.length)).fill(0));
  const grey =
    channels === 1
      ? picture
      : graph.reduce('Sum', graph.float('Mul', [picture, graph.floats(weights)]), [3], true);
  const resized = graph.float('ResizeArea', [grey, size]);
  const mean = (node: NodeName) => graph.reduce('Mean', node, [1, 2], true);
  const centred = graph.float('Sub', [resized, mean(resized)]);
  const std = graph.float('Sqrt', [mean(graph.float('Square', [centred]))]);
  const batch = graph.sliceOfList(graph.shape(picture), 0, 1);
  const rows = graph.reshape(centred, graph.concat([batch, graph.integers([-1, 1])], 0, 'int32'));
  return { feeds: [picture, size], fetches: [rows, std] };
}
