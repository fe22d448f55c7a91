import type { ActivationLimits } from '../model/kinds/activations';
import type { Shape } from '../model/shapes';
import type { StatisticId } from '../shared/map-statistics';
import { attribute, type GraphBuilder, type NodeName } from './graph-builder';
import { mapAxes } from './reductions';

/** What the statistics of a layer's maps are computed from. */
export interface MapsNode {
  /** [batch, ..., channels]. */
  readonly node: NodeName;
  readonly shape: Shape;
  readonly limits: ActivationLimits | undefined;
}

/** Bins of the histogram that entropy is taken of, as many as a map has colours. */
const BINS = 256;
/** How near to its limit a curve counts as being there, as a share of the way between both limits. */
const NEAR = 1e-3;
/** ITU-R 601 luma. */
const GREY = [0.299, 0.587, 0.114];

/** Nodes that several statistics of a layer share; each is written when it is first asked for. */
class MapNodes {
  readonly axes: readonly number[];
  readonly #known = new Map<string, NodeName>();

  constructor(
    readonly graph: GraphBuilder,
    readonly input: { readonly node: NodeName; readonly shape: Shape },
    readonly maps: MapsNode,
  ) {
    this.axes = mapAxes(maps.shape);
  }

  /** Over the pixels of each map; the axes are kept, as the byte maps keep them, so that TensorFlow finds both extremes once. */
  reduce(op: 'Min' | 'Max' | 'Mean' | 'Sum', node: NodeName): NodeName {
    return this.graph.reduce(op, node, this.axes, true);
  }

  get min(): NodeName {
    return this.#once('min', () => this.reduce('Min', this.maps.node));
  }

  get max(): NodeName {
    return this.#once('max', () => this.reduce('Max', this.maps.node));
  }

  get mean(): NodeName {
    return this.#once('mean', () => this.reduce('Mean', this.maps.node));
  }

  get centred(): NodeName {
    return this.#once('centred', () => this.graph.float('Sub', [this.maps.node, this.mean]));
  }

  /** From squares of differences, not as the mean of squares less the square of the mean: that loses all digits of flat maps. */
  get std(): NodeName {
    return this.#once('std', () => this.#stdOf(this.centred));
  }

  /** Grey of the fed input, area-averaged to the maps' size, less its mean: [batch, height, width, 1]. */
  get centredGrey(): NodeName {
    return this.#once('centredGrey', () => {
      const { graph } = this;
      const size = graph.spatialSize(this.maps.node);
      const grey = graph.float('ResizeArea', [this.#grey(), size]);
      return graph.float('Sub', [grey, graph.reduce('Mean', grey, [1, 2], true)]);
    });
  }

  get greyStd(): NodeName {
    return this.#once('greyStd', () => this.#stdOf(this.centredGrey));
  }

  /** One number that every map gets. */
  everywhere(value: number): NodeName {
    // Of a shape alone: what holds NaN would give NaN for any value.
    return this.graph.add('Fill', [this.graph.shape(this.mean), this.graph.scalar(value)], {
      T: attribute.type('float'),
      index_type: attribute.type('int32'),
    });
  }

  #grey(): NodeName {
    const { graph, input } = this;
    if (input.shape.at(-1) === 1) return input.node;
    const weights = GREY.concat(new Array<number>(input.shape.at(-1)! - GREY.length).fill(0));
    const weighted = graph.float('Mul', [input.node, graph.floats(weights)]);
    return graph.reduce('Sum', weighted, [3], true);
  }

  #stdOf(centred: NodeName): NodeName {
    const squares = this.graph.float('Mul', [centred, centred]);
    return this.graph.float('Sqrt', [this.reduce('Mean', squares)]);
  }

  #once(name: string, write: () => NodeName): NodeName {
    const known = this.#known.get(name) ?? write();
    this.#known.set(name, known);
    return known;
  }
}

/** Share of values for which a boolean node holds. */
function shareOf(maps: MapNodes, isSo: NodeName): NodeName {
  return maps.reduce('Mean', maps.graph.cast(isSo, 'bool', 'float'));
}

function limitShare(maps: MapNodes): NodeName {
  const { graph } = maps;
  const { node, limits: known } = maps.maps;
  if (!known) return maps.everywhere(NaN);
  const { limits, isReached } = known;
  const near = isReached ? 0 : NEAR * Math.abs(limits[0]! - limits[1]!);
  const shares = limits.map((limit) => {
    const distance = graph.float('Abs', [graph.float('Sub', [node, graph.scalar(limit)])]);
    return shareOf(maps, graph.float('LessEqual', [distance, graph.scalar(near)]));
  });
  return shares.reduce((sum, share) => graph.float('AddV2', [sum, share]));
}

