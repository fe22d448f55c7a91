import { expect, it } from 'vitest';
import { attribute, type GraphBuilder } from '../../electron/engine/graph-builder';
import { RULES } from '../../electron/engine/gradients/rules';
import { worstSlope, type SlopeCase } from '../oracles/slopes';

const INT = (name: string) => ({ [name]: attribute.type('int32') });

const unary = (op: string, range?: readonly [number, number], kinks?: number): SlopeCase => ({
  inputs: [[2, 7]],
  write: (graph, x) => graph.float(op, [x]),
  ...(range && { range }),
  ...(kinks !== undefined && { kinks }),
});

/** Two inputs, one of them stretched over the other. */
const binary = (op: string, range?: readonly [number, number]): SlopeCase => ({
  inputs: [
    [2, 3, 4],
    [3, 1],
  ],
  write: (graph, x, y) => graph.float(op, [x!, y!]),
  ...(range && { range }),
});

const reduced = (op: 'Sum' | 'Mean' | 'Max' | 'Min' | 'Prod', axes: number[], keeps: boolean): SlopeCase => ({
  inputs: [[2, 3, 4]],
  write: (graph, x) => graph.reduce(op, x!, axes, keeps),
  isSpread: true,
});

const window = (strides: number[], padding: string, dilations = [1, 1]) => ({
  strides: attribute.integers([1, ...strides, 1]),
  padding: attribute.text(padding),
  dilations: attribute.integers([1, ...dilations, 1]),
});

const convolved = (strides: number[], padding: string, dilations?: number[], groups = 1): SlopeCase => ({
  inputs: [
    [2, 7, 6, 4],
    [3, 2, 4 / groups, 6],
  ],
  write: (graph, x, kernel) => graph.float('Conv2D', [x!, kernel!], window(strides, padding, dilations)),
  by: [0],
  config: { groups },
});

const pooled = (op: string, padding: string): SlopeCase => ({
  inputs: [[2, 7, 6, 3]],
  write: (graph, x) =>
    graph.float(op, [x!], {
      ksize: attribute.integers([1, 3, 2, 1]),
      strides: attribute.integers([1, 2, 2, 1]),
      padding: attribute.text(padding),
    }),
  isSpread: true,
});

const moved = (
  op: string,
  inputs: (graph: GraphBuilder) => string[],
  attr: Parameters<GraphBuilder['float']>[2] = {},
  shape: readonly number[] = [2, 4, 6, 3],
): SlopeCase => ({ inputs: [shape], write: (graph, x) => graph.float(op, [x!, ...inputs(graph)], attr) });

const einsum = (equation: string, ...inputs: number[][]): SlopeCase => ({
  inputs,
  write: (graph, ...operands) =>
    graph.float('Einsum', operands, {
      N: attribute.integer(operands.length),
      equation: attribute.text(equation),
    }),
});

const resized = (op: string, alignsCorners: boolean): SlopeCase =>
  moved(op, (graph) => [graph.integers([9, 4])], {
    half_pixel_centers: attribute.flag(!alignsCorners),
    align_corners: attribute.flag(alignsCorners),
  });

const products = (adjX: boolean, adjY: boolean): SlopeCase => ({
  inputs: [
    [2, 3, ...(adjX ? [4, 5] : [5, 4])],
    [3, ...(adjY ? [6, 4] : [4, 6])],
  ],
  write: (graph, a, b) =>
    graph.float('BatchMatMulV2', [a!, b!], { adj_x: attribute.flag(adjX), adj_y: attribute.flag(adjY) }),
});

const ABOVE = [0.3, 3] as const;
const PAIRS = [
  [0, 0],
  [2, 1],
  [0, 3],
  [0, 0],
];

