import { sizeOf } from '../core/tensor';
import { attribute, type GraphBuilder, type NodeName } from './graph-builder';
import { inRuns } from './runs';
import type { SmallGraphNodes, SmallGraphs } from './small-graph';
import type { NativeTensor } from './tensorflow';

/** ITU-R 601 luma. */
const GREY = [0.299, 0.587, 0.114];

/** The grey of a picture in one size. */
export interface GreyAt {
  /**
   * What maps of that size are multiplied by, [batch, height, 2, width]: ones, which give their mean, and the grey, area-averaged to
   * that size less its mean; both divided by the number of pixels.
   */
  readonly weights: NativeTensor;
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

  /** Makes it in the sizes of some results, those that are not there, several in one run. */
  prepare(results: readonly (readonly number[])[]): void {
    if (this.picture.shape.length !== 4) return;
    const sizes = results.filter((shape) => shape.length === 4 && !this.#sizes.has(sizeKey(shape)));
    const missing = [...new Map(sizes.map((shape) => [sizeKey(shape), { shape, key: 'grey' }])).values()];
    for (const run of inRuns(missing, () => sizeOf(this.picture.shape)))
      this.#make(run.map(({ shape }) => shape));
  }

  /** In the size of a result; undefined for what has no height and width. */
  at(result: readonly number[]): GreyAt | undefined {
    this.prepare([result]);
    return this.#sizes.get(sizeKey(result));
  }

  dispose(): void {
    for (const { weights } of this.#sizes.values()) weights.dispose();
    this.#sizes.clear();
  }

  #make(shapes: readonly (readonly number[])[]): void {
    const channels = this.picture.shape[3]!;
    const own = shapes.map(([, height, width]) =>
      this.graphs.native.tensor(Int32Array.of(height!, width!), [2]),
    );
    try {
      const write = (graph: GraphBuilder) => writeGrey(graph, channels, shapes.length);
      const outputs = this.graphs.run(`grey ${channels} x ${shapes.length}`, write, [this.picture, ...own]);
      shapes.forEach((shape, place) => {
        const [weights, std] = outputs.slice(2 * place) as [NativeTensor, NativeTensor];
        own.push(std);
        this.#sizes.set(sizeKey(shape), { weights, std: std.floats() });
      });
    } finally {
      for (const tensor of own) tensor.dispose();
    }
  }
}

function sizeKey([, height, width]: readonly number[]): string {
  return `${height} x ${width}`;
}

/** @param count  of sizes */
function writeGrey(graph: GraphBuilder, channels: number, count: number): SmallGraphNodes {
  const picture = graph.feed('float', [null, null, null, channels]);
  const luma = GREY.concat(new Array<number>(Math.max(0, channels - GREY.length)).fill(0));
  const grey =
    channels === 1
      ? picture
      : graph.reduce('Sum', graph.float('Mul', [picture, graph.floats(luma)]), [3], true);
  const sizes = Array.from({ length: count }, () => graph.feed('int32', [2]));
  return { feeds: [picture, ...sizes], fetches: sizes.flatMap((size) => writeSized(graph, grey, size)) };
}

/** Weights and deviation in one size. */
function writeSized(graph: GraphBuilder, grey: NodeName, size: NodeName): NodeName[] {
  const resized = graph.float('ResizeArea', [grey, size]);
  const mean = (node: NodeName) => graph.reduce('Mean', node, [1, 2], true);
  const centred = graph.float('Sub', [resized, mean(resized)]);
  const std = graph.float('Sqrt', [mean(graph.float('Square', [centred]))]);
  const rows = graph.transpose(centred, [0, 1, 3, 2]);
  const both = graph.concat([graph.float('OnesLike', [rows]), rows], 2);
  const pixels = graph.add('Prod', [size, graph.integers([0])], {
    T: attribute.type('int32'),
    Tidx: attribute.type('int32'),
    keep_dims: attribute.flag(false),
  });
  return [graph.float('RealDiv', [both, graph.cast(pixels, 'int32', 'float')]), std];
}
