import type { Argument } from '../../config/types';
import type { TensorRef } from '../../network';
import type { DraftLayer } from '../draft';
import type { MaskFunctions } from './mask-functions';
import type { Mask, MaskTable } from './mask-table';
import type { Given } from './masked-call';

/** Of an addition and its like: in Keras 3 steps that count in one input, if all have masks; in Keras 2 those that count in all. */
export function joined(
  table: MaskTable,
  functions: MaskFunctions,
  layer: DraftLayer,
  { inputs, args: { positional } }: Given,
): Mask {
  const masks = inputs.map((ref) => table.of(ref));
  const list = Array.isArray(positional[0]) ? (positional[0] as readonly Argument[]) : positional;
  const known = masks.filter((mask) => mask !== undefined);
  if (layer.kerasMajor < 3) return functions.folded(layer, 'Minimum', known);
  return known.length === list.length ? functions.folded(layer, 'Maximum', known) : undefined;
}

/** Steps beside each other keep their masks; joined step by step, they count as in `joined`, inputs without a mask always. */
export function concatenated(
  table: MaskTable,
  functions: MaskFunctions,
  layer: DraftLayer,
  inputs: readonly TensorRef[],
): Mask {
  const masks = inputs.map((ref) => table.of(ref));
  if (masks.every((mask) => mask === undefined)) return undefined;
  const rank = functions.shapeOf(inputs[0]!).length;
  const full = inputs.map((ref, place) => {
    const mask = masks[place];
    if (mask) return functions.ofSteps(layer, mask, ref, rank - 1)!;
    const ones = functions.ofOne(layer, 'OnesLike', ref, {});
    return functions.ofOne(layer, 'Max', ones, { axis: -1 });
  });
  const axis = Number(layer.config['axis'] ?? -1);
  const place = axis < 0 ? axis + rank : axis;
  if (place === rank - 1) return functions.folded(layer, layer.kerasMajor < 3 ? 'Minimum' : 'Maximum', full);
  return functions.concatenated(layer, full, place);
}
