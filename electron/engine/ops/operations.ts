import { OperationCall } from '../../model/kinds/operation';
import {
  ACTIVATION_OPERATIONS,
  axisOrder,
  einsumLetters,
  indexParts,
  insertedPlaces,
  padAmounts,
  patchWindow,
  pooledWindow,
  splitLengths,
  squeezedPlaces,
} from '../../model/kinds/operation-shapes';
import type { Operand } from '../../model/operations';
import type { Shape } from '../../model/network';
import { attribute, type GraphBuilder, type NodeName } from '../graph-builder';
import { writeNamedActivation } from './activations';
import { writeEinsum } from './einsum';
import type { Op, OpContext } from './op';
import { writeResize } from './resizing';

/** An operation being written: its arguments by name, as nodes. */
class Writer extends OperationCall {
  readonly graph: GraphBuilder;

  constructor(private readonly context: OpContext) {
    super(context.layer, context.inputShapes, context.args);
    this.graph = context.graph;
  }

  get outputShape(): Shape {
    return this.context.outputShapes[0]!;
  }

  get outputShapes(): readonly Shape[] {
    return this.context.outputShapes;
  }

  nodeOf(operand: Operand, name: string): NodeName {
    if (operand.is === 'input') return this.context.inputs[operand.place]!;
    return operand.shape.length === 0
      ? this.graph.scalar(operand.values[0]!)
      : this.context.constant(name, operand.shape, operand.values);
  }

  node(name: string): NodeName {
    return this.nodeOf(this.operand(name), name);
  }

  nodes(name: string): NodeName[] {
    return this.operands(name).map((operand, place) => this.nodeOf(operand, `${name}${place}`));
  }
}

type Write = (call: Writer) => NodeName | NodeName[];

const unary =
  (op: string): Write =>
  (call) =>
    call.graph.float(op, [call.node('x')]);

const binary =
  (op: string): Write =>
  (call) =>
    call.graph.float(op, [call.node('x1'), call.node('x2')]);

/** Truth values are 0 and 1 here: every tensor of a graph is float32. */
function asFloat(graph: GraphBuilder, truth: NodeName): NodeName {
  return graph.cast(truth, 'bool', 'float');
}

const comparison =
  (op: string): Write =>
  (call) =>
    asFloat(call.graph, call.graph.float(op, [call.node('x1'), call.node('x2')]));

function isTrue({ graph }: Writer, node: NodeName): NodeName {
  return graph.float('NotEqual', [node, graph.scalar(0)]);
}

const logical =
  (op: 'LogicalAnd' | 'LogicalOr'): Write =>
  (call) =>
    asFloat(
      call.graph,
      call.graph.add(op, [isTrue(call, call.node('x1')), isTrue(call, call.node('x2'))], {}),
    );

/** x * factor, x ^ power and the like. */
const scaled =
  (op: string, inner: string | null, value: number): Write =>
  (call) => {
    const x = inner ? call.graph.float(inner, [call.node('x')]) : call.node('x');
    return call.graph.float(op, [x, call.graph.scalar(value)]);
  };

/** Cuts the fraction off. */
function truncated(graph: GraphBuilder, x: NodeName): NodeName {
  return graph.float('Mul', [graph.float('Sign', [x]), graph.float('Floor', [graph.float('Abs', [x])])]);
}

/** Casts to whole numbers cut the fraction off; other types are computed in float32 like everything else. */
const cast: Write = (call) => {
  const dtype = call.text('dtype', 'float32');
  const x = call.node('x');
  if (/^u?int(8|16|32|64)$/.test(dtype)) return truncated(call.graph, x);
  return dtype === 'bool' ? asFloat(call.graph, isTrue(call, x)) : call.graph.float('Identity', [x]);
};

const clip: Write = (call) =>
  call.graph.float('Minimum', [
    call.graph.float('Maximum', [call.node('x'), call.node('x_min')]),
    call.node('x_max'),
  ]);

