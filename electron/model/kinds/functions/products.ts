import { message } from '../../../shared/messages/message';
import type { Shape } from '../../shapes';
import type { FunctionCall } from './call';
import { broadcastShapes, type FunctionTable, type ShapeRule } from './function-kind';
import { inArrays, inOperators, OF_TWO } from './tensorflow-names';

const matmul: ShapeRule = (call) => {
  let [a, b] = [call.shapeOf(call.operand('x1')), call.shapeOf(call.operand('x2'))];
  const swapped = (shape: Shape): Shape => [...shape.slice(0, -2), shape.at(-1)!, shape.at(-2)!];
  if (a.length < 2 || b.length < 2) throw call.refuse(message('part/vector-product'));
  if (call.flag('transpose_a')) a = swapped(a);
  if (call.flag('transpose_b')) b = swapped(b);
  const [inner, other] = [a.at(-1), b.at(-2)];
  if (inner !== other && inner != null && other != null) throw call.mismatch([a, b]);
  return [[...broadcastShapes(call, a.slice(0, -2), b.slice(0, -2)), a.at(-2)!, b.at(-1)!]];
};

/** Letters of an Einstein summation: one list per operand and one for the result. */
export function einsumLetters(call: FunctionCall): { terms: string[]; result: string } {
  const subscripts = call.text('subscripts', '').replace(/\s/g, '');
  const [left, result] = subscripts.split('->');
  if (!left || result === undefined || !/^[a-zA-Z,]+$/.test(left) || !/^[a-zA-Z]*$/.test(result))
    throw call.refuse(message('part/summation', { subscripts: subscripts || message('part/missing') }));
  return { terms: left.split(','), result };
}

const einsum: ShapeRule = (call) => {
  const { terms, result } = einsumLetters(call);
  const shapes = call.operands('operands').map((operand) => call.shapeOf(operand));
  const lengths = new Map<string, number | null>();
  if (terms.length !== shapes.length) throw call.mismatch(shapes);
  terms.forEach((term, place) => {
    if (term.length !== shapes[place]!.length) throw call.mismatch(shapes);
    if (new Set(term).size !== term.length) throw call.refuse(message('part/summation-diagonal'));
    [...term].forEach((letter, axis) => {
      const [known, length] = [lengths.get(letter), shapes[place]![axis]!];
      if (known != null && length !== null && known !== length && known !== 1 && length !== 1)
        throw call.mismatch(shapes);
      lengths.set(letter, known == null || known === 1 ? length : known);
    });
  });
  if ([...result].some((letter) => !lengths.has(letter)))
    throw call.refuse(message('part/summation', { subscripts: `${terms.join()}->${result}` }));
  return [[...result].map((letter) => lengths.get(letter)!)];
};

export const productFunctions: FunctionTable = {
  Matmul: {
    outputs: matmul,
    values: 'any',
    widens: true,
    parameters: ['x1', 'x2'],
    tensorflow: [
      ...inArrays('matmul', { first: 'x1', renamed: { a: 'x1', b: 'x2' } }),
      ...inOperators('matmul', OF_TWO),
    ],
  },
  Einsum: { outputs: einsum, values: 'any', widens: true, parameters: ['operands'] },
};
