import { message } from '../../../shared/messages/message';
import { unsupportedSetting } from '../../config/setting-reader';
import { attentionInputs } from '../../kinds/attention';
import type { TensorRef } from '../../network';
import { formatShape } from '../../shapes';
import type { DraftLayer } from '../draft';
import { takesMaskOff } from '../running-order';
import type { MaskFunctions } from './mask-functions';
import type { Mask, MaskTable } from './mask-table';
import { withMask, type Given, type Masked, type OwnMasks } from './masked-call';

/** Attention and AdditiveAttention: steps of the value that are not looked at, and steps of the query that give zeros. */
export function withAttentionMasks(
  table: MaskTable,
  functions: MaskFunctions,
  layer: DraftLayer,
  plain: Given,
  own: OwnMasks,
): Masked {
  const { query, value } = attentionInputs(layer, plain.args);
  const [ofQuery, ofValue] = own.get('mask') ?? [query, value].map((place) => table.of(plain.inputs[place]));
  const steps = (place: number, mask: Mask) => functions.ofSteps(layer, mask, plain.inputs[place]!);
  const withValue = withMask(plain, 'value_mask', steps(value, ofValue));
  return {
    ...withMask(withValue, 'query_mask', steps(query, ofQuery)),
    after: ([result]) => {
      table.set(result, ofQuery);
    },
  };
}

/** Attention with heads: one mask, [pictures, steps of the query, steps of the value], that holds all. */
export function withMaskOfHeads(
  table: MaskTable,
  functions: MaskFunctions,
  layer: DraftLayer,
  plain: Given,
  own: OwnMasks,
): Masked {
  const { args, inputs } = plain;
  const places = attentionInputs(layer, args);
  const isKeras3 = layer.kerasMajor >= 3;
  const forgets = takesMaskOff(layer);
  const given = (name: string) => own.get(name)?.[0];
  const of = (place: number) => table.of(inputs[place]);
  // MultiHeadAttention of Keras 3 looks at the mask that the query brings along and at no other.
  const ofQuery = (forgets ? undefined : given('query_mask')) ?? of(places.query);
  const ofValue = given('value_mask') ?? of(places.value);
  const hasKey = args.named['key'] != null || args.positional.length > 2;
  const ofKey = given('key_mask') ?? (hasKey || !isKeras3 ? of(places.key) : undefined);
  const isOfSteps = [places.query, places.value].every(
    (place) => functions.shapeOf(inputs[place]!).length === 3,
  );
  const explicit = given('attention_mask');
  if (!isOfSteps && (ofQuery ?? ofValue ?? ofKey ?? explicit))
    throw unsupportedSetting(layer, message('part/attention-mask'));
  const stretched = (mask: Mask, place: number, axis: number): Mask => {
    const steps = functions.ofSteps(layer, mask, inputs[place]!);
    return steps && functions.ofOne(layer, 'ExpandDims', steps, { axis });
  };
  const auto = [
    stretched(ofQuery, places.query, 2),
    stretched(ofValue, places.value, 1),
    stretched(ofKey, places.key, 1),
  ].filter((mask) => mask !== undefined);
  if (explicit) requirePairs(functions, layer, explicit, inputs[places.query]!, inputs[places.value]!);
  const isBare = auto.length === 0 && !isKeras3;
  const counted = explicit && (isBare ? explicit : functions.of(layer, 'NotEqual', [explicit], 0));
  const mask = functions.folded(layer, 'Minimum', [...auto, ...(counted ? [counted] : [])]);
  return {
    ...withMask(plain, 'attention_mask', mask),
    after: ([result]) => {
      // Whoever is called after it with the same tensor finds no mask.
      if (forgets)
        for (const place of [places.query, places.value, places.key]) table.takeOff(inputs[place]!);
      table.set(result, ofQuery);
    },
  };
}

/** Refuses a mask of pairs of steps that has other steps; an axis of length 1 stands for all. */
function requirePairs(
  functions: MaskFunctions,
  layer: DraftLayer,
  mask: TensorRef,
  query: TensorRef,
  value: TensorRef,
): void {
  const shape = functions.shapeOf(mask);
  const wanted = [query, value].map((ref) => functions.shapeOf(ref)[1]!);
  const last = shape.slice(-2).map((length, axis) => (length === 1 ? wanted[axis]! : length));
  if (shape.length < 2 || shape.length > 4) functions.fitting(layer, mask, [null, ...wanted]);
  const isSame = last.every(
    (length, axis) => length === null || wanted[axis] === null || length === wanted[axis],
  );
  if (!isSame) throw unsupportedSetting(layer, message('part/mask-shape', { shape: formatShape(shape) }));
}
