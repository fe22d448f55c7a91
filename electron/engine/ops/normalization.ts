import { axisPlaces, number } from '../../model/setting-reader';
import { attribute, type GraphBuilder, type NodeName } from '../graph-builder';
import type { Op } from './op';

const batchNormalization: Op = ({ graph, layer, inputs, inputShapes, weight }) => {
  const shape = inputShapes[0]!;
  const channels = shape.at(-1)!;
  const epsilon = number(layer, 'epsilon', 0.001);
  const fill = (value: number) => graph.floats(new Array<number>(channels).fill(value));
  const gamma = weight('gamma') ?? fill(1);
  const beta = weight('beta') ?? fill(0);
  const [mean, variance] = [weight('moving_mean')!, weight('moving_variance')!];
  if (shape.length === 4)
    return [
      graph.float('FusedBatchNormV3', [inputs[0]!, gamma, beta, mean, variance], {
        U: attribute.type('float'),
        epsilon: attribute.float(epsilon),
        is_training: attribute.flag(false),
      }),
    ];
  const inverse = graph.float('Rsqrt', [graph.float('AddV2', [variance, graph.scalar(epsilon)])]);
  const scaled = graph.float('Mul', [
    graph.float('Sub', [inputs[0]!, mean]),
    graph.float('Mul', [inverse, gamma]),
  ]);
  return [graph.float('AddV2', [scaled, beta])];
};

/** Brings a weight over some axes into the rank of the input, so that it is stretched along the others. */
function spread(graph: GraphBuilder, value: NodeName, lengths: readonly number[]): NodeName {
  return graph.reshape(value, graph.integers(lengths));
}

const layerNormalization: Op = ({ graph, layer, inputs, inputShapes, weight }) => {
  const x = inputs[0]!;
  const shape = inputShapes[0]!;
  const places = axisPlaces(layer, shape.length, -1);
  const lengths = shape.map((length, place) => (places.includes(place) ? length! : 1));
  const centred = graph.float('Sub', [x, graph.reduce('Mean', x, places, true)]);
  // Mul, not SquaredDifference: oneDNN's rewrite of the latter aborts the process when gamma is fed (facts/engine.md, section 6).
  const variance = graph.reduce('Mean', graph.float('Mul', [centred, centred]), places, true);
  const root = graph.float('Sqrt', [
    graph.float('AddV2', [variance, graph.scalar(number(layer, 'epsilon', 0.001))]),
  ]);
  let result = graph.float('RealDiv', [centred, root]);
  const [gamma, beta] = [weight('gamma'), weight('beta')];
  if (gamma) result = graph.float('Mul', [result, spread(graph, gamma, lengths)]);
  if (beta) result = graph.float('AddV2', [result, spread(graph, beta, lengths)]);
  return [result];
};

/** (x - mean) / max(sqrt(variance), epsilon), or back where `invert` is set. */
const normalization: Op = ({ graph, layer, inputs, inputShapes, weight }) => {
  const shape = inputShapes[0]!;
  const places = axisPlaces(layer, shape.length, -1);
  const lengths = shape.map((length, place) => (places.includes(place) ? length! : 1));
  const listed = (key: 'mean' | 'variance'): NodeName => {
    const stored = weight(key);
    if (stored) return spread(graph, stored, layer.config['axis'] === null ? [] : lengths);
    const values = [layer.config[key]].flat(8).map(Number);
    return values.length === 1 ? graph.scalar(values[0]!) : graph.floats(values, lengths);
  };
  const floor = graph.scalar(1e-7);
  const deviation = graph.float('Maximum', [graph.float('Sqrt', [listed('variance')]), floor]);
  if (layer.config['invert'] === true)
    return [graph.float('AddV2', [graph.float('Mul', [inputs[0]!, deviation]), listed('mean')])];
  return [graph.float('RealDiv', [graph.float('Sub', [inputs[0]!, listed('mean')]), deviation])];
};

/** x * scale + offset, each one number or one per channel. */
const rescaling: Op = ({ graph, layer, inputs }) => {
  const values = (key: 'scale' | 'offset', fallback: number): NodeName => {
    const list = [layer.config[key] ?? fallback].flat(4).map(Number);
    return list.length === 1 ? graph.scalar(list[0]!) : graph.floats(list);
  };
  return [graph.float('AddV2', [graph.float('Mul', [inputs[0]!, values('scale', 1)]), values('offset', 0)])];
};

export const normalizationOps: Readonly<Record<string, Op>> = {
  BatchNormalization: batchNormalization,
  LayerNormalization: layerNormalization,
  Normalization: normalization,
  Rescaling: rescaling,
};
