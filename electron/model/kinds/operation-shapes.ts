import type { Argument } from '../call-arguments';
import type { Shape } from '../network';
import { windowedLength, type LayerKind } from './kind';
import { OperationCall } from './operation';

type Lengths = (number | null)[];

/** Shape of two tensors after stretching axes of length 1, as NumPy and TensorFlow do. */
export function broadcastShapes(call: OperationCall, a: Shape, b: Shape): Lengths {
  const rank = Math.max(a.length, b.length);
  const [left, right] = [a, b].map((shape) => [...new Array<number>(rank - shape.length).fill(1), ...shape]);
  return left!.map((length, place) => {
    const other = right![place]!;
    if (length === other || other === 1) return length;
    if (length === 1) return other;
    if (length === null || other === null) return length ?? other;
    throw call.mismatch([a, b]);
  });
}

type ShapeRule = (call: OperationCall) => Shape[];

const same: ShapeRule = (call) => [call.x];

const binary: ShapeRule = (call) => [
  broadcastShapes(call, call.shapeOf(call.operand('x1')), call.shapeOf(call.operand('x2'))),
];

const reduction: ShapeRule = (call) => {
  const places = call.axes(call.x.length);
  if (call.flag('keepdims')) return [call.x.map((length, place) => (places.includes(place) ? 1 : length))];
  return [call.x.filter((_, place) => !places.includes(place))];
};

/** Fills in the one open length of a wanted shape, where the number of values is known. */
export function resolveReshape(call: OperationCall): Lengths {
  const value = call.argument('newshape');
  const list = Array.isArray(value) ? (value as readonly Argument[]) : [value];
  // A length that another layer computed can only be the batch: all others must be known to check the model.
  const target = list.map((entry, place) => {
    if (entry === null || entry === -1) return -1;
    if (typeof entry === 'number' && Number.isInteger(entry) && entry >= 0) return entry;
    if (place === 0) return -1;
    throw call.refuse('a shape that is computed while the model runs');
  });
  if (target.filter((length) => length === -1).length > 1)
    throw call.refuse('a shape with several open lengths');
  const known = target.reduce((product, length) => (length === -1 ? product : product * length), 1);
  const open = target.indexOf(-1);
  const isKnown = call.x.every((length) => length !== null);
  if (!isKnown) {
    const inner = call.x.slice(1);
    const isWholeBatch = open === 0 && inner.every((length) => length !== null);
    const perPicture = isWholeBatch ? inner.reduce<number>((product, length) => product * length!, 1) : NaN;
    if (isWholeBatch && perPicture % known !== 0) throw call.mismatch([call.x, target]);
    return target.map((length) => (length === -1 ? null : length));
  }
  const count = call.x.reduce<number>((product, length) => product * length!, 1);
  if (open >= 0 ? known === 0 || count % known !== 0 : known !== count) throw call.mismatch([call.x, target]);
  return target.map((length) => (length === -1 ? count / known : length));
}

const transpose = (call: OperationCall): number[] => {
  const rank = call.x.length;
  const order = call.integers('axes')?.map((axis) => call.place(axis, rank));
  const axes = order ?? Array.from({ length: rank }, (_, place) => rank - 1 - place);
  if (axes.length !== rank || new Set(axes).size !== rank)
    throw call.refuse('a transposition of some axes only');
  return axes;
};

/** Order of the axes after `swapaxes`, `moveaxis` or `transpose`. */
export function axisOrder(call: OperationCall): number[] {
  const rank = call.x.length;
  const order = Array.from({ length: rank }, (_, place) => place);
  if (call.layer.operation === 'Swapaxes') {
    const [a, b] = [call.place(call.integer('axis1'), rank), call.place(call.integer('axis2'), rank)];
    [order[a], order[b]] = [b, a];
    return order;
  }
  if (call.layer.operation === 'Moveaxis') {
    const [source, target] = ['source', 'destination'].map((name) => call.axes(rank, name));
    const rest = order.filter((place) => !source!.includes(place));
    const pairs = source!.map((from, place) => [target![place]!, from] as const);
    for (const [to, from] of pairs.sort((p, q) => p[0] - q[0])) rest.splice(to, 0, from);
    return rest;
  }
  return transpose(call);
}

const reordered: ShapeRule = (call) => [axisOrder(call).map((place) => call.x[place]!)];

