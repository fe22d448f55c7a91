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
  /** How truth values are counted, four in one number; undefined where they do not come in fours. */
  readonly packing: PackingNodes | undefined;
  /** What gives mean and correlation with the picture, as `GreyAt.weights`. */
  readonly weights: NodeName | undefined;
  readonly limits: LimitNodes | undefined;
}

/** Bytes of truth values as whole numbers of four bytes: as many of them are added as fit into a byte. */
export interface PackingNodes {
  /** int32 [3]: [sums, terms of each, numbers of a row of pixels]. */
  readonly shape: NodeName;
  /** Terms of each sum, a float of rank 0. */
  readonly terms: NodeName;
}

/** Rows of pixels apart of those whose mean stands for that of all at first. */
const ROWS_APART = 8;

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

  /** Over the pixels of each map, along one axis after the other, which is quicker; the axes are kept. */
  extreme(op: 'Min' | 'Max', node: NodeName): NodeName {
    return this.axes.reduce((found, axis) => this.graph.reduce(op, found, [axis], true), node);
  }

  /**
   * Over the pixels of each map; the axes are kept. Along one axis after the other: TensorFlow adds up all pixels in one go in
   * float32, which is off by 1e-4 of the mean for maps of 100 x 100.
   */
  average(node: NodeName): NodeName {
    return this.axes.reduce((sum, axis) => this.graph.reduce('Mean', sum, [axis], true), node);
  }

  /** Share of the pixels of each map for which a node of truth values holds; the axes are kept. */
  share(isSo: NodeName): NodeName {
    const { graph } = this;
    const { packing, rowsShape } = this.sources;
    if (!packing) return this.average(graph.cast(isSo, 'bool', 'float'));
    const int32 = { T: attribute.type('int32'), Tidx: attribute.type('int32') };
    const bytes = graph.reshape(graph.cast(isSo, 'bool', 'uint8'), graph.integers([-1, 4]), 'uint8');
    const asInt32 = { T: attribute.type('uint8'), type: attribute.type('int32') };
    const numbers = graph.reshape(graph.add('Bitcast', [bytes], asInt32), packing.shape, 'int32');
    const sums = graph.add('Sum', [numbers, graph.integers([1])], {
      ...int32,
      keep_dims: attribute.flag(false),
    });
    const asBytes = { T: attribute.type('int32'), type: attribute.type('uint8') };
    const counts = graph.reshape(graph.add('Bitcast', [sums], asBytes), rowsShape, 'uint8');
    const mean = graph.reduce('Mean', graph.cast(counts, 'uint8', 'float'), [1], true);
    return this.#mapWise(graph.float('RealDiv', [mean, packing.terms]));
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
    return this.#once('mean', () => this.graph.float('AddV2', [this.#shift, this.offset]));
  }

  /** Maps less what their mean is about. */
  get centred(): NodeName {
    return this.#once('centred', () => this.graph.float('Sub', [this.maps, this.#shift]));
  }

  /** What is left of the mean in the centred maps. */
  get offset(): NodeName {
    return this.#once('offset', () => this.#products?.[0] ?? this.average(this.centred));
  }

  /** Means of the products of the centred maps with the grey of the picture, which has the mean 0. */
  get greyProducts(): NodeName {
    return this.#products![1]!;
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

  /** The mean of some rows of pixels: near enough to take the large part of it out of the maps. */
  get #shift(): NodeName {
    return this.#once('shift', () => {
      const { graph } = this;
      if (this.axes.length === 0) return this.maps;
      const int32 = { Tidx: attribute.type('int32') };
      const bounds = [graph.integers(0), graph.lengthOf(this.maps, 1), graph.integers(ROWS_APART)];
      const some = graph.gather(this.maps, graph.add('Range', bounds, int32), 1);
      return this.average(some);
    });
  }

  /** Means of the centred maps and of their products with the grey, each row of pixels by itself and then of all rows. */
  get #products(): readonly NodeName[] | undefined {
    const { weights } = this.sources;
    if (weights === undefined) return undefined;
    const { graph } = this;
    const sums = this.#once('products', () => {
      const rows = graph.float('BatchMatMulV2', [weights, this.centred], {
        adj_x: attribute.flag(false),
        adj_y: attribute.flag(false),
      });
      return graph.reduce('Sum', rows, [1], true);
    });
    return [0, 1].map((place) =>
      this.#once(`product ${place}`, () =>
        graph.float('Slice', [sums, graph.integers([0, 0, place, 0]), graph.integers([-1, 1, 1, -1])], {
          Index: attribute.type('int32'),
        }),
      ),
    );
  }

  /** A number for each map, [batch, 1, channels], with as many axes as the maps. */
  #mapWise(node: NodeName): NodeName {
    return this.axes.slice(1).reduce((numbers) => this.graph.expandDims(numbers, 1), node);
  }

  #once(name: string, write: () => NodeName): NodeName {
    const known = this.#known.get(name) ?? write();
    this.#known.set(name, known);
    return known;
  }
}