/** At least one case for each rule. */
const CASES: Readonly<Record<string, readonly SlopeCase[]>> = {
  ...Object.fromEntries(
    [
      'Identity',
      'Neg',
      'Softplus',
      'Softsign',
      'Sigmoid',
      'Tanh',
      'Softmax',
      'LogSoftmax',
      'Exp',
      'Expm1',
    ].map((op) => [op, [unary(op)]]),
  ),
  ...Object.fromEntries(
    ['Square', 'Erf', 'Sin', 'Cos', 'Atan', 'Sinh', 'Cosh'].map((op) => [op, [unary(op)]]),
  ),
  ...Object.fromEntries(
    ['Sqrt', 'Rsqrt', 'Reciprocal', 'Log', 'Log1p'].map((op) => [op, [unary(op, ABOVE)]]),
  ),
  ...Object.fromEntries(['Relu', 'Elu', 'Selu', 'Abs'].map((op) => [op, [unary(op, [-2, 2], 10)]])),
  Relu6: [unary('Relu6', [-3, 9], 6)],
  Tan: [unary('Tan', [-1, 1])],
  Asin: [unary('Asin', [-0.8, 0.8])],
  Acos: [unary('Acos', [-0.8, 0.8])],
  ...Object.fromEntries(['AddV2', 'Sub', 'Mul', 'Maximum', 'Minimum'].map((op) => [op, [binary(op)]])),
  RealDiv: [binary('RealDiv', ABOVE)],
  DivNoNan: [binary('DivNoNan', ABOVE)],
  Pow: [binary('Pow', ABOVE)],
  Atan2: [binary('Atan2', ABOVE)],
  // The second input is larger than half the first, so that its multiples lie apart; slopes do not cross them here.
  FloorMod: [
    {
      inputs: [[2, 3], [3]],
      write: (graph, x, y) => graph.float('FloorMod', [graph.float('AddV2', [x!, graph.scalar(3)]), y!]),
      range: [1.6, 1.9],
    },
  ],
  SelectV2: [
    {
      inputs: [[2, 3], [2, 3], []],
      write: (graph, x, y, z) =>
        graph.float('AddV2', [
          graph.float('SelectV2', [graph.float('Greater', [x!, graph.scalar(0.1)]), x!, y!]),
          graph.float('SelectV2', [graph.float('Greater', [y!, graph.scalar(0.1)]), z!, y!]),
        ]),
    },
  ],
  MatMul: [
    {
      inputs: [
        [3, 4],
        [4, 5],
      ],
      write: (graph, a, b) => graph.float('MatMul', [a!, b!]),
    },
  ],
  BatchMatMulV2: [products(false, false), products(true, false), products(false, true), products(true, true)],
  MatrixBandPart: [
    {
      inputs: [[2, 4, 4]],
      write: (graph, x) =>
        graph.float('MatrixBandPart', [x!, graph.integers(-1), graph.integers(0)], INT('Tindex')),
    },
  ],
  Sum: [reduced('Sum', [0, 2], false), reduced('Sum', [1], true)],
  Mean: [reduced('Mean', [1, 2], false), reduced('Mean', [2], true)],
  Max: [reduced('Max', [1, 2], false)],
  Min: [reduced('Min', [1], true)],
  Prod: [reduced('Prod', [1, 2], false), reduced('Prod', [2], true)],
  Cumsum: [moved('Cumsum', (graph) => [graph.integers(2)], INT('Tidx'))],
  TopKV2: [moved('TopKV2', (graph) => [graph.integers(3)], { sorted: attribute.flag(true) }, [2, 3, 5])],
  Conv2D: [
    convolved([1, 1], 'SAME'),
    convolved([2, 2], 'SAME'),
    convolved([2, 1], 'VALID'),
    convolved([1, 1], 'SAME', [2, 3]),
    convolved([1, 1], 'VALID', [2, 2]),
    convolved([2, 2], 'SAME', [1, 1], 2),
  ],
  Conv2DBackpropInput: [
    {
      inputs: [
        [2, 4, 3, 6],
        [3, 2, 4, 6],
      ],
      write: (graph, x, kernel) =>
        graph.float(
          'Conv2DBackpropInput',
          [graph.integers([2, 8, 6, 4]), kernel!, x!],
          window([2, 2], 'SAME'),
        ),
      by: [0],
    },
  ],
  DepthwiseConv2dNative: [
    {
      inputs: [
        [2, 7, 6, 4],
        [3, 2, 4, 2],
      ],
      write: (graph, x, kernel) =>
        graph.float('DepthwiseConv2dNative', [x!, kernel!], {
          strides: attribute.integers([1, 2, 2, 1]),
          padding: attribute.text('SAME'),
        }),
      by: [0],
    },
  ],
  BiasAdd: [
    { inputs: [[2, 3, 4, 5], [5]], write: (graph, x, bias) => graph.float('BiasAdd', [x!, bias!]), by: [0] },
  ],
  FusedBatchNormV3: [
    {
      inputs: [[2, 3, 4, 5], [5], [5], [5], [5]],
      write: (graph, ...inputs) =>
        graph.float('FusedBatchNormV3', inputs, {
          U: attribute.type('float'),
          epsilon: attribute.float(0.01),
          is_training: attribute.flag(false),
        }),
      range: [0.3, 3],
      by: [0],
    },
  ],
  MaxPool: [pooled('MaxPool', 'VALID'), pooled('MaxPool', 'SAME')],
  AvgPool: [pooled('AvgPool', 'VALID'), pooled('AvgPool', 'SAME')],
  Reshape: [{ inputs: [[2, 6]], write: (graph, x) => graph.reshape(x!, graph.integers([3, -1])) }],
  ExpandDims: [{ inputs: [[2, 6]], write: (graph, x) => graph.expandDims(x!, 1) }],
  Squeeze: [{ inputs: [[2, 1, 6]], write: (graph, x) => graph.squeeze(x!, [1]) }],
  Transpose: [{ inputs: [[2, 3, 4, 5]], write: (graph, x) => graph.transpose(x!, [2, 0, 3, 1]) }],
  Pad: [moved('Pad', (graph) => [graph.integers(PAIRS)], INT('Tpaddings'))],
  PadV2: [moved('PadV2', (graph) => [graph.integers(PAIRS), graph.scalar(3)], INT('Tpaddings'))],
  MirrorPad: ['REFLECT', 'SYMMETRIC'].map((mode) =>
    moved('MirrorPad', (graph) => [graph.integers(PAIRS)], {
      ...INT('Tpaddings'),
      mode: attribute.text(mode),
    }),
  ),
  Slice: [
    moved('Slice', (graph) => [graph.integers([0, 1, 2, 0]), graph.integers([-1, 2, -1, 2])], INT('Index')),
  ],
  StridedSlice: [
    moved(
      'StridedSlice',
      (graph) => [graph.integers([0, 3, 1]), graph.integers([0, 0, 2]), graph.integers([1, -2, 1])],
      {
        ...INT('Index'),
        begin_mask: attribute.integer(0b001),
        end_mask: attribute.integer(0b011),
        shrink_axis_mask: attribute.integer(0b100),
      },
    ),
  ],
  ConcatV2: [
    {
      inputs: [
        [2, 3, 4],
        [2, 1, 4],
      ],
      write: (graph, a, b) => graph.concat([a!, b!, a!], 1),
    },
  ],
  Pack: [
    {
      inputs: [
        [2, 3],
        [2, 3],
      ],
      write: (graph, a, b) =>
        graph.float('Pack', [a!, b!], { N: attribute.integer(2), axis: attribute.integer(1) }),
    },
  ],
  // One of the results leads to the sum, the other one does not.
  Unpack: [
    {
      inputs: [[2, 3]],
      write: (graph, x) =>
        `${graph.float('Unpack', [x!], { num: attribute.integer(2), axis: attribute.integer(0) })}:1`,
    },
  ],
  Split: [{ inputs: [[2, 6, 3]], write: (graph, x) => graph.split(x!, 3, 1)[1]! }],
  Tile: [moved('Tile', (graph) => [graph.integers([1, 3, 1, 2])], INT('Tmultiples'))],
  GatherV2: [0, 2].map((axis) => ({
    inputs: [[3, 2, 4, 2]],
    write: (graph, x) =>
      graph.gather(
        x!,
        graph.integers([
          [1, 2],
          [1, 0],
        ]),
        axis,
      ),
  })),
  ReverseV2: [moved('ReverseV2', (graph) => [graph.integers([1, 2])], INT('Tidx'))],
  Roll: [
    moved('Roll', (graph) => [graph.integers([1, -2]), graph.integers([1, 2])], {
      ...INT('Tshift'),
      ...INT('Taxis'),
    }),
  ],
  SpaceToBatchND: [
    moved(
      'SpaceToBatchND',
      (graph) => [
        graph.integers([2, 3]),
        graph.integers([
          [1, 1],
          [0, 3],
        ]),
      ],
      {
        ...INT('Tblock_shape'),
        ...INT('Tpaddings'),
      },
    ),
  ],
  BatchToSpaceND: [
    moved(
      'BatchToSpaceND',
      (graph) => [
        graph.integers([2, 1]),
        graph.integers([
          [1, 1],
          [0, 3],
        ]),
      ],
      { ...INT('Tblock_shape'), ...INT('Tcrops') },
    ),
  ],
  DepthToSpace: [moved('DepthToSpace', () => [], { block_size: attribute.integer(2) }, [2, 3, 2, 8])],
  SpaceToDepth: [moved('SpaceToDepth', () => [], { block_size: attribute.integer(2) })],
  Einsum: [
    einsum('abc,cd->abd', [2, 3, 4], [4, 5]),
    einsum('abcd,aecd->ab', [2, 3, 2, 2], [2, 4, 2, 2]),
    einsum('abc->ca', [2, 3, 4]),
  ],
  ResizeBilinear: [resized('ResizeBilinear', false), resized('ResizeBilinear', true)],
  ResizeBicubic: [resized('ResizeBicubic', false)],
  ResizeNearestNeighbor: [resized('ResizeNearestNeighbor', false), resized('ResizeNearestNeighbor', true)],
  ScaleAndTranslate: [
    moved(
      'ScaleAndTranslate',
      (graph) => [graph.integers([3, 9]), graph.floats([0.75, 1.5]), graph.floats([0, 0])],
      { kernel_type: attribute.text('lanczos3'), antialias: attribute.flag(true) },
    ),
  ],
  ExtractImagePatches: ['VALID', 'SAME'].map((padding) =>
    moved('ExtractImagePatches', () => [], {
      ksizes: attribute.integers([1, 3, 2, 1]),
      strides: attribute.integers([1, 2, 2, 1]),
      rates: attribute.integers([1, 1, 1, 1]),
      padding: attribute.text(padding),
    }),
  ),
};

it('has a case for every rule', () => {
  expect(Object.keys(RULES).filter((op) => CASES[op] === undefined)).toEqual([]);
});

/** Central differences of float32 results, 1/128 apart: rounding and the curve between leave 1e-3 of the terms' sizes at most. */
it.each(Object.entries(CASES))('%s has the slope of the graph', (op, cases) => {
  cases.forEach((one, place) => {
    expect(worstSlope(`${op} ${place}`, one), `case ${place}`).toBeLessThan(1e-3);
  });
});