const reduction =
  (op: 'Mean' | 'Max' | 'Min' | 'Sum' | 'Prod'): Write =>
  (call) =>
    call.graph.reduce(op, call.node('x'), call.axes(call.x.length), call.flag('keepdims'));

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
  const isKeras = call.layer.operation === 'Normalize';
  if (isKeras && order === 1) {
    const sum = graph.reduce('Sum', graph.float('Abs', [x]), axes, true);
    return graph.float('RealDiv', [
      x,
      graph.float('Maximum', [sum, graph.scalar(call.number('epsilon', 1e-12))]),
    ]);
  }
  if (order !== 2) throw call.refuse(`a norm of order ${JSON.stringify(order)}`);
  const epsilon = call.number('epsilon', 1e-12);
  const squares = graph.reduce('Sum', graph.float('Mul', [x, x]), axes, true);
  const floor = graph.scalar(isKeras ? epsilon * epsilon : epsilon);
  return graph.float('Mul', [x, graph.float('Rsqrt', [graph.float('Maximum', [squares, floor])])]);
};

const reshape: Write = (call) => {
  const { graph, outputShape } = call;
  const x = call.node('x');
  const open = outputShape.filter((length) => length === null).length;
  if (open <= 1) return graph.reshape(x, graph.integers(outputShape.map((length) => length ?? -1)));
  // The batch and one more length are open.
  const value = call.argument('newshape');
  const wanted = (Array.isArray(value) ? value : [value]).map((entry, place) =>
    typeof entry === 'number' && entry >= 0 ? entry : place === 0 ? null : -1,
  );
  if (wanted[0] !== null) return graph.reshape(x, graph.integers(wanted.map((length) => length ?? -1)));
  const batch = graph.sliceOfList(graph.shape(x), 0, 1);
  return graph.reshape(x, graph.concat([batch, graph.integers(wanted.slice(1) as number[])], 0, 'int32'));
};

const expandDims: Write = (call) =>
  insertedPlaces(call).reduce((x, place) => call.graph.expandDims(x, place), call.node('x'));

const concatenate: Write = (call) => {
  const nodes = call.nodes('xs');
  return call.graph.concat(nodes, call.place(call.integer('axis', -1), call.outputShape.length));
};

const stack: Write = (call) => {
  const nodes = call.nodes('x');
  return call.graph.float('Pack', nodes, {
    N: attribute.integer(nodes.length),
    axis: attribute.integer(call.place(call.integer('axis', 0), call.outputShape.length)),
  });
};

/** Cuts pieces off one axis, one after the other. */
function pieces(call: Writer, axis: number, lengths: readonly number[]): NodeName[] {
  const { graph } = call;
  const x = call.node('x');
  let start = 0;
  return lengths.map((length) => {
    const begin = call.x.map((_, place) => (place === axis ? start : 0));
    const size = call.x.map((_, place) => (place === axis ? length : -1));
    start += length;
    return graph.float('Slice', [x, graph.integers(begin), graph.integers(size)], {
      Index: attribute.type('int32'),
    });
  });
}

const split: Write = (call) => {
  const { axis, lengths } = splitLengths(call);
  return pieces(call, axis, lengths);
};

const unstack: Write = (call) => {
  const axis = call.place(call.integer('axis', 0), call.x.length);
  const ones = new Array<number>(call.outputShapes.length).fill(1);
  return pieces(call, axis, ones).map((piece) => call.graph.squeeze(piece, [axis]));
};

const pad: Write = (call) => {
  const { graph } = call;
  const amounts = graph.integers(padAmounts(call));
  const mode = call.text('mode', 'constant').toLowerCase();
  const paddings = { Tpaddings: attribute.type('int32') };
  if (mode === 'reflect' || mode === 'symmetric')
    return graph.float('MirrorPad', [call.node('x'), amounts], {
      ...paddings,
      mode: attribute.text(mode.toUpperCase()),
    });
  if (mode !== 'constant') throw call.refuse(`padding of mode ${mode}`);
  const value = call.argument('constant_values') == null ? 0 : call.number('constant_values');
  return graph.float('PadV2', [call.node('x'), amounts, graph.scalar(value)], paddings);
};

function tiled(graph: GraphBuilder, x: NodeName, multiples: readonly number[]): NodeName {
  return graph.float('Tile', [x, graph.integers(multiples)], { Tmultiples: attribute.type('int32') });
}