/** Places at which `expand_dims` inserts axes, in the rank of the result. */
export function insertedPlaces(call: OperationCall): number[] {
  const axes = call.integers('axis') ?? [0];
  return axes.map((axis) => call.place(axis, call.x.length + axes.length)).sort((a, b) => a - b);
}

const expandDims: ShapeRule = (call) => {
  const shape = [...call.x];
  for (const place of insertedPlaces(call)) shape.splice(place, 0, 1);
  return [shape];
};

/** Places that `squeeze` takes out. */
export function squeezedPlaces(call: OperationCall): number[] {
  const given = call.integers('axis');
  if (given && given.length > 0) return given.map((axis) => call.place(axis, call.x.length));
  return call.x.flatMap((length, place) => (length === 1 && place > 0 ? [place] : []));
}

const squeeze: ShapeRule = (call) => {
  const places = squeezedPlaces(call);
  if (places.some((place) => call.x[place] !== 1 && call.x[place] !== null)) throw call.mismatch([call.x]);
  return [call.x.filter((_, place) => !places.includes(place))];
};

const concatenate: ShapeRule = (call) => {
  const shapes = call.operands('xs').map((operand) => call.shapeOf(operand));
  const [first] = shapes;
  if (!first) throw call.mismatch(shapes);
  const axis = call.place(call.integer('axis', -1), first.length);
  return [
    shapes.slice(1).reduce<Lengths>(
      (joined, shape) => {
        if (shape.length !== joined.length) throw call.mismatch(shapes);
        return joined.map((length, place) => {
          const other = shape[place]!;
          if (place === axis) return length === null || other === null ? null : length + other;
          if (length !== null && other !== null && length !== other) throw call.mismatch(shapes);
          return length ?? other;
        });
      },
      [...first],
    ),
  ];
};

const stack: ShapeRule = (call) => {
  const shapes = call.operands('x').map((operand) => call.shapeOf(operand));
  const [first] = shapes;
  if (!first || shapes.some((shape) => shape.length !== first.length)) throw call.mismatch(shapes);
  const shape: Lengths = first.map((length, place) =>
    shapes.reduce<number | null>((a, s) => a ?? s[place]!, length),
  );
  shape.splice(call.place(call.integer('axis', 0), first.length + 1), 0, shapes.length);
  return [shape];
};

/** Lengths of the pieces of `split` along its axis. */
export function splitLengths(call: OperationCall): { axis: number; lengths: number[] } {
  const isTensorflow = call.layer.operation === 'TensorflowSplit';
  const axis = call.place(call.integer('axis', 0), call.x.length);
  const total = call.x[axis];
  if (total == null) throw call.refuse('splitting an axis of open length');
  const name = isTensorflow ? 'num_or_size_splits' : 'indices_or_sections';
  const parts = call.argument(name);
  if (typeof parts === 'number') {
    if (!Number.isInteger(parts) || parts < 1 || total % parts !== 0)
      throw call.refuse(`splitting ${total} into ${parts}`);
    return { axis, lengths: new Array<number>(parts).fill(total / parts) };
  }
  const list = call.integers(name) ?? [];
  if (!isTensorflow) {
    const ends = [...list, total];
    return { axis, lengths: ends.map((end, place) => end - (ends[place - 1] ?? 0)) };
  }
  const known = list.reduce((sum, length) => (length < 0 ? sum : sum + length), 0);
  return { axis, lengths: list.map((length) => (length < 0 ? total - known : length)) };
}

const split: ShapeRule = (call) => {
  const { axis, lengths } = splitLengths(call);
  if (lengths.some((length) => length < 0) || lengths.length > 10_000) throw call.mismatch([call.x]);
  return lengths.map((length) => call.x.map((whole, place) => (place === axis ? length : whole)));
};

const unstack: ShapeRule = (call) => {
  const axis = call.place(call.integer('axis', 0), call.x.length);
  const count = call.x[axis];
  if (count == null || count > 10_000) throw call.refuse('unstacking an axis of this length');
  return Array.from({ length: count }, () => call.x.filter((_, place) => place !== axis));
};

