import { attribute, type NodeName } from '../graph-builder';
import { kept, writer, type Rule, type Step } from './rule';
import { lengthsOf, sumLike, zerosLike } from './written';

/** True if the result of an operation has the shape of an input because the other one is a single number or the same. */
function keepsShape({ graph, inputs }: Step, place: number): boolean {
  const others = inputs.filter((_, other) => other !== place);
  return others.every((other) => other === inputs[place] || lengthsOf(graph, other)?.length === 0);
}

/** Gradients of an operation that stretches its inputs over each other: each is summed where its input was stretched. */
function stretching(step: Step, gradients: readonly (() => NodeName)[]): (NodeName | undefined)[] {
  return gradients.map((gradient, place) => {
    if (!step.wants(place)) return undefined;
    const whole = gradient();
    return keepsShape(step, place) ? whole : sumLike(step.graph, whole, step.inputs[place]!);
  });
}

const binary =
  (
    first: (step: Step, x: NodeName, y: NodeName, dz: NodeName) => NodeName,
    second: (step: Step, x: NodeName, y: NodeName, dz: NodeName) => NodeName,
  ): Rule =>
  (step) => {
    const [x, y] = step.inputs as [NodeName, NodeName];
    return stretching(step, [
      () => first(step, x, y, step.gradient),
      () => second(step, x, y, step.gradient),
    ]);
  };

const where = (step: Step, condition: NodeName, yes: NodeName, no: NodeName) =>
  step.graph.float('SelectV2', [condition, yes, no]);

/** The larger or smaller of both: among equals the first has it, as in TensorFlow. */
const extreme = (op: 'GreaterEqual' | 'LessEqual'): Rule =>
  binary(
    (step, x, y, dz) => where(step, writer(step)(op, x, y), dz, zerosLike(step.graph, dz)),
    (step, x, y, dz) => where(step, writer(step)(op, x, y), zerosLike(step.graph, dz), dz),
  );

/** x / y; `divide` as the operation itself divides by 0. */
const quotient = (divide: 'RealDiv' | 'DivNoNan'): Rule =>
  binary(
    (step, _x, y, dz) => writer(step)(divide, dz, y),
    (step, x, y, dz) => {
      const write = writer(step);
      return write('Mul', dz, write(divide, write(divide, write('Neg', x), y), y));
    },
  );

/** x^y: y x^(y - 1) by x, x^y log x by y, where x is above 0. */
const power: Rule = binary(
  (step, x, y, dz) => {
    const write = writer(step);
    return write('Mul', dz, write('Mul', y, write('Pow', x, write('Sub', y, step.graph.scalar(1)))));
  },
  (step, x, _y, dz) => {
    const write = writer(step);
    const isAbove = write('Greater', x, step.graph.scalar(0));
    const safe = where(step, isAbove, x, step.graph.scalar(1));
    return write('Mul', dz, write('Mul', step.output, write('Log', safe)));
  },
);

/** y / (x^2 + y^2) by x (the first), -x / (x^2 + y^2) by y, for the angle of (y, x). */
const angle: Rule = binary(
  (step, y, x, dz) => writer(step)('Mul', dz, writer(step)('RealDiv', x, squares(step, y, x))),
  (step, y, x, dz) =>
    writer(step)('Mul', dz, writer(step)('RealDiv', writer(step)('Neg', y), squares(step, y, x))),
);

const squares = (step: Step, x: NodeName, y: NodeName): NodeName =>
  writer(step)('AddV2', writer(step)('Square', x), writer(step)('Square', y));

/** The condition may be stretched, and stretch what it chooses from. */
const choice: Rule = (step) => {
  const { gradient, graph } = step;
  const [condition, yes, no] = step.inputs as [NodeName, NodeName, NodeName];
  const none = zerosLike(graph, gradient);
  return [
    undefined,
    step.wants(1) ? sumLike(graph, where(step, condition, gradient, none), yes) : undefined,
    step.wants(2) ? sumLike(graph, where(step, condition, none, gradient), no) : undefined,
  ];
};

const matrixProduct: Rule = (step) => {
  const [a, b] = step.inputs as [NodeName, NodeName];
  const { graph, gradient } = step;
  const product = (x: NodeName, y: NodeName, turned: 'transpose_a' | 'transpose_b') =>
    graph.float('MatMul', [x, y], { [turned]: attribute.flag(true) });
  return [
    step.wants(0) ? product(gradient, b, 'transpose_b') : undefined,
    step.wants(1) ? product(a, gradient, 'transpose_a') : undefined,
  ];
};

const isSet = (step: Step, name: string): boolean => {
  const attr = step.node.attr[name];
  return attr !== undefined && 'b' in attr && attr.b;
};

/** Products of matrices beside each other, each turned or not. */
const batchProduct: Rule = (step) => {
  const [a, b] = step.inputs as [NodeName, NodeName];
  const { graph, gradient: dz } = step;
  const [isTurnedA, isTurnedB] = [isSet(step, 'adj_x'), isSet(step, 'adj_y')];
  const product = (x: NodeName, y: NodeName, turnsX: boolean, turnsY: boolean) =>
    graph.float('BatchMatMulV2', [x, y], { adj_x: attribute.flag(turnsX), adj_y: attribute.flag(turnsY) });
  const ofA = () => (isTurnedA ? product(b, dz, isTurnedB, true) : product(dz, b, false, !isTurnedB));
  const ofB = () => (isTurnedB ? product(dz, a, true, isTurnedA) : product(a, dz, !isTurnedA, false));
  return [ofA, ofB].map((gradient, place) =>
    step.wants(place) ? sumLike(graph, gradient(), step.inputs[place]!) : undefined,
  );
};

/** Rules of operations with two inputs, as in TensorFlow's math_grad.py. */
export const arithmeticRules: Readonly<Record<string, Rule>> = {
  AddV2: binary(
    (_step, _x, _y, dz) => dz,
    (_step, _x, _y, dz) => dz,
  ),
  Sub: binary(
    (_step, _x, _y, dz) => dz,
    (step, _x, _y, dz) => writer(step)('Neg', dz),
  ),
  Mul: binary(
    (step, _x, y, dz) => writer(step)('Mul', dz, y),
    (step, x, _y, dz) => writer(step)('Mul', dz, x),
  ),
  RealDiv: quotient('RealDiv'),
  DivNoNan: quotient('DivNoNan'),
  FloorMod: binary(
    (_step, _x, _y, dz) => dz,
    (step, x, y, dz) => writer(step)('Neg', writer(step)('Mul', dz, writer(step)('FloorDiv', x, y))),
  ),
  Pow: power,
  Atan2: angle,
  Maximum: extreme('GreaterEqual'),
  Minimum: extreme('LessEqual'),
  SelectV2: choice,
  MatMul: matrixProduct,
  BatchMatMulV2: batchProduct,
  MatrixBandPart: (step) => [
    step.graph.float(
      'MatrixBandPart',
      [step.gradient, step.inputs[1]!, step.inputs[2]!],
      kept(step, 'Tindex'),
    ),
  ],
};