/** Repeats each entry of an axis: a new axis of copies, then both joined. */
const repeat: Write = (call) => {
  const { graph } = call;
  const rank = call.x.length;
  const axis = call.place(call.integer('axis'), rank);
  const times = call.integer('repeats');
  const copies = tiled(
    graph,
    graph.expandDims(call.node('x'), axis + 1),
    Array.from({ length: rank + 1 }, (_, place) => (place === axis + 1 ? times : 1)),
  );
  const flat = (from: number, to: number) => graph.sliceOfList(graph.shape(copies), from, to);
  const joined = graph.add('Mul', [flat(axis, axis + 1), graph.integers([times])], {
    T: attribute.type('int32'),
  });
  const parts = [
    ...(axis > 0 ? [flat(0, axis)] : []),
    joined,
    ...(axis + 2 < rank + 1 ? [flat(axis + 2, rank + 1)] : []),
  ];
  return graph.reshape(copies, graph.concat(parts, 0, 'int32'));
};

/** Stretches by adding zeros of the wanted shape; open lengths stay as they are. */
const broadcastTo: Write = (call) => {
  const { graph, outputShape } = call;
  const shape = outputShape.map((length) => length ?? 1);
  const zeros = graph.float('Fill', [graph.integers(shape), graph.scalar(0)], {
    index_type: attribute.type('int32'),
  });
  return graph.float('AddV2', [call.node('x'), zeros]);
};

const matmul: Write = (call) => {
  const [a, b] = [call.node('x1'), call.node('x2')];
  return call.graph.float('BatchMatMulV2', [a, b], {
    adj_x: attribute.flag(call.flag('transpose_a')),
    adj_y: attribute.flag(call.flag('transpose_b')),
  });
};

const einsum: Write = (call) => {
  const { terms, result } = einsumLetters(call);
  return writeEinsum(call.graph, call.nodes('operands'), terms, result);
};

const take: Write = (call) => {
  const { graph } = call;
  const indices = graph.cast(call.node('indices'), 'float', 'int32');
  const axis = call.place(call.integer('axis', 0), call.x.length);
  return graph.gather(call.node('x'), indices, axis);
};

const getItem: Write = (call) => {
  const parts = indexParts(call);
  const bits = (test: (part: (typeof parts)[number]) => boolean) =>
    attribute.integer(parts.reduce((mask, part, place) => (test(part) ? mask | (1 << place) : mask), 0));
  const { graph } = call;
  const begin = parts.map((part) =>
    part.is === 'slice' ? (part.start ?? 0) : part.is === 'one' ? part.index : 0,
  );
  const end = parts.map((part) =>
    part.is === 'slice' ? (part.stop ?? 0) : part.is === 'one' ? part.index + 1 : 0,
  );
  const step = parts.map((part) => (part.is === 'slice' ? part.step : 1));
  const inputs = [call.node('x'), graph.integers(begin), graph.integers(end), graph.integers(step)];
  return graph.float('StridedSlice', inputs, {
    Index: attribute.type('int32'),
    begin_mask: bits((part) => part.is === 'slice' && part.start === null),
    end_mask: bits((part) => part.is === 'slice' && part.stop === null),
    ellipsis_mask: bits((part) => part.is === 'rest'),
    new_axis_mask: bits((part) => part.is === 'new'),
    shrink_axis_mask: bits((part) => part.is === 'one'),
  });
};

const flip: Write = (call) =>
  call.graph.float('ReverseV2', [call.node('x'), call.graph.integers(call.axes(call.x.length))], {
    Tidx: attribute.type('int32'),
  });

const roll: Write = (call) => {
  const shifts = call.integers('shift') ?? [];
  const axes = call.integers('axis');
  if (!axes || axes.length !== shifts.length) throw call.refuse('rolling over flattened axes');
  return call.graph.float(
    'Roll',
    [
      call.node('x'),
      call.graph.integers(shifts),
      call.graph.integers(axes.map((axis) => call.place(axis, call.x.length))),
    ],
    { Tshift: attribute.type('int32'), Taxis: attribute.type('int32') },
  );
};

const blocks =
  (op: 'DepthToSpace' | 'SpaceToDepth'): Write =>
  (call) =>
    call.graph.float(op, [call.node('x')], { block_size: attribute.integer(call.integer('block_size')) });

const pooling =
  (op: 'MaxPool' | 'AvgPool'): Write =>
  (call) => {
    const { window, strides, padding } = pooledWindow(call);
    return call.graph.float(op, [call.node('x')], {
      ksize: attribute.integers([1, ...window, 1]),
      strides: attribute.integers([1, ...strides, 1]),
      padding: attribute.text(padding),
    });
  };

