import { message } from '../../../shared/messages/message';
import { broadcastShapes, all, same, type ShapeRule } from './rule';

const binary: ShapeRule = (call) => [
  broadcastShapes(call, call.shapeOf(call.operand('x1')), call.shapeOf(call.operand('x2'))),
];

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

/** Operations on each value alone. */
const UNARY_OPERATIONS = (
  'Abs Negative Sqrt Rsqrt Square Exp Log Log1p Expm1 Erf Sin Cos Floor Ceil Round Sign ' +
  'Reciprocal Identity Cast ZerosLike OnesLike LogicalNot Clip Log2 Log10 Sinh Cosh Tan Arcsin ' +
  'Arccos Arctan Exp2 Cbrt Trunc FullLike'
).split(' ');

/** Element-wise operations of two tensors. */
const BINARY_OPERATIONS = (
  'Add Subtract Multiply Divide DivideNoNan FloorDivide Mod Power Maximum Minimum ' +
  'SquaredDifference Equal NotEqual Greater GreaterEqual Less LessEqual LogicalAnd LogicalOr ' +
  'Arctan2 Logaddexp'
).split(' ');

/** Operations that are activations, by Keras' class, with the activation that they are. */
export const ACTIVATION_OPERATIONS: Readonly<Record<string, string>> = {
  Relu: 'relu',
  Relu6: 'relu6',
  Sigmoid: 'sigmoid',
  SparseSigmoid: 'sparse_sigmoid',
  Softplus: 'softplus',
  Softsign: 'softsign',
  SoftShrink: 'soft_shrink',
  SparsePlus: 'sparse_plus',
  Silu: 'silu',
  Squareplus: 'squareplus',
  LogSigmoid: 'log_sigmoid',
  LeakyRelu: 'leaky_relu',
  HardSigmoid: 'hard_sigmoid',
  HardSilu: 'hard_silu',
  Elu: 'elu',
  Selu: 'selu',
  Gelu: 'gelu',
  Celu: 'celu',
  Tanh: 'tanh',
  TanhShrink: 'tanh_shrink',
  HardTanh: 'hard_tanh',
  HardShrink: 'hard_shrink',
  Threshold: 'threshold',
  Softmax: 'softmax',
  LogSoftmax: 'log_softmax',
  Sparsemax: 'sparsemax',
  Mish: 'mish',
  ReLU: 'ReLU',
};

export const elementwiseRules: Readonly<Record<string, ShapeRule>> = {
  ...all(UNARY_OPERATIONS, same),
  ...all(Object.keys(ACTIVATION_OPERATIONS), same),
  ...all(BINARY_OPERATIONS, binary),
  Glu: glu,
  Where: where,
  AddN: (call) => [call.shapeOf(call.operands('xs')[0]!)],
};
