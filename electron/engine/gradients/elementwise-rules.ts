import type { NodeName } from '../graph-builder';
import { writer, type Rule, type Step } from './rule';

/** A rule of an operation with one input and the same shape behind it. */
const unary =
  (gradient: (step: Step, x: NodeName, y: NodeName, dy: NodeName) => NodeName): Rule =>
  (step) => [gradient(step, step.inputs[0]!, step.output, step.gradient)];

/** TensorFlow's own gradient operation, which takes the gradient and the result of the operation. */
const ofResult = (op: string): Rule => unary((step, _x, y, dy) => writer(step)(op, dy, y));
/** The same, with the result first. */
const resultFirst = (op: string): Rule => unary((step, _x, y, dy) => writer(step)(op, y, dy));
/** The same, with what goes into the operation. */
const ofInput = (op: string): Rule => unary((step, x, _y, dy) => writer(step)(op, dy, x));

/** dy * f'(x) */
const times = (derivative: (step: Step, x: NodeName, y: NodeName) => NodeName): Rule =>
  unary((step, x, y, dy) => writer(step)('Mul', dy, derivative(step, x, y)));

/** dy / g(x) */
const over = (divisor: (step: Step, x: NodeName, y: NodeName) => NodeName): Rule =>
  unary((step, x, y, dy) => writer(step)('RealDiv', dy, divisor(step, x, y)));

/** sqrt(1 - x^2) */
const besideSine = (step: Step, x: NodeName): NodeName => {
  const write = writer(step);
  return write('Sqrt', write('Sub', step.graph.scalar(1), write('Square', x)));
};

const alongLast = ({ graph }: Step, x: NodeName): NodeName => graph.reduce('Sum', x, [-1], true);

/** (dy - sum(dy y)) y */
const softmax: Rule = unary((step, _x, y, dy) => {
  const write = writer(step);
  return write('Mul', write('Sub', dy, alongLast(step, write('Mul', dy, y))), y);
});

/** dy - exp(y) sum(dy) */
const logSoftmax: Rule = unary((step, _x, y, dy) => {
  const write = writer(step);
  return write('Sub', dy, write('Mul', write('Exp', y), alongLast(step, dy)));
});

/** Rules of operations that compute each value by itself, and of softmax, as in TensorFlow's math_grad.py and nn_grad.py. */
export const elementwiseRules: Readonly<Record<string, Rule>> = {
  Identity: unary((_step, _x, _y, dy) => dy),
  Neg: unary((step, _x, _y, dy) => writer(step)('Neg', dy)),
  Relu: ofResult('ReluGrad'),
  Relu6: ofResult('Relu6Grad'),
  Elu: ofResult('EluGrad'),
  Selu: ofResult('SeluGrad'),
  Softplus: ofInput('SoftplusGrad'),
  Softsign: ofInput('SoftsignGrad'),
  Sigmoid: resultFirst('SigmoidGrad'),
  Tanh: resultFirst('TanhGrad'),
  Sqrt: resultFirst('SqrtGrad'),
  Rsqrt: resultFirst('RsqrtGrad'),
  Reciprocal: resultFirst('ReciprocalGrad'),
  Softmax: softmax,
  LogSoftmax: logSoftmax,
  Exp: times((_step, _x, y) => y),
  Expm1: times((step, x) => writer(step)('Exp', x)),
  Log: over((_step, x) => x),
  Log1p: over((step, x) => writer(step)('AddV2', x, step.graph.scalar(1))),
  Square: times((step, x) => writer(step)('Mul', x, step.graph.scalar(2))),
  Abs: times((step, x) => writer(step)('Sign', x)),
  Erf: times((step, x) => {
    const write = writer(step);
    const power = write('Exp', write('Neg', write('Square', x)));
    return write('Mul', power, step.graph.scalar(2 / Math.sqrt(Math.PI)));
  }),
  Sin: times((step, x) => writer(step)('Cos', x)),
  Cos: times((step, x) => writer(step)('Neg', writer(step)('Sin', x))),
  Tan: over((step, x) => writer(step)('Square', writer(step)('Cos', x))),
  Asin: over((step, x) => besideSine(step, x)),
  Acos: over((step, x) => writer(step)('Neg', besideSine(step, x))),
  Atan: over((step, x) => writer(step)('AddV2', writer(step)('Square', x), step.graph.scalar(1))),
  Sinh: times((step, x) => writer(step)('Cosh', x)),
  Cosh: times((step, x) => writer(step)('Sinh', x)),
};
