import { message } from '../../../shared/messages/message';
import { attribute, type NodeName } from '../../graph-builder';
import type { Write, Writer } from './writer';

const reduction =
  (op: 'Mean' | 'Max' | 'Min' | 'Sum' | 'Prod'): Write =>
  (call) =>
    call.graph.reduce(op, call.node('x'), call.axes(call.x.length), call.flag('keepdims'));

/** Whether any value along some axes, or each of them, is true: not 0. */
const truth =
  (op: 'Max' | 'Min'): Write =>
  (call) => {
    const isTrue = call.graph.float('NotEqual', [call.node('x'), call.graph.scalar(0)]);
    const truths = call.graph.cast(isTrue, 'bool', 'float');
    return call.graph.reduce(op, truths, call.axes(call.x.length), call.flag('keepdims'));
  };

/** Variance over some axes: the mean of squared differences, which keeps the digits of flat maps. */
function variance(call: Writer): NodeName {
  const { graph } = call;
  const axes = call.axes(call.x.length);
  const x = call.node('x');
  const centred = graph.float('Sub', [x, graph.reduce('Mean', x, axes, true)]);
  return graph.reduce('Mean', graph.float('Mul', [centred, centred]), axes, call.flag('keepdims'));
}

const logSumExp: Write = (call) => {
  const { graph } = call;
  const axes = call.axes(call.x.length);
  const x = call.node('x');
  const largest = (keep: boolean) => graph.reduce('Max', x, axes, keep);
  const powers = graph.float('Exp', [graph.float('Sub', [x, largest(true)])]);
  const sum = graph.reduce('Sum', powers, axes, call.flag('keepdims'));
  return graph.float('AddV2', [graph.float('Log', [sum]), largest(call.flag('keepdims'))]);
};

/** x / norm, the norm at least sqrt(epsilon) (TensorFlow) or epsilon (Keras). */
const normalize: Write = (call) => {
  const { graph } = call;
  const x = call.node('x');
  const axes = call.argument('axis') === undefined ? [call.x.length - 1] : call.axes(call.x.length);
  const order = call.argument('order') ?? 2;
  const isKeras = call.layer.functionName === 'Normalize';
  if (isKeras && order === 1) {
    const sum = graph.reduce('Sum', graph.float('Abs', [x]), axes, true);
    return graph.float('RealDiv', [
      x,
      graph.float('Maximum', [sum, graph.scalar(call.number('epsilon', 1e-12))]),
    ]);
  }
  if (order !== 2) throw call.refuse(message('part/norm-order'));
  const epsilon = call.number('epsilon', 1e-12);
  const squares = graph.reduce('Sum', graph.float('Mul', [x, x]), axes, true);
  const floor = graph.scalar(isKeras ? epsilon * epsilon : epsilon);
  return graph.float('Mul', [x, graph.float('Rsqrt', [graph.float('Maximum', [squares, floor])])]);
};

/** Numbers of places are float32 here, like all results. */
const extremum =
  (op: 'ArgMax' | 'ArgMin'): Write =>
  (call) => {
    const { graph } = call;
    const [axis] = call.axes(call.x.length) as [number];
    const place = graph.float(op, [call.node('x'), graph.integers(axis)], {
      Tidx: attribute.type('int32'),
      output_type: attribute.type('int32'),
    });
    const result = graph.cast(place, 'int32', 'float');
    return call.flag('keepdims') ? graph.expandDims(result, axis) : result;
  };

const runningSum: Write = (call) => {
  const axis = call.place(call.integer('axis'), call.x.length);
  return call.graph.float('Cumsum', [call.node('x'), call.graph.integers(axis)], {
    Tidx: attribute.type('int32'),
  });
};

const norm: Write = (call) => {
  const { graph } = call;
  const x = call.node('x');
  const squares = graph.float('Mul', [x, x]);
  const sum = graph.reduce('Sum', squares, call.axes(call.x.length), call.flag('keepdims'));
  return graph.float('Sqrt', [sum]);
};

export const reductionsWriters: Readonly<Record<string, Write>> = {
  Any: truth('Max'),
  All: truth('Min'),
  Argmax: extremum('ArgMax'),
  Argmin: extremum('ArgMin'),
  Average: reduction('Mean'),
  Cumsum: runningSum,
  Norm: norm,
  Mean: reduction('Mean'),
  Sum: reduction('Sum'),
  Max: reduction('Max'),
  Min: reduction('Min'),
  Prod: reduction('Prod'),
  Var: variance,
  Std: (call) => call.graph.float('Sqrt', [variance(call)]),
  Logsumexp: logSumExp,
  Normalize: normalize,
  L2Normalize: normalize,
};
