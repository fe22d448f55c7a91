import type { Argument } from '../types';

/** How a TensorFlow function maps to an operation with Keras' parameter names. */
interface TensorflowFunction {
  /** Name of the operation. */
  readonly name: string;
  /** Parameter that gets the first argument, `x` if absent. */
  readonly first?: string;
  readonly renamed?: Readonly<Record<string, string>>;
  readonly preset?: Readonly<Record<string, Argument>>;
}

const unary = (name: string): TensorflowFunction => ({
  name,
  renamed: { features: 'x', input: 'x', tensor: 'x', logits: 'x' },
});
const binary = (name: string): TensorflowFunction => ({
  name,
  first: 'x1',
  renamed: { x: 'x1', y: 'x2', b: 'x2' },
});
const reduction = (name: string): TensorflowFunction => ({
  name,
  renamed: { input_tensor: 'x', keep_dims: 'keepdims' },
});

function under(prefixes: readonly string[], names: Readonly<Record<string, TensorflowFunction>>) {
  return Object.fromEntries(
    Object.entries(names).flatMap(([name, entry]) => prefixes.map((prefix) => [`${prefix}${name}`, entry])),
  );
}

const MATH = {
  ...Object.fromEntries(
    [
      'abs,Abs',
      'negative,Negative',
      'sqrt,Sqrt',
      'rsqrt,Rsqrt',
      'square,Square',
      'exp,Exp',
      'log,Log',
      'log1p,Log1p',
      'expm1,Expm1',
      'sigmoid,Sigmoid',
      'tanh,Tanh',
      'softplus,Softplus',
      'erf,Erf',
      'sin,Sin',
      'cos,Cos',
      'floor,Floor',
      'ceil,Ceil',
      'round,Round',
      'sign,Sign',
      'reciprocal,Reciprocal',
      'logical_not,LogicalNot',
    ].map((pair) => [pair.split(',')[0]!, unary(pair.split(',')[1]!)]),
  ),
  ...Object.fromEntries(
    [
      'add,Add',
      'subtract,Subtract',
      'multiply,Multiply',
      'divide,Divide',
      'truediv,Divide',
      'divide_no_nan,DivideNoNan',
      'floordiv,FloorDivide',
      'floormod,Mod',
      'mod,Mod',
      'pow,Power',
      'maximum,Maximum',
      'minimum,Minimum',
      'squared_difference,SquaredDifference',
      'equal,Equal',
      'not_equal,NotEqual',
      'greater,Greater',
      'greater_equal,GreaterEqual',
      'less,Less',
      'less_equal,LessEqual',
      'logical_and,LogicalAnd',
      'logical_or,LogicalOr',
    ].map((pair) => [pair.split(',')[0]!, binary(pair.split(',')[1]!)]),
  ),
  reduce_mean: reduction('Mean'),
  reduce_sum: reduction('Sum'),
  reduce_max: reduction('Max'),
  reduce_min: reduction('Min'),
  reduce_prod: reduction('Prod'),
  reduce_variance: reduction('Var'),
  reduce_std: reduction('Std'),
  reduce_logsumexp: reduction('Logsumexp'),
  argmax: { name: 'Argmax', renamed: { input: 'x' } },
  cumsum: { name: 'Cumsum' },
  atan: unary('Arctan'),
  asin: unary('Arcsin'),
  acos: unary('Arccos'),
  argmin: { name: 'Argmin', renamed: { input: 'x' } },
  l2_normalize: { name: 'L2Normalize', renamed: { dim: 'axis' } },
  atan2: { name: 'Arctan2', first: 'x1', renamed: { y: 'x1', x: 'x2' } },
  add_n: { name: 'AddN', first: 'xs', renamed: { inputs: 'xs' } },
} satisfies Record<string, TensorflowFunction>;

const NN: Readonly<Record<string, TensorflowFunction>> = {
  relu: unary('Relu'),
  relu6: unary('Relu6'),
  elu: unary('Elu'),
  selu: unary('Selu'),
  silu: unary('Silu'),
  swish: unary('Silu'),
  gelu: { ...unary('Gelu'), preset: { approximate: false } },
  sigmoid: unary('Sigmoid'),
  tanh: unary('Tanh'),
  softplus: unary('Softplus'),
  softsign: unary('Softsign'),
  softmax: { ...unary('Softmax'), preset: { axis: -1 } },
  softmax_v2: { ...unary('Softmax'), preset: { axis: -1 } },
  log_softmax: { ...unary('LogSoftmax'), preset: { axis: -1 } },
  leaky_relu: {
    name: 'LeakyRelu',
    renamed: { features: 'x', alpha: 'negative_slope' },
    preset: { negative_slope: 0.2 },
  },
  l2_normalize: { name: 'L2Normalize', renamed: { dim: 'axis' } },
  bias_add: { name: 'Add', first: 'x1', renamed: { value: 'x1', bias: 'x2' } },
  avg_pool2d: { name: 'AveragePool', renamed: { input: 'x', ksize: 'pool_size' } },
  max_pool2d: { name: 'MaxPool', renamed: { input: 'x', ksize: 'pool_size' } },
  avg_pool: { name: 'AveragePool', renamed: { value: 'x', input: 'x', ksize: 'pool_size' } },
  max_pool: { name: 'MaxPool', renamed: { value: 'x', input: 'x', ksize: 'pool_size' } },
  depth_to_space: { name: 'DepthToSpace', renamed: { input: 'x' } },
  space_to_depth: { name: 'SpaceToDepth', renamed: { input: 'x' } },
};