/** Amounts of `pad` before and behind each axis. */
export function padAmounts(call: OperationCall): [number, number][] {
  const value = call.argument('pad_width');
  const flat = call.integers('pad_width') ?? [];
  const rank = call.x.length;
  const isPairs = Array.isArray(value) && Array.isArray(value[0]) && flat.length === 2 * rank;
  const pairs = call.x.map((_, place): [number, number] => {
    if (isPairs) return [flat[2 * place]!, flat[2 * place + 1]!];
    return flat.length === 1 ? [flat[0]!, flat[0]!] : [flat[0] ?? -1, flat[1] ?? -1];
  });
  if (pairs.flat().some((amount) => amount < 0 || amount > 65536)) throw call.refuse('this padding');
  return pairs;
}

const pad: ShapeRule = (call) => {
  const amounts = padAmounts(call);
  return [
    call.x.map((length, place) =>
      length === null ? null : length + amounts[place]![0] + amounts[place]![1],
    ),
  ];
};

const tile: ShapeRule = (call) => {
  const repeats = call.integers('repeats') ?? [];
  if (repeats.length !== call.x.length) throw call.refuse('tiling to another rank');
  if (repeats.some((times) => times < 1)) throw call.refuse('repeating nothing');
  return [call.x.map((length, place) => (length === null ? null : length * repeats[place]!))];
};

const repeat: ShapeRule = (call) => {
  const axis = call.place(call.integer('axis'), call.x.length);
  const times = call.integer('repeats');
  if (times < 1) throw call.refuse('repeating nothing');
  return [call.x.map((length, place) => (place === axis && length !== null ? length * times : length))];
};

const broadcastTo: ShapeRule = (call) => {
  const value = call.argument('shape');
  const list = Array.isArray(value) ? (value as readonly Argument[]) : [];
  const shape = list.map((entry, place) => {
    if (typeof entry === 'number' && entry >= 0) return entry;
    if (place === 0 || entry === null || entry === -1) return null;
    throw call.refuse('a shape that is computed while the model runs');
  });
  return [broadcastShapes(call, call.x, shape)];
};

const matmul: ShapeRule = (call) => {
  let [a, b] = [call.shapeOf(call.operand('x1')), call.shapeOf(call.operand('x2'))];
  const swapped = (shape: Shape): Shape => [...shape.slice(0, -2), shape.at(-1)!, shape.at(-2)!];
  if (a.length < 2 || b.length < 2) throw call.refuse('a product with a vector');
  if (call.flag('transpose_a')) a = swapped(a);
  if (call.flag('transpose_b')) b = swapped(b);
  const [inner, other] = [a.at(-1), b.at(-2)];
  if (inner !== other && inner != null && other != null) throw call.mismatch([a, b]);
  return [[...broadcastShapes(call, a.slice(0, -2), b.slice(0, -2)), a.at(-2)!, b.at(-1)!]];
};

/** Letters of an Einstein summation: one list per operand and one for the result. */
export function einsumLetters(call: OperationCall): { terms: string[]; result: string } {
  const subscripts = call.text('subscripts', '').replace(/\s/g, '');
  const [left, result] = subscripts.split('->');
  if (!left || result === undefined || !/^[a-zA-Z,]+$/.test(left) || !/^[a-zA-Z]*$/.test(result))
    throw call.refuse(`the summation ${subscripts || 'without subscripts'}`);
  return { terms: left.split(','), result };
}

const einsum: ShapeRule = (call) => {
  const { terms, result } = einsumLetters(call);
  const shapes = call.operands('operands').map((operand) => call.shapeOf(operand));
  const lengths = new Map<string, number | null>();
  if (terms.length !== shapes.length) throw call.mismatch(shapes);
  terms.forEach((term, place) => {
    if (term.length !== shapes[place]!.length) throw call.mismatch(shapes);
    if (new Set(term).size !== term.length) throw call.refuse('a summation along a diagonal');
    [...term].forEach((letter, axis) => {
      const [known, length] = [lengths.get(letter), shapes[place]![axis]!];
      if (known != null && length !== null && known !== length && known !== 1 && length !== 1)
        throw call.mismatch(shapes);
      lengths.set(letter, known == null || known === 1 ? length : known);
    });
  });
  if ([...result].some((letter) => !lengths.has(letter))) throw call.refuse('this summation');
  return [[...result].map((letter) => lengths.get(letter)!)];
};

const take: ShapeRule = (call) => {
  const indices = call.shapeOf(call.operand('indices'));
  const axis = call.place(call.integer('axis', 0), call.x.length);
  return [[...call.x.slice(0, axis), ...indices, ...call.x.slice(axis + 1)]];
};

