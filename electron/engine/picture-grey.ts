import { sizeOf } from '../core/tensor';
import { attribute, type GraphBuilder, type NodeName } from './graph-builder';
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
  /** In the picture's own size. */
  #grey: NativeTensor | undefined;

  /** @param picture  as it is fed, [batch, height, width, channels] */
  constructor(
    private readonly graphs: SmallGraphs,
    private readonly picture: NativeTensor,
  ) {}

  /** Makes it in the sizes of some results, those that are not there. */
  prepare(results: readonly (readonly number[])[]): void {
    if (this.picture.shape.length !== 4) return;
    const sizes = results.filter((shape) => shape.length === 4 && !this.#sizes.has(sizeKey(shape)));
    if (sizes.length > 0) this.#make([...new Map(sizes.map((shape) => [sizeKey(shape), shape])).values()]);
  }

  /** In the size of a result; undefined for what has no height and width. */
  at(result: readonly number[]): GreyAt | undefined {
    this.prepare([result]);
    return this.#sizes.get(sizeKey(result));
  }

  dispose(): void {
    this.#grey?.dispose();
    for (const { weights } of this.#sizes.values()) weights.dispose();
    this.#sizes.clear();
  }

  #make(shapes: readonly (readonly number[])[]): void {
    const channels = this.picture.shape[3]!;
    const write = (graph: GraphBuilder) => writeGrey(graph, channels);
    const grey = (this.#grey ??= this.graphs.run(`grey of ${channels}`, write, [this.picture])[0]!);
    const own = shapes.map(([, height, width]) =>
      this.graphs.native.tensor(Int32Array.of(height!, width!), [2]),
    );
    try {
      const values = sizeOf(grey.shape);
      const parts = own.map((size) => ({
        ...{ key: 'grey', write: writeSized, tensors: [grey, size], values },
      }));
      this.graphs.runEach(parts).forEach(([weights, std], at) => {
        own.push(std!);
        this.#sizes.set(sizeKey(shapes[at]!), { weights: weights!, std: std!.floats() });
      });
    } finally {
      for (const tensor of own) tensor.dispose();
    }
  }
}

function sizeKey([, height, width]: readonly number[]): string {
  return `${height} x ${width}`;
}

/** [batch, height, width, 1] */
function writeGrey(graph: GraphBuilder, channels: number): SmallGraphNodes {
  const picture = graph.feed('float', [null, null, null, channels]);
  const luma = GREY.concat(new Array<number>(Math.max(0, channels - GREY.length)).fill(0));
  const grey =
    channels === 1
      ? graph.float('Identity', [picture])
      : graph.reduce('Sum', graph.float('Mul', [picture, graph.floats(luma)]), [3], true);
  return { feeds: [picture], fetches: [grey] };
}

/** Weights and deviation in one size. */
function writeSized(graph: GraphBuilder): SmallGraphNodes {
  const grey = graph.feed('float', [null, null, null, 1]);
  const size = graph.feed('int32', [2]);
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
  const weights = graph.float('RealDiv', [both, graph.cast(pixels, 'int32', 'float')]);
  return { feeds: [grey, size], fetches: [weights, std] };
}