const ARRAYS: Readonly<Record<string, TensorflowFunction>> = {
  reshape: { name: 'Reshape', renamed: { tensor: 'x', shape: 'newshape' } },
  transpose: { name: 'Transpose', renamed: { a: 'x', perm: 'axes' } },
  expand_dims: { name: 'ExpandDims', renamed: { input: 'x' } },
  squeeze: { name: 'Squeeze', renamed: { input: 'x', squeeze_dims: 'axis' } },
  concat: { name: 'Concatenate', first: 'xs', renamed: { values: 'xs' } },
  stack: { name: 'Stack', renamed: { values: 'x' } },
  split: { name: 'TensorflowSplit', renamed: { value: 'x' } },
  unstack: { name: 'Unstack', renamed: { value: 'x' } },
  pad: { name: 'Pad', renamed: { tensor: 'x', paddings: 'pad_width' } },
  tile: { name: 'Tile', renamed: { input: 'x', multiples: 'repeats' } },
  cast: { name: 'Cast' },
  identity: unary('Identity'),
  stop_gradient: unary('Identity'),
  convert_to_tensor: { name: 'Identity', renamed: { value: 'x' } },
  zeros_like: unary('ZerosLike'),
  ones_like: unary('OnesLike'),
  clip_by_value: { name: 'Clip', renamed: { t: 'x', clip_value_min: 'x_min', clip_value_max: 'x_max' } },
  matmul: { name: 'Matmul', first: 'x1', renamed: { a: 'x1', b: 'x2' } },
  tensordot: { name: 'Tensordot', first: 'x1', renamed: { a: 'x1', b: 'x2' } },
  broadcast_to: { name: 'BroadcastTo', renamed: { input: 'x' } },
  repeat: { name: 'Repeat', renamed: { input: 'x' } },
  roll: { name: 'Roll', renamed: { input: 'x' } },
  reverse: { name: 'Flip', renamed: { tensor: 'x' } },
  gather: { name: 'Take', renamed: { params: 'x' } },
  where: { name: 'Where', first: 'condition', renamed: { x: 'x1', y: 'x2' } },
  shape: { name: 'Shape', renamed: { input: 'x' } },
  rank: unary('Rank'),
};

/** TensorFlow functions that Keras 2 saves as layers of class TFOpLambda and SlicingOpLambda, by their saved names. */
export const TENSORFLOW_FUNCTIONS: Readonly<Record<string, TensorflowFunction>> = {
  ...under(['', 'math.', 'compat.v1.', 'compat.v1.math.'], MATH),
  ...under(['nn.', 'compat.v1.nn.', 'math.'], NN),
  ...under(['', 'compat.v1.', 'linalg.'], ARRAYS),
  ...under(['__operators__.'], {
    add: binary('Add'),
    sub: binary('Subtract'),
    mul: binary('Multiply'),
    truediv: binary('Divide'),
    div: binary('Divide'),
    pow: binary('Power'),
    neg: unary('Negative'),
    matmul: binary('Matmul'),
    // The saved name says which operand came first.
    radd: binary('Add'),
    rmul: binary('Multiply'),
    getitem: { name: 'GetItem', renamed: { tensor: 'x', slice_spec: 'key' } },
  }),
  'image.resize': { name: 'Resize', renamed: { images: 'x', method: 'interpolation' } },
  ...under(['compat.v1.image.'], {
    resize: { name: 'ResizeOfOld', renamed: { images: 'x', method: 'interpolation' } },
    resize_images: { name: 'ResizeOfOld', renamed: { images: 'x', method: 'interpolation' } },
  }),
  ...under(['image.', ''], {
    extract_patches: {
      name: 'ExtractPatches',
      renamed: { images: 'x', sizes: 'size', rates: 'dilation_rate' },
    },
  }),
  'keras.activations.relu': unary('Relu'),
  'keras.activations.softmax': { ...unary('Softmax'), preset: { axis: -1 } },
  'keras.backend.mean': reduction('Mean'),
};