const where: ShapeRule = (call) => {
  const [condition, yes, no] = ['condition', 'x1', 'x2'].map((name) => call.shapeOf(call.operand(name)));
  return [broadcastShapes(call, condition!, broadcastShapes(call, yes!, no!))];
};

/** One part of an index: what becomes of the axis that it stands for. */
export type IndexPart =
  | {
      readonly is: 'slice';
      readonly start: number | null;
      readonly stop: number | null;
      readonly step: number;
    }
  | { readonly is: 'one'; readonly index: number }
  | { readonly is: 'new' }
  | { readonly is: 'rest' };

/** Reads `x[..., 1:, None, 0]`. */
export function indexParts(call: OperationCall): IndexPart[] {
  const key = call.argument('key');
  const list = Array.isArray(key) ? (key as readonly Argument[]) : [key ?? null];
  const whole = (value: Argument): number | null => {
    if (value === null) return null;
    if (typeof value !== 'number' || !Number.isInteger(value)) throw call.refuse('an index that is computed');
    return value;
  };
  const parts = list.map((entry): IndexPart => {
    if (entry === null) return { is: 'new' };
    if (typeof entry === 'number') return { is: 'one', index: whole(entry)! };
    if (typeof entry === 'object' && 'is' in entry) {
      if (entry.is === 'ellipsis') return { is: 'rest' };
      if (entry.is === 'slice') {
        const step = whole(entry.step) ?? 1;
        if (step === 0) throw call.refuse('a step of 0');
        return { is: 'slice', start: whole(entry.start), stop: whole(entry.stop), step };
      }
    }
    throw call.refuse('an index that is computed');
  });
  const used = parts.filter((part) => part.is === 'slice' || part.is === 'one').length;
  if (used > call.x.length || parts.filter((part) => part.is === 'rest').length > 1)
    throw call.refuse('an index with more parts than axes');
  return parts;
}

/** Number of entries that `start:stop:step` takes from an axis, by Python's rules. */
function sliceLength(length: number, part: IndexPart & { is: 'slice' }): number {
  const { start, stop, step } = part;
  const bound = (value: number) => {
    const place = value < 0 ? value + length : value;
    return step > 0 ? Math.min(Math.max(place, 0), length) : Math.min(Math.max(place, -1), length - 1);
  };
  const from = start === null ? (step > 0 ? 0 : length - 1) : bound(start);
  const to = stop === null ? (step > 0 ? length : -1) : bound(stop);
  return Math.max(0, Math.ceil((to - from) / step));
}

const getItem: ShapeRule = (call) => {
  const parts = indexParts(call);
  const used = parts.filter((part) => part.is === 'slice' || part.is === 'one').length;
  const withRest = parts.some((part) => part.is === 'rest') ? parts : [...parts, { is: 'rest' } as const];
  const shape: Lengths = [];
  let axis = 0;
  for (const part of withRest) {
    if (part.is === 'new') shape.push(1);
    else if (part.is === 'rest')
      for (let left = call.x.length - used; left > 0; left--) shape.push(call.x[axis++]!);
    else if (part.is === 'one') {
      const length = call.x[axis++]!;
      if (length !== null && (part.index >= length || part.index < -length)) throw call.mismatch([call.x]);
    } else {
      const length = call.x[axis++]!;
      const isWhole = part.start === null && part.stop === null && Math.abs(part.step) === 1;
      shape.push(length === null ? null : isWhole ? length : sliceLength(length, part));
    }
  }
  return [shape];
};

const resize: ShapeRule = (call) => {
  const size = call.integers('size');
  if (call.x.length !== 4 || size?.length !== 2 || size.some((length) => length < 1 || length > 65536))
    throw call.refuse('resizing to this size');
  return [[call.x[0]!, size[0]!, size[1]!, call.x[3]!]];
};

