import { channelAxis, groupCount, listedStatistic } from '../../model/kinds/normalization';
import { axisPlaces, number, numberArray } from '../../model/config/setting-reader';
import { attribute, type GraphBuilder, type NodeName } from '../graph-builder';
import { usesOwnStatistics } from '../../model/config/training-calls';
import type { Shape } from '../../model/shapes';
import type { Op, OpContext } from './op';

/** Brings a weight over some axes into the rank of the input, so that it is stretched along the others. */
function spread(graph: GraphBuilder, value: NodeName, lengths: readonly number[]): NodeName {
  return graph.reshape(value, graph.integers(lengths));
}

/** With mean and variance of each picture itself, so that it does not depend on those beside it in the batch. */
const ownNormalization: Op = (context) => {
  const { graph, args, inputs, inputShapes } = context;
  const { steps } = args.named;
  const rest = inputShapes[0]!.slice(1);
  if (typeof steps !== 'number') return [normalized(context, inputs[0]!, inputShapes[0]!)];
  // The steps of a picture lie in the batch: all of them have the same statistics.
  const lengths = rest.map((length) => length!);
  const apart = graph.reshape(inputs[0]!, graph.integers([-1, steps, ...lengths]));
  return [
    graph.reshape(normalized(context, apart, [null, steps, ...rest]), graph.integers([-1, ...lengths])),
  ];
};

function normalized({ graph, layer, inputShapes, weight }: OpContext, x: NodeName, shape: Shape): NodeName {
  const channel = channelAxis(layer, inputShapes[0]!);
  const { channels } = channel;
  const place = channel.place + shape.length - inputShapes[0]!.length;
  const axes = shape.flatMap((_, axis) => (axis === 0 || axis === place ? [] : [axis]));
  const average = (node: NodeName) => (axes.length > 0 ? graph.reduce('Mean', node, axes, true) : node);
  const centred = graph.float('Sub', [x, average(x)]);
  const variance = average(graph.float('Mul', [centred, centred]));
  const epsilon = graph.scalar(number(layer, 'epsilon', 0.001));
  const root = graph.float('Sqrt', [graph.float('AddV2', [variance, epsilon])]);
  const lengths = shape.map((_, axis) => (axis === place ? channels : 1));
  const [gamma, beta] = [weight('gamma'), weight('beta')];
  let result = graph.float('RealDiv', [centred, root]);
  if (gamma) result = graph.float('Mul', [result, spread(graph, gamma, lengths)]);
  if (beta) result = graph.float('AddV2', [result, spread(graph, beta, lengths)]);
  return result;
}

const batchNormalization: Op = (context) => {
  const { graph, layer, inputs, inputShapes, args, weight } = context;
  if (usesOwnStatistics(layer, args)) return ownNormalization(context);
  const shape = inputShapes[0]!;
  const { place, channels } = channelAxis(layer, shape);
  const epsilon = number(layer, 'epsilon', 0.001);
  const isLast = place === shape.length - 1;
  const [mean, variance] = [weight('moving_mean')!, weight('moving_variance')!];
  if (shape.length === 4 && isLast) {
    const fill = (value: number) => graph.floats(new Array<number>(channels).fill(value));
    return [
      graph.float(
        'FusedBatchNormV3',
        [inputs[0]!, weight('gamma') ?? fill(1), weight('beta') ?? fill(0), mean, variance],
        {
          U: attribute.type('float'),
          epsilon: attribute.float(epsilon),
          is_training: attribute.flag(false),
        },
      ),
    ];
  }
  const along = (value: NodeName) =>
    isLast
      ? value
      : spread(
          graph,
          value,
          shape.map((_, axis) => (axis === place ? channels : 1)),
        );
  const inverse = graph.float('Rsqrt', [graph.float('AddV2', [variance, graph.scalar(epsilon)])]);
  const gamma = weight('gamma');
  const factor = gamma ? graph.float('Mul', [inverse, gamma]) : inverse;
  const scaled = graph.float('Mul', [graph.float('Sub', [inputs[0]!, along(mean)]), along(factor)]);
  const beta = weight('beta');
  return [beta ? graph.float('AddV2', [scaled, along(beta)]) : scaled];
};

