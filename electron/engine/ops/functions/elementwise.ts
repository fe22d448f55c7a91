import { FUNCTIONS } from '../../../model/kinds/functions';
import type { GraphBuilder, NodeName } from '../../graph-builder';
import { asWhole } from '../stored-as';
import { writeGlu } from '../activation-formulas';
import { writeNamedActivation } from '../activations';
import type { Write, Writer } from './writer';

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

/** Casts to whole numbers cut the fraction off and wrap; other types are computed in float32 like everything else. */
const cast: Write = (call) => {
  const dtype = call.text('dtype', 'float32');
  const x = call.node('x');
  return asWhole(call.graph, x, dtype) ?? call.graph.float('Identity', [x]);
};

const clip: Write = (call) =>
  call.graph.float('Minimum', [
    call.graph.float('Maximum', [call.node('x'), call.node('x_min')]),
    call.node('x_max'),
  ]);

const activation =
  (name: string): Write =>
  (call) => {
    // Arguments of the function are the settings of the activation (`negative_slope`, `axis`, `approximate`).
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

const glu: Write = (call) =>
  writeGlu(call.graph, call.node('x'), call.place(call.integer('axis', -1), call.x.length));

/** log(exp a + exp b) without leaving the range of numbers: the larger one and what the other adds to it. */
const logAddExp: Write = (call) => {
  const { graph } = call;
  const [a, b] = [call.node('x1'), call.node('x2')];
  const distance = graph.float('Abs', [graph.float('Sub', [a, b])]);
  const rest = graph.float('Log1p', [graph.float('Exp', [graph.float('Neg', [distance])])]);
  return graph.float('AddV2', [graph.float('Maximum', [a, b]), rest]);
};

export const elementwiseWriters: Readonly<Record<string, Write>> = {
  ...Object.fromEntries(
    Object.entries(FUNCTIONS).flatMap(([name, kind]) =>
      typeof kind.activation === 'object' ? [[name, activation(kind.activation.is)]] : [],
    ),
  ),
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
  AddN: (call) => call.nodes('xs').reduce((sum, node) => call.graph.float('AddV2', [sum, node])),
};