/** Block rearrangement between channels and space, by the factor that space grows or shrinks. */
const blocks =
  (sign: 1 | -1): ShapeRule =>
  (call) => {
    const block = call.integer(
      'block_size',
      call.integer('downscale_factor', call.integer('upscale_factor', 0)),
    );
    const [batch, height, width, channels] = call.x;
    if (call.x.length !== 4 || block < 2 || channels == null) throw call.refuse('this rearrangement');
    const scaled = (length: number | null) =>
      length === null ? null : sign > 0 ? length * block : length / block;
    const depth = sign > 0 ? channels / (block * block) : channels * block * block;
    const shape = [batch!, scaled(height!), scaled(width!), depth];
    if (shape.some((length) => length !== null && !Number.isInteger(length))) throw call.mismatch([call.x]);
    return [shape];
  };

/** Window of a pooling operation. */
export function pooledWindow(call: OperationCall): {
  window: number[];
  strides: number[];
  padding: 'SAME' | 'VALID';
} {
  // TensorFlow also takes one number per axis, batch and channels included.
  const double = (list: number[] | undefined) => {
    if (list?.length === 4 && list[0] === 1 && list[3] === 1) return list.slice(1, 3);
    return list?.length === 1 ? [list[0]!, list[0]!] : list;
  };
  const window = double(call.integers('pool_size'));
  const strides = double(call.integers('strides')) ?? window;
  const padding = call.text('padding', 'valid').toUpperCase();
  if (call.x.length !== 4 || window?.length !== 2 || strides?.length !== 2 || !/^(SAME|VALID)$/.test(padding))
    throw call.refuse('pooling with this window');
  if ([...window, ...strides].some((length) => length < 1 || length > 65536))
    throw call.refuse('this window');
  return { window, strides, padding: padding as 'SAME' | 'VALID' };
}

const pooling: ShapeRule = (call) => {
  const { window, strides, padding } = pooledWindow(call);
  const length = (axis: 0 | 1): number | null => {
    const whole = call.x[axis + 1]!;
    if (whole === null) return null;
    const covered = padding === 'SAME' ? whole : whole - window[axis]! + 1;
    return Math.ceil(covered / strides[axis]!);
  };
  return [[call.x[0]!, length(0), length(1), call.x[3]!]];
};

/** Operations on each value alone. */
export const UNARY_OPERATIONS = [
  ...[
    'Abs',
    'Negative',
    'Sqrt',
    'Rsqrt',
    'Square',
    'Exp',
    'Log',
    'Log1p',
    'Expm1',
    'Erf',
    'Sin',
    'Cos',
    'Floor',
    'Ceil',
  ],
  ...[
    'Round',
    'Sign',
    'Reciprocal',
    'Identity',
    'Cast',
    'ZerosLike',
    'OnesLike',
    'LogicalNot',
    'Clip',
    'Log2',
    'Log10',
  ],
  ...['Sinh', 'Cosh', 'Tan', 'Arcsin', 'Arccos', 'Arctan', 'Exp2', 'Cbrt', 'Trunc', 'FullLike'],
] as const;

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

const glu: ShapeRule = (call) => {
  const axis = call.place(call.integer('axis', -1), call.x.length);
  const length = call.x[axis];
  if (length == null || length % 2 !== 0)
    throw call.refuse('a gated linear unit over an axis of this length');
  return [call.x.map((whole, place) => (place === axis ? length / 2 : whole))];
};

/** Place of the largest or smallest value along one axis. */
const alongOneAxis: ShapeRule = (call) => {
  if (call.integers('axis')?.length !== 1) throw call.refuse('a place among all values');
  return reduction(call);
};

/** Window of `extract_patches`; Keras gives height and width, TensorFlow one number per axis. */
export function patchWindow(call: OperationCall): {
  size: number[];
  strides: number[];
  rates: number[];
  padding: 'SAME' | 'VALID';
} {
  const spatial = (name: string): number[] | undefined => {
    const list = call.integers(name);
    if (list?.length === 4 && list[0] === 1 && list[3] === 1) return list.slice(1, 3);
    return list?.length === 1 ? [list[0]!, list[0]!] : list;
  };
  const size = spatial('size');
  const strides = spatial('strides') ?? size;
  const rates = spatial('dilation_rate') ?? [1, 1];
  const padding = call.text('padding', 'valid').toUpperCase();
  const lists = [size, strides, rates];
  const isSound = lists.every((list) => list?.length === 2 && list.every((n) => n >= 1 && n <= 65536));
  if (!isSound || !/^(SAME|VALID)$/.test(padding) || call.argument('data_format') === 'channels_first')
    throw call.refuse('patches of this kind');
  return { size: size!, strides: strides!, rates, padding: padding as 'SAME' | 'VALID' };
}

