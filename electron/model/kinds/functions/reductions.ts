import { message } from '../../../shared/messages/message';
import type { ValueRelation } from '../traits';
import { same, type FunctionKind, type FunctionTable, type ShapeRule } from './function-kind';
import { inMath, inNn, OVER_AXES } from './tensorflow-names';

const reduction: ShapeRule = (call) => {
  const places = call.axes(call.x.length);
  if (call.flag('keepdims')) return [call.x.map((length, place) => (places.includes(place) ? 1 : length))];
  return [call.x.filter((_, place) => !places.includes(place))];
};

/** Place of the largest or smallest value along one axis. */
const alongOneAxis: ShapeRule = (call) => {
  if (call.integers('axis')?.length !== 1) throw call.refuse(message('part/place-among-all'));
  return reduction(call);
};

/** A function of all values along some axes. */
const over = (values: ValueRelation, ...names: string[]): FunctionKind => ({
  outputs: reduction,
  values,
  tensorflow: names.flatMap((name) => inMath(name, OVER_AXES)),
});

const mean = over('means', 'reduce_mean');
const unitLength: FunctionKind = { outputs: same, values: 'of-sign' };

export const reductionFunctions: FunctionTable = {
  Mean: { ...mean, tensorflow: [...mean.tensorflow!, { saved: 'keras.backend.mean', ...OVER_AXES }] },
  Sum: over('of-sign', 'reduce_sum'),
  Max: { ...over('of-sign', 'reduce_max'), aliases: ['Amax'] },
  Min: { ...over('of-sign', 'reduce_min'), aliases: ['Amin'] },
  Any: over('never-negative', 'reduce_any'),
  All: over('never-negative', 'reduce_all'),
  Prod: { ...over('of-sign', 'reduce_prod'), isTyped: true },
  Var: over('never-negative', 'reduce_variance'),
  Std: over('never-negative', 'reduce_std'),
  Logsumexp: over('any', 'reduce_logsumexp'),
  Average: {
    ...over('means'),
    outputs: (call) => {
      if (call.argument('weights') != null) throw call.refuse(message('part/weighted-average'));
      return reduction(call);
    },
  },
  Norm: {
    ...over('never-negative'),
    outputs: (call) => {
      const order = call.argument('ord') ?? 2;
      const isVector = call.integers('axis')?.length === 1;
      if (order !== 2 || !isVector) throw call.refuse(message('part/norm-order'));
      return reduction(call);
    },
  },
  Argmax: {
    outputs: alongOneAxis,
    values: 'never-negative',
    tensorflow: inMath('argmax', { renamed: { input: 'x' } }),
  },
  Argmin: {
    outputs: alongOneAxis,
    values: 'never-negative',
    tensorflow: inMath('argmin', { renamed: { input: 'x' } }),
  },
  Cumsum: {
    outputs: (call) => {
      call.place(call.integer('axis'), call.x.length);
      if (call.flag('exclusive') || call.flag('reverse')) throw call.refuse(message('part/running-sum'));
      return [call.x];
    },
    values: 'of-sign',
    widens: true,
    isTyped: true,
    tensorflow: inMath('cumsum'),
  },
  Normalize: unitLength,
  L2Normalize: {
    ...unitLength,
    tensorflow: [inMath, inNn].flatMap((names) => names('l2_normalize', { renamed: { dim: 'axis' } })),
  },
};
