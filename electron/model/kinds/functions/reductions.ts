import { message } from '../../../shared/messages/message';
import { all, same, type ShapeRule } from './rule';

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

export const reductionsRules: Readonly<Record<string, ShapeRule>> = {
  ...all(['Mean', 'Sum', 'Max', 'Min', 'Prod', 'Var', 'Std', 'Logsumexp'], reduction),
  Average: (call) => {
    if (call.argument('weights') != null) throw call.refuse(message('part/weighted-average'));
    return reduction(call);
  },
  Norm: (call) => {
    const order = call.argument('ord') ?? 2;
    const isVector = call.integers('axis')?.length === 1;
    if (order !== 2 || !isVector) throw call.refuse(message('part/norm-order'));
    return reduction(call);
  },
  Argmax: alongOneAxis,
  Argmin: alongOneAxis,
  Cumsum: (call) => {
    call.place(call.integer('axis'), call.x.length);
    if (call.flag('exclusive') || call.flag('reverse')) throw call.refuse(message('part/running-sum'));
    return [call.x];
  },
  Normalize: same,
  L2Normalize: same,
};