const patches: ShapeRule = (call) => {
  const { size, strides, rates, padding } = patchWindow(call);
  const [batch, height, width, channels] = call.x;
  if (call.x.length !== 4 || channels == null) throw call.refuse('patches of this tensor');
  const count = (length: number | null, axis: 0 | 1): number | null =>
    windowedLength(
      length,
      size[axis]!,
      strides[axis]!,
      rates[axis]!,
      padding.toLowerCase() as 'same' | 'valid',
    );
  return [[batch!, count(height!, 0), count(width!, 1), size[0]! * size[1]! * channels]];
};

/** Element-wise operations of two tensors. */
export const BINARY_OPERATIONS = [
  ...[
    'Add',
    'Subtract',
    'Multiply',
    'Divide',
    'DivideNoNan',
    'FloorDivide',
    'Mod',
    'Power',
    'Maximum',
    'Minimum',
  ],
  ...[
    'SquaredDifference',
    'Equal',
    'NotEqual',
    'Greater',
    'GreaterEqual',
    'Less',
    'LessEqual',
    'LogicalAnd',
    'LogicalOr',
    'Arctan2',
    'Logaddexp',
  ],
] as const;

const all = (names: readonly string[], rule: ShapeRule) =>
  Object.fromEntries(names.map((name) => [name, rule]));

const rules: Readonly<Record<string, ShapeRule>> = {
  ...all(UNARY_OPERATIONS, same),
  ...all(Object.keys(ACTIVATION_OPERATIONS), same),
  ...all(BINARY_OPERATIONS, binary),
  ...all(['Mean', 'Sum', 'Max', 'Min', 'Prod', 'Var', 'Std', 'Logsumexp'], reduction),
  Glu: glu,
  Average: (call) => {
    if (call.argument('weights') != null) throw call.refuse('a weighted average');
    return reduction(call);
  },
  Norm: (call) => {
    const order = call.argument('ord') ?? 2;
    const isVector = call.integers('axis')?.length === 1;
    if (order !== 2 || !isVector) throw call.refuse('a norm other than the Euclidean one along an axis');
    return reduction(call);
  },
  Argmax: alongOneAxis,
  Argmin: alongOneAxis,
  Cumsum: (call) => {
    call.place(call.integer('axis'), call.x.length);
    if (call.flag('exclusive') || call.flag('reverse')) throw call.refuse('such a running sum');
    return [call.x];
  },
  RGBToGrayscale: (call) => {
    if (call.x.length !== 4 || call.x[3] !== 3) throw call.refuse('grey of such channels');
    return [[...call.x.slice(0, -1), 1]];
  },
  ExtractPatches: patches,
  ResizeOfOld: resize,
  Where: where,
  Normalize: same,
  L2Normalize: same,
  Flip: same,
  Roll: same,
  Reshape: (call) => [resolveReshape(call)],
  Ravel: (call) => [[call.x.includes(null) ? null : call.x.reduce<number>((a, b) => a * b!, 1)]],
  Transpose: reordered,
  Swapaxes: reordered,
  Moveaxis: reordered,
  ExpandDims: expandDims,
  Squeeze: squeeze,
  Concatenate: concatenate,
  AddN: (call) => [call.shapeOf(call.operands('xs')[0]!)],
  Stack: stack,
  Split: split,
  TensorflowSplit: split,
  Unstack: unstack,
  Pad: pad,
  Tile: tile,
  Repeat: repeat,
  BroadcastTo: broadcastTo,
  Matmul: matmul,
  Einsum: einsum,
  Take: take,
  GetItem: getItem,
  Shape: (call) => [[call.x.length]],
  Resize: resize,
  DepthToSpace: blocks(1),
  SpaceToDepth: blocks(-1),
  MaxPool: pooling,
  AveragePool: pooling,
};

/** The shape half of an operation; undefined where it is not supported. */
export function operationKind(name: string): LayerKind | undefined {
  const rule = Object.hasOwn(rules, name) ? rules[name] : undefined;
  if (!rule) return undefined;
  return {
    weights: () => [],
    outputs: (layer, inputs, args) => rule(new OperationCall(layer, inputs, args)),
  };
}

/** Names of all operations whose shapes are known. */
export const OPERATION_NAMES: readonly string[] = Object.keys(rules);