/**
 * Shannon entropy in bits of each map's histogram: 256 equal bins between its smallest and largest value, as
 * `numpy.histogram(map, 256)` counts them, with bins found in float32.
 */
function entropy(maps: MapNodes): NodeName {
  const { graph, axes, min, max } = maps;
  const channelsFirst = [0, axes.length + 1, ...axes];
  const share = graph.float('DivNoNan', [
    graph.float('Sub', [maps.maps.node, min]),
    graph.float('Sub', [max, min]),
  ]);
  const steps = graph.transpose(graph.float('Mul', [share, graph.scalar(BINS)]), channelsFirst);
  const clipped = graph.float('Minimum', [
    graph.float('Maximum', [steps, graph.scalar(0)]),
    graph.scalar(BINS - 1),
  ]);
  const int32 = { T: attribute.type('int32') };
  // NaN becomes any whole number, and counting one outside of the bins is an error.
  const bins = graph.add(
    'Minimum',
    [
      graph.add('Maximum', [graph.cast(clipped, 'float', 'int32'), graph.integers(0)], int32),
      graph.integers(BINS - 1),
    ],
    int32,
  );
  const pixels = graph.add(
    'Prod',
    [graph.sliceOfList(graph.shape(maps.maps.node), 1, axes.length + 1), graph.integers([0])],
    {
      ...int32,
      Tidx: attribute.type('int32'),
      keep_dims: attribute.flag(true),
    },
  );
  const rows = graph.reshape(bins, graph.concat([graph.integers([-1]), pixels], 0, 'int32'), 'int32');
  const counts = graph.add('DenseBincount', [rows, graph.integers(BINS), graph.floats([])], {
    T: attribute.type('float'),
    Tidx: attribute.type('int32'),
    binary_output: attribute.flag(false),
  });
  const shares = graph.float('RealDiv', [counts, graph.cast(pixels, 'int32', 'float')]);
  const nats = graph.reduce('Sum', graph.float('Xlogy', [shares, shares]), [1], false);
  const bits = graph.reshape(graph.float('Mul', [nats, graph.scalar(-1 / Math.LN2)]), graph.shape(maps.mean));
  // A map that holds NaN or infinity has no histogram: its range is not finite.
  const isFinite = graph.float('IsFinite', [graph.float('Sub', [max, min])]);
  const size = graph.float('Abs', [bits]); // never the minus zero of a map of one value
  return graph.float('SelectV2', [isFinite, size, maps.everywhere(NaN)]);
}

/** Pearson's correlation of each map with the grey of the input. */
function correlation(maps: MapNodes): NodeName {
  const { graph, axes, input } = maps;
  if (axes.length !== 2 || input.shape.length !== 4) return maps.everywhere(NaN);
  const covariance = maps.reduce('Mean', graph.float('Mul', [maps.centred, maps.centredGrey]));
  const r = graph.float('RealDiv', [covariance, graph.float('Mul', [maps.std, maps.greyStd])]);
  // The mean of equal values may be off by a last digit, which would pass for a spread.
  return graph.float('SelectV2', [graph.float('Equal', [maps.min, maps.max]), maps.everywhere(NaN), r]);
}

const WRITERS: Readonly<Record<StatisticId, (maps: MapNodes) => NodeName>> = {
  min: (maps) => maps.min,
  max: (maps) => maps.max,
  mean: (maps) => maps.mean,
  std: (maps) => maps.std,
  zeros: (maps) => shareOf(maps, maps.graph.float('Equal', [maps.maps.node, maps.graph.scalar(0)])),
  limit: limitShare,
  entropy,
  r: correlation,
};

/**
 * Statistics of a layer's maps in one node: float32 [statistics, batch * channels], in the given order.
 * @param input  of the network, [batch, height, width, channels], the values as they are fed
 */
export function writeStatistics(
  graph: GraphBuilder,
  input: { readonly node: NodeName; readonly shape: Shape },
  maps: MapsNode,
  ids: readonly StatisticId[],
): NodeName {
  const nodes = new MapNodes(graph, input, maps);
  const rows = ids.map((id) => graph.reshape(WRITERS[id](nodes), graph.integers([1, -1])));
  return graph.concat(rows, 0);
}
