import { message } from '../../../shared/messages/message';
import type { ValueRelation } from '../traits';
import {
  broadcastShapes,
  same,
  type FunctionKind,
  type FunctionTable,
  type ShapeRule,
} from './function-kind';
import { inArrays, inMath, inNn, inOperators, OF_ONE, OF_TWO, type TensorflowName } from './tensorflow-names';

/** A function of each value alone. */
const unary = (values: ValueRelation, ...names: string[]): FunctionKind => ({
  outputs: same,
  values,
  tensorflow: names.flatMap((name) => inMath(name, OF_ONE)),
});

const OPERANDS = ['x1', 'x2'];

/** A function of two tensors, value by value. */
const binary = (values: ValueRelation, ...names: string[]): FunctionKind => ({
  outputs: (call) => [
    broadcastShapes(call, call.shapeOf(call.operand('x1')), call.shapeOf(call.operand('x2'))),
  ],
  values,
  parameters: OPERANDS,
  tensorflow: names.flatMap((name) => inMath(name, OF_TWO)),
});

/** A function that is an activation, with the arguments that the activation has as settings. */
const activation = (is: string, ...tensorflow: TensorflowName[][]): FunctionKind => ({
  outputs: same,
  values: 'same',
  activation: { is },
  tensorflow: tensorflow.flat(),
});

const where: ShapeRule = (call) => {
  const [condition, yes, no] = ['condition', 'x1', 'x2'].map((name) => call.shapeOf(call.operand(name)));
  return [broadcastShapes(call, condition!, broadcastShapes(call, yes!, no!))];
};

const glu: ShapeRule = (call) => {
  const axis = call.place(call.integer('axis', -1), call.x.length);
  const length = call.x[axis];
  if (length == null || length % 2 !== 0) throw call.refuse(message('part/glu-axis'));
  return [call.x.map((whole, place) => (place === axis ? length / 2 : whole))];
};

const OF_LAST_AXIS = { ...OF_ONE, preset: { axis: -1 } };

const OF_ONE_TENSOR: FunctionTable = {
  Abs: { ...unary('never-negative', 'abs'), aliases: ['Absolute'] },
  Negative: {
    ...unary('any'),
    widens: true,
    tensorflow: [...inMath('negative', OF_ONE), ...inOperators('neg', OF_ONE)],
  },
  Sqrt: unary('never-negative', 'sqrt'),
  Rsqrt: unary('never-negative', 'rsqrt'),
  Square: { ...unary('never-negative', 'square'), widens: true },
  Exp: unary('never-negative', 'exp'),
  Exp2: unary('never-negative'),
  Expm1: unary('of-sign', 'expm1'),
  Log: unary('any', 'log'),
  Log1p: unary('of-sign', 'log1p'),
  Log2: unary('any'),
  Log10: unary('any'),
  Erf: unary('of-sign', 'erf'),
  Sin: unary('any', 'sin'),
  Cos: unary('any', 'cos'),
  Tan: unary('any'),
  Sinh: unary('of-sign'),
  Cosh: unary('never-negative'),
  Arcsin: unary('of-sign', 'asin'),
  Arccos: unary('never-negative', 'acos'),
  Arctan: unary('of-sign', 'atan'),
  Cbrt: unary('of-sign'),
  Trunc: unary('of-sign'),
  Floor: unary('of-sign', 'floor'),
  Ceil: unary('of-sign', 'ceil'),
  Round: unary('of-sign', 'round'),
  Sign: unary('of-sign', 'sign'),
  Reciprocal: unary('of-sign', 'reciprocal'),
  LogicalNot: unary('never-negative', 'logical_not'),
  Identity: {
    ...unary('same'),
    aliases: ['Copy', 'StopGradient', 'ConvertToTensor'],
    isTyped: true,
    tensorflow: [
      ...inArrays('identity', OF_ONE),
      ...inArrays('stop_gradient', OF_ONE),
      ...inArrays('convert_to_tensor', { renamed: { value: 'x' } }),
    ],
  },
  Cast: { ...unary('same'), isTyped: true, tensorflow: inArrays('cast') },
  ZerosLike: { ...unary('never-negative'), isTyped: true, tensorflow: inArrays('zeros_like', OF_ONE) },
  OnesLike: { ...unary('never-negative'), isTyped: true, tensorflow: inArrays('ones_like', OF_ONE) },
  FullLike: { ...unary('any'), isTyped: true, parameters: ['x', 'fill_value'] },
  Clip: {
    ...unary('of-sign'),
    parameters: ['x', 'x_min', 'x_max'],
    tensorflow: inArrays('clip_by_value', {
      renamed: { t: 'x', clip_value_min: 'x_min', clip_value_max: 'x_max' },
    }),
  },
};

const sum = binary('any', 'add');
const difference = binary('any', 'subtract');
const product = binary('any', 'multiply');
const quotient = binary('any', 'divide', 'truediv');
const power = binary('any', 'pow');