/** Each group of channels of each picture gets mean 0 and variance 1, then gamma and beta of its channels. */
const groupNormalization: Op = ({ graph, layer, inputs, inputShapes, weight }) => {
  const shape = inputShapes[0]!;
  const { place, channels } = channelAxis(layer, shape);
  const groups = groupCount(layer, channels);
  const x = inputs[0]!;
  const whole = graph.shape(x);
  const parts = [
    graph.sliceOfList(whole, 0, place),
    graph.integers([groups, channels / groups]),
    ...(place + 1 < shape.length ? [graph.sliceOfList(whole, place + 1, shape.length)] : []),
  ];
  const grouped = graph.reshape(x, graph.concat(parts, 0, 'int32'));
  const axes = Array.from({ length: shape.length + 1 }, (_, axis) => axis).filter(
    (axis) => axis > 0 && axis !== place,
  );
  const centred = graph.float('Sub', [grouped, graph.reduce('Mean', grouped, axes, true)]);
  const variance = graph.reduce('Mean', graph.float('Mul', [centred, centred]), axes, true);
  const root = graph.float('Sqrt', [
    graph.float('AddV2', [variance, graph.scalar(number(layer, 'epsilon', 0.001))]),
  ]);
  let result = graph.reshape(graph.float('RealDiv', [centred, root]), whole);
  const lengths = shape.map((_, axis) => (axis === place ? channels : 1));
  const [gamma, beta] = [weight('gamma'), weight('beta')];
  if (gamma) result = graph.float('Mul', [result, spread(graph, gamma, lengths)]);
  if (beta) result = graph.float('AddV2', [result, spread(graph, beta, lengths)]);
  return [result];
};

/** x / sqrt(sum of squares), the sum at least 1e-12 (Keras 2) or its root at least 1e-12 (Keras 3). */
const unitNormalization: Op = ({ graph, layer, inputs, inputShapes }) => {
  const places = axisPlaces(layer, inputShapes[0]!.length, -1);
  const squares = graph.reduce('Sum', graph.float('Mul', [inputs[0]!, inputs[0]!]), places, true);
  const floor = graph.scalar(layer.kerasMajor < 3 ? 1e-12 : 1e-24);
  return [graph.float('Mul', [inputs[0]!, graph.float('Rsqrt', [graph.float('Maximum', [squares, floor])])])];
};

const rmsNormalization: Op = ({ graph, layer, inputs, inputShapes, weight }) => {
  const shape = inputShapes[0]!;
  const places = axisPlaces(layer, shape.length, -1);
  const squares = graph.reduce('Mean', graph.float('Mul', [inputs[0]!, inputs[0]!]), places, true);
  const shifted = graph.float('AddV2', [squares, graph.scalar(number(layer, 'epsilon', 1e-6))]);
  const lengths = shape.map((length, place) => (places.includes(place) ? length! : 1));
  const scaled = graph.float('Mul', [inputs[0]!, graph.float('Rsqrt', [shifted])]);
  return [graph.float('Mul', [scaled, spread(graph, weight('scale')!, lengths)])];
};

const layerScale: Op = ({ graph, inputs, weight }) => [graph.float('Mul', [inputs[0]!, weight('gamma')!])];

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
  let result = graph.float('RealDiv', [layer.config['rms_scaling'] === true ? x : centred, root]);
  const [gamma, beta] = [weight('gamma'), weight('beta')];
  if (gamma) result = graph.float('Mul', [result, spread(graph, gamma, lengths)]);
  if (beta) result = graph.float('AddV2', [result, spread(graph, beta, lengths)]);
  return [result];
};

/** (x - mean) / max(sqrt(variance), epsilon), or back where `invert` is set. */
const normalization: Op = ({ graph, layer, inputs, inputShapes, weight, constant }) => {
  const shape = inputShapes[0]!;
  const places = axisPlaces(layer, shape.length, -1);
  const lengths = shape.map((length, place) => (places.includes(place) ? length! : 1));
  const listed = (key: 'mean' | 'variance'): NodeName => {
    const stored = weight(key);
    if (stored) return spread(graph, stored, layer.config['axis'] === null ? [] : lengths);
    const listed = listedStatistic(layer, key, shape);
    return constant(key, listed.shape, listed.values);
  };
  const floor = graph.scalar(1e-7);
  const deviation = graph.float('Maximum', [graph.float('Sqrt', [listed('variance')]), floor]);
  if (layer.config['invert'] === true)
    return [graph.float('AddV2', [graph.float('Mul', [inputs[0]!, deviation]), listed('mean')])];
  return [graph.float('RealDiv', [graph.float('Sub', [inputs[0]!, listed('mean')]), deviation])];
};

/** x * scale + offset, each one number or an array that is stretched over the picture. */
const rescaling: Op = ({ graph, layer, inputs, constant }) => {
  const values = (key: 'scale' | 'offset', fallback?: number): NodeName => {
    const { shape, values } = numberArray(layer, key, fallback);
    return constant(key, shape, values);
  };
  return [graph.float('AddV2', [graph.float('Mul', [inputs[0]!, values('scale')]), values('offset', 0)])];
};

export const normalizationOps: Readonly<Record<string, Op>> = {
  BatchNormalization: batchNormalization,
  LayerNormalization: layerNormalization,
  GroupNormalization: groupNormalization,
  UnitNormalization: unitNormalization,
  RMSNormalization: rmsNormalization,
  LayerScale: layerScale,
  Normalization: normalization,
  Rescaling: rescaling,
};
