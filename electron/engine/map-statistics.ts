import type { StatisticId } from '../shared/map-statistics';
import { attribute, type NodeName } from './graph-builder';
import type { MapNodes } from './map-nodes';

/** Bins of the histogram that entropy is taken of, as many as a map has colours. */
const BINS = 256;

function limitShare(maps: MapNodes): NodeName {
  const { graph } = maps;
  const { limits, near } = maps.sources.limits!;
  const shares = limits.map((limit) => {
    if (near === null) return maps.share(graph.float('Equal', [maps.maps, limit]));
    const distance = graph.float('Abs', [graph.float('Sub', [maps.maps, limit])]);
    return maps.share(graph.float('LessEqual', [distance, near]));
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
    graph.float('Sub', [maps.maps, min]),
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
    [graph.sliceOfList(graph.shape(maps.maps), 1, axes.length + 1), graph.integers([0])],
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
  return graph.float('SelectV2', [isFinite, size, graph.scalar(NaN)]);
}

const WRITERS: Readonly<Record<StatisticId, (maps: MapNodes) => NodeName>> = {
  min: (maps) => maps.min,
  max: (maps) => maps.max,
  mean: (maps) => maps.mean,
  std: (maps) => maps.std,
  zeros: (maps) => maps.share(maps.graph.float('Equal', [maps.maps, maps.graph.scalar(0)])),
  limit: limitShare,
  entropy,
  /** Means of products, from which Pearson's correlation is taken (`correlations`). */
  r: (maps) => maps.greyProducts,
};

/** Statistics of a layer's maps in one node: float32 [batch, statistics, ..., channels], in the given order. */
export function writeStatistics(maps: MapNodes, ids: readonly StatisticId[]): NodeName {
  return maps.graph.concat(
    ids.map((id) => WRITERS[id](maps)),
    1,
  );
}

/**
 * Pearson's correlations from means of products with the centred grey; NaN for maps of one value, whose mean may be off by a last
 * digit, which would pass for a spread.
 * @param greyStd  of each batch entry
 */
export function correlations(
  products: Float32Array,
  { min, max, std }: Readonly<Record<'min' | 'max' | 'std', Float32Array>>,
  greyStd: Float32Array,
): Float32Array {
  const channels = products.length / greyStd.length;
  return products.map((product, map) =>
    min[map] === max[map] ? NaN : product / (std[map]! * greyStd[Math.floor(map / channels)]!),
  );
}

/**
 * Where each map is strongest: int32 [batch * channels], the place of its largest value, counted row by row; the first of
 * several.
 */
export function writePlaces(maps: MapNodes): NodeName {
  const { graph } = maps;
  const places = graph.add('ArgMax', [maps.rows(maps.maps), graph.integers(1)], {
    T: attribute.type('float'),
    Tidx: attribute.type('int32'),
    output_type: attribute.type('int32'),
  });
  return graph.reshape(places, graph.integers([-1]), 'int32');
}