const OF_TENSORS: FunctionTable = {
  Add: {
    ...sum,
    joins: true,
    widens: true,
    tensorflow: [
      ...sum.tensorflow!,
      // The saved name says which operand came first.
      ...['add', 'radd'].flatMap((name) => inOperators(name, OF_TWO)),
      ...inNn('bias_add', { first: 'x1', renamed: { value: 'x1', bias: 'x2' } }),
    ],
  },
  Subtract: {
    ...difference,
    joins: true,
    widens: true,
    tensorflow: [...difference.tensorflow!, ...inOperators('sub', OF_TWO)],
  },
  Multiply: {
    ...product,
    joins: true,
    widens: true,
    tensorflow: [...product.tensorflow!, ...['mul', 'rmul'].flatMap((name) => inOperators(name, OF_TWO))],
  },
  Divide: {
    ...quotient,
    aliases: ['TrueDivide'],
    tensorflow: [...quotient.tensorflow!, ...['truediv', 'div'].flatMap((name) => inOperators(name, OF_TWO))],
  },
  DivideNoNan: binary('any', 'divide_no_nan'),
  FloorDivide: binary('any', 'floordiv', 'floor_div'),
  Mod: binary('any', 'floormod', 'mod'),
  Power: { ...power, widens: true, tensorflow: [...power.tensorflow!, ...inOperators('pow', OF_TWO)] },
  Maximum: { ...binary('any', 'maximum'), joins: true, aliases: ['Fmax'] },
  Minimum: { ...binary('any', 'minimum'), joins: true, aliases: ['Fmin'] },
  SquaredDifference: { ...binary('never-negative', 'squared_difference'), widens: true },
  Arctan2: {
    ...binary('any'),
    tensorflow: inMath('atan2', { first: 'x1', renamed: { y: 'x1', x: 'x2' } }),
  },
  Logaddexp: binary('any'),
  Equal: binary('never-negative', 'equal'),
  NotEqual: binary('never-negative', 'not_equal'),
  Greater: binary('never-negative', 'greater'),
  GreaterEqual: binary('never-negative', 'greater_equal'),
  Less: binary('never-negative', 'less'),
  LessEqual: binary('never-negative', 'less_equal'),
  LogicalAnd: binary('never-negative', 'logical_and'),
  LogicalOr: binary('never-negative', 'logical_or'),
  Where: {
    outputs: where,
    values: 'any',
    parameters: ['condition', 'x1', 'x2'],
    tensorflow: inArrays('where', { first: 'condition', renamed: { x: 'x1', y: 'x2' } }),
  },
  AddN: {
    outputs: (call) => [call.shapeOf(call.operands('xs')[0]!)],
    values: 'any',
    joins: true,
    tensorflow: inMath('add_n', { first: 'xs', renamed: { inputs: 'xs' } }),
  },
};

const ACTIVATIONS: FunctionTable = {
  Relu: activation('relu', inNn('relu', OF_ONE), [{ saved: 'keras.activations.relu', ...OF_ONE }]),
  Relu6: activation('relu6', inNn('relu6', OF_ONE)),
  ReLU: activation('ReLU'),
  Sigmoid: activation('sigmoid', inMath('sigmoid', OF_ONE), inNn('sigmoid', OF_ONE)),
  HardSigmoid: activation('hard_sigmoid'),
  SparseSigmoid: activation('sparse_sigmoid'),
  LogSigmoid: activation('log_sigmoid'),
  Tanh: activation('tanh', inMath('tanh', OF_ONE), inNn('tanh', OF_ONE)),
  HardTanh: activation('hard_tanh'),
  TanhShrink: activation('tanh_shrink'),
  Softplus: activation('softplus', inMath('softplus', OF_ONE), inNn('softplus', OF_ONE)),
  Softsign: activation('softsign', inNn('softsign', OF_ONE)),
  SoftShrink: activation('soft_shrink'),
  HardShrink: activation('hard_shrink'),
  SparsePlus: activation('sparse_plus'),
  Squareplus: activation('squareplus'),
  Silu: activation('silu', inNn('silu', OF_ONE), inNn('swish', OF_ONE)),
  HardSilu: activation('hard_silu'),
  LeakyRelu: activation(
    'leaky_relu',
    inNn('leaky_relu', {
      renamed: { features: 'x', alpha: 'negative_slope' },
      preset: { negative_slope: 0.2 },
    }),
  ),
  Elu: activation('elu', inNn('elu', OF_ONE)),
  Selu: activation('selu', inNn('selu', OF_ONE)),
  Celu: activation('celu'),
  Gelu: activation('gelu', inNn('gelu', { ...OF_ONE, preset: { approximate: false } })),
  Mish: activation('mish'),
  Threshold: activation('threshold'),
  Softmax: activation(
    'softmax',
    ['softmax', 'softmax_v2'].flatMap((name) => inNn(name, OF_LAST_AXIS)),
    [{ saved: 'keras.activations.softmax', ...OF_LAST_AXIS }],
  ),
  LogSoftmax: activation('log_softmax', inNn('log_softmax', OF_LAST_AXIS)),
  Sparsemax: activation('sparsemax'),
  Glu: { outputs: glu, values: 'any' },
};

export const elementwiseFunctions: FunctionTable = { ...OF_ONE_TENSOR, ...OF_TENSORS, ...ACTIVATIONS };
