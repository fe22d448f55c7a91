import { attribute, type GraphBuilder, type NodeName } from './graph-builder';

/** Limits of an activation as nodes: each a number, and how near to it counts; null where it is reached. */
export interface LimitNodes {
  readonly limits: readonly NodeName[];
  readonly near: NodeName | null;
}

/** Where the maps of a layer come from, and what some statistics need besides. */
export interface MapSources {
  /** [batch, ..., channels]. */
  readonly maps: NodeName;
  readonly rank: number;
  /** int32 [3], the shape [batch, pixels, channels]. */
  readonly rowsShape: NodeName;
  /** The picture's grey in the maps' size, less its mean: [batch, pixels, 1]. */
  readonly grey: NodeName | undefined;
  readonly limits: LimitNodes | undefined;
}

/** Nodes that several statistics of a layer share; each is written when it is first asked for. */
export class MapNodes {
  /** Axes between batch and channels: height and width of feature maps, none for the output of a dense layer. */
  readonly axes: readonly number[];
  readonly #known = new Map<string, NodeName>();

  constructor(
    readonly graph: GraphBuilder,
    readonly sources: MapSources,
  ) {
    this.axes = Array.from({ length: sources.rank - 2 }, (_, place) => place + 1);
  }

  /** Over the pixels of each map; the axes are kept. */
  extreme(op: 'Min' | 'Max', node: NodeName): NodeName {
    return this.graph.reduce(op, node, this.axes, true);
  }

  /**
   * Over the pixels of each map; the axes are kept. Along one axis after the other: TensorFlow adds up all pixels in one go in
   * float32, which is off by 1e-4 of the mean for maps of 100 x 100.
   */
  average(node: NodeName): NodeName {
    const inward = this.axes.toReversed();
    return inward.reduce((sum, axis) => this.graph.reduce('Mean', sum, [axis], true), node);
  }

  get maps(): NodeName {
    return this.sources.maps;
  }

  get min(): NodeName {
    return this.#once('min', () => this.extreme('Min', this.maps));
  }

  get max(): NodeName {
    return this.#once('max', () => this.extreme('Max', this.maps));
  }

  get mean(): NodeName {
    return this.#once('mean', () => this.graph.float('AddV2', [this.#firstMean, this.offset]));
  }

  /** Maps less their mean, as near as it is known at first. */
  get centred(): NodeName {
    return this.#once('centred', () => this.graph.float('Sub', [this.maps, this.#firstMean]));
  }

  /** What is left of the mean in the centred maps. */
  get offset(): NodeName {
    return this.#once('offset', () => this.average(this.centred));
  }

  /** The centred maps as [batch, pixels, channels]. */
  get centredRows(): NodeName {
    return this.#once('centredRows', () => this.rows(this.centred));
  }

  /**
   * From squares of differences, not as the mean of squares less the square of the mean, which loses all digits of maps that
   * hardly vary around a large value; for the same reason what is left of the mean in the differences counts.
   */
  get std(): NodeName {
    return this.#once('std', () => {
      const { graph } = this;
      const squares = this.average(graph.float('Square', [this.centred]));
      const variance = graph.float('Sub', [squares, graph.float('Square', [this.offset])]);
      return graph.float('Sqrt', [graph.float('Maximum', [variance, graph.scalar(0)])]);
    });
  }

  /** Anything of the maps' shape as [batch, pixels, channels]. */
  rows(node: NodeName): NodeName {
    return this.sources.rank === 3 ? node : this.graph.reshape(node, this.sources.rowsShape);
  }

  get #firstMean(): NodeName {
    return this.#once('firstMean', () => this.average(this.maps));
  }

  #once(name: string, write: () => NodeName): NodeName {
    const known = this.#known.get(name) ?? write();
    this.#known.set(name, known);
    return known;
  }
}

/** Maps as [batch, pixels, channels] times others: [batch, channels of `a`, channels of `b`]. */
export function writeProduct(graph: GraphBuilder, a: NodeName, b: NodeName): NodeName {
  return graph.float('BatchMatMulV2', [a, b], { adj_x: attribute.flag(true), adj_y: attribute.flag(false) });
}
