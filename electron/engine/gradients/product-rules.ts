import { attribute, type NodeName } from '../graph-builder';
import type { Rule, Step } from './rule';
import { stretched } from './written';

/** The letters of each operand of an Einsum, and of its result. */
function lettersOf({ node }: Step): { terms: string[]; result: string } {
  const { equation } = node.attr;
  const text = equation && 's' in equation ? new TextDecoder().decode(equation.s) : '';
  const [left, result] = text.split('->') as [string, string];
  return { terms: left.split(','), result };
}

/**
 * By an operand: the same sum with the gradient in its place. Axes that the operand alone has were summed over by themselves, so
 * the gradient is stretched along them.
 */
function byOperand(step: Step, place: number): NodeName {
  const { graph, inputs, gradient } = step;
  const { terms, result } = lettersOf(step);
  const own = terms[place]!;
  const others = terms.filter((_, other) => other !== place);
  const isShared = (letter: string) => [result, ...others].some((term) => term.includes(letter));
  const kept = [...own].filter(isShared).join('');
  const operands = [gradient, ...inputs.filter((_, other) => other !== place)];
  const sum = graph.float('Einsum', operands, {
    N: attribute.integer(operands.length),
    equation: attribute.text(`${[result, ...others].join(',')}->${kept}`),
  });
  if (kept === own) return sum;
  const whole = [...own].reduce((x, letter, axis) => (isShared(letter) ? x : graph.expandDims(x, axis)), sum);
  return stretched(graph, whole, graph.shape(inputs[place]!));
}

export const productRules: Readonly<Record<string, Rule>> = {
  Einsum: (step) => step.inputs.map((_, place) => (step.wants(place) ? byOperand(step, place) : undefined)),
};