const resize: Write = (call) => {
  const [height, width] = call.integers('size') as [number, number];
  const [, fromHeight, fromWidth] = call.x;
  return writeResize(call.graph, call.node('x'), call.layer, {
    size: call.graph.integers([height, width]),
    interpolation: call.text('interpolation', 'bilinear'),
    antialias: call.flag('antialias'),
    scale: fromHeight == null || fromWidth == null ? null : [height / fromHeight, width / fromWidth],
  });
};

const activation =
  (name: string): Write =>
  (call) => {
    // Arguments of the operation are the settings of the activation (`negative_slope`, `axis`, `approximate`).
    const config = { ...call.layer.config, ...settingsOf(call) };
    return writeNamedActivation(call.graph, { ...call.layer, config }, name, call.node('x'), call.x);
  };

const SETTINGS = [
  'negative_slope',
  'max_value',
  'threshold',
  'default_value',
  'axis',
  'approximate',
  'alpha',
  'b',
];

function settingsOf(call: Writer): Record<string, unknown> {
  return Object.fromEntries(
    SETTINGS.flatMap((name) => {
      const value = call.argument(name);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

const glu: Write = (call) => {
  const axis = call.place(call.integer('axis', -1), call.x.length);
  const half = call.x[axis]! / 2;
  const [a, b] = pieces(call, axis, [half, half]);
  return call.graph.float('Mul', [a!, call.graph.float('Sigmoid', [b!])]);
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

/** log(exp a + exp b) without leaving the range of numbers: the larger one and what the other adds to it. */
const logAddExp: Write = (call) => {
  const { graph } = call;
  const [a, b] = [call.node('x1'), call.node('x2')];
  const distance = graph.float('Abs', [graph.float('Sub', [a, b])]);
  const rest = graph.float('Log1p', [graph.float('Exp', [graph.float('Neg', [distance])])]);
  return graph.float('AddV2', [graph.float('Maximum', [a, b]), rest]);
};

/** ITU-R 601 luma, the weights of TensorFlow and Keras. */
const grey: Write = (call) => {
  const { graph } = call;
  const weighted = graph.float('Mul', [call.node('x'), graph.floats([0.2989, 0.587, 0.114])]);
  return graph.reduce('Sum', weighted, [3], true);
};

const patches: Write = (call) => {
  const { size, strides, rates, padding } = patchWindow(call);
  const perAxis = (list: readonly number[]) => attribute.integers([1, ...list, 1]);
  return call.graph.float('ExtractImagePatches', [call.node('x')], {
    ksizes: perAxis(size),
    strides: perAxis(strides),
    rates: perAxis(rates),
    padding: attribute.text(padding),
  });
};

/** Resizing of TensorFlow 1: pixels have no half, and corners may be kept in place. */
const resizeOfOld: Write = (call) => {
  const method = call.text('interpolation', 'bilinear');
  const op = { bilinear: 'ResizeBilinear', nearest: 'ResizeNearestNeighbor' }[method];
  if (op === undefined) throw call.refuse(`resizing by ${method}`);
  const size = call.graph.integers(call.integers('size')!);
  return call.graph.float(op, [call.node('x'), size], {
    align_corners: attribute.flag(call.flag('align_corners')),
    half_pixel_centers: attribute.flag(false),
  });
};

const shape: Write = (call) => call.graph.cast(call.graph.shape(call.node('x')), 'int32', 'float');

const writers: Readonly<Record<string, Write>> = {
  ...Object.fromEntries(Object.entries(ACTIVATION_OPERATIONS).map(([op, name]) => [op, activation(name)])),
  Glu: glu,
  Abs: unary('Abs'),
  Negative: unary('Neg'),
  Sqrt: unary('Sqrt'),
  Rsqrt: unary('Rsqrt'),
  Square: unary('Square'),
  Exp: unary('Exp'),
  Log: unary('Log'),
  Log1p: unary('Log1p'),
  Expm1: unary('Expm1'),
  Erf: unary('Erf'),
  Sin: unary('Sin'),
  Cos: unary('Cos'),
  Tan: unary('Tan'),
  Arcsin: unary('Asin'),
  Arccos: unary('Acos'),
  Arctan: unary('Atan'),
  Arctan2: binary('Atan2'),
  Logaddexp: logAddExp,
  Trunc: (call) => truncated(call.graph, call.node('x')),
  FullLike: (call) => {
    const zeros = call.graph.float('ZerosLike', [call.node('x')]);
    return call.graph.float('AddV2', [zeros, call.node('fill_value')]);
  },
  Argmax: extremum('ArgMax'),
  Argmin: extremum('ArgMin'),
  Average: reduction('Mean'),
  Cumsum: runningSum,
  Norm: norm,
  RGBToGrayscale: grey,
  ExtractPatches: patches,
  ResizeOfOld: resizeOfOld,
  Sinh: unary('Sinh'),
  Cosh: unary('Cosh'),
  Floor: unary('Floor'),
  Ceil: unary('Ceil'),
  Round: unary('Round'),
  Sign: unary('Sign'),
  Reciprocal: unary('Reciprocal'),
  Identity: unary('Identity'),
  ZerosLike: unary('ZerosLike'),
  OnesLike: unary('OnesLike'),
  Log2: scaled('Mul', 'Log', Math.LOG2E),
  Log10: scaled('Mul', 'Log', Math.LOG10E),
  Exp2: (call) => call.graph.float('Pow', [call.graph.scalar(2), call.node('x')]),
  Cbrt: (call) => {
    const x = call.node('x');
    const root = call.graph.float('Pow', [call.graph.float('Abs', [x]), call.graph.scalar(1 / 3)]);
    return call.graph.float('Mul', [call.graph.float('Sign', [x]), root]);
  },
  LogicalNot: (call) =>
    asFloat(call.graph, call.graph.float('Equal', [call.node('x'), call.graph.scalar(0)])),
  Cast: cast,
  Clip: clip,
  Add: binary('AddV2'),
  Subtract: binary('Sub'),
  Multiply: binary('Mul'),
  Divide: binary('RealDiv'),
  DivideNoNan: binary('DivNoNan'),
  FloorDivide: binary('FloorDiv'),
  Mod: binary('FloorMod'),
  Power: binary('Pow'),
  Maximum: binary('Maximum'),
  Minimum: binary('Minimum'),
  // Not TensorFlow's SquaredDifference, which oneDNN rewrites so that the process aborts (facts/engine.md, section 6).
  SquaredDifference: (call) => {
    const difference = call.graph.float('Sub', [call.node('x1'), call.node('x2')]);
    return call.graph.float('Mul', [difference, difference]);
  },
  Equal: comparison('Equal'),
  NotEqual: comparison('NotEqual'),
  Greater: comparison('Greater'),
  GreaterEqual: comparison('GreaterEqual'),
  Less: comparison('Less'),
  LessEqual: comparison('LessEqual'),
  LogicalAnd: logical('LogicalAnd'),
  LogicalOr: logical('LogicalOr'),
  Where: (call) =>
    call.graph.float('SelectV2', [isTrue(call, call.node('condition')), call.node('x1'), call.node('x2')]),
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
  Flip: flip,
  Roll: roll,
  Reshape: reshape,
  Ravel: (call) => call.graph.reshape(call.node('x'), call.graph.integers([-1])),
  Transpose: (call) => call.graph.transpose(call.node('x'), axisOrder(call)),
  Swapaxes: (call) => call.graph.transpose(call.node('x'), axisOrder(call)),
  Moveaxis: (call) => call.graph.transpose(call.node('x'), axisOrder(call)),
  ExpandDims: expandDims,
  Squeeze: (call) => call.graph.squeeze(call.node('x'), squeezedPlaces(call)),
  Concatenate: concatenate,
  AddN: (call) => call.nodes('xs').reduce((sum, node) => call.graph.float('AddV2', [sum, node])),
  Stack: stack,
  Split: split,
  TensorflowSplit: split,
  Unstack: unstack,
  Pad: pad,
  Tile: (call) => tiled(call.graph, call.node('x'), call.integers('repeats')!),
  Repeat: repeat,
  BroadcastTo: broadcastTo,
  Matmul: matmul,
  Einsum: einsum,
  Take: take,
  GetItem: getItem,
  Shape: shape,
  Resize: resize,
  DepthToSpace: blocks('DepthToSpace'),
  SpaceToDepth: blocks('SpaceToDepth'),
  MaxPool: pooling('MaxPool'),
  AveragePool: pooling('AvgPool'),
};

/** The compute half of an operation; its names equal those of the shape half (a test compares them). */
export function operationOp(name: string): Op | undefined {
  const write = Object.hasOwn(writers, name) ? writers[name] : undefined;
  return write && ((context) => [write(new Writer(context))].flat());
}
