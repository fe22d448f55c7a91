import { placesIn } from '../../config/operand';
import type { Argument, CallArguments } from '../../config/types';
import type { TensorRef } from '../../network';
import type { Mask } from './mask-table';

/** What a layer is called with. */
export interface Given {
  readonly inputs: readonly TensorRef[];
  readonly args: CallArguments;
}

/** A call with the masks that its layer takes among its inputs, and what becomes of the masks behind it. */
export interface Masked extends Given {
  /** Notes the masks of the results. */
  readonly after: (results: readonly TensorRef[]) => void;
}

/** Masks that a call gives itself, by argument. */
export type OwnMasks = ReadonlyMap<string, readonly Mask[]>;

/** Arguments in which a call may give masks itself. */
const GIVEN = ['mask', 'query_mask', 'value_mask', 'key_mask', 'attention_mask'];

/** The masks that a call gives itself. */
export function ownMasks({ inputs, args }: Given): OwnMasks {
  return new Map(
    GIVEN.flatMap((name) => {
      const value = args.named[name];
      const list = Array.isArray(value) ? (value as readonly Argument[]) : [value];
      const refs = list.map((entry): Mask => {
        const [place] = placesIn(entry);
        return place === undefined ? undefined : inputs[place];
      });
      return refs.some((ref) => ref !== undefined) ? [[name, refs] as const] : [];
    }),
  );
}

/** An argument whose inputs have other places. */
function moved(value: Argument, places: readonly number[]): Argument {
  if (Array.isArray(value)) return (value as readonly Argument[]).map((entry) => moved(entry, places));
  const isInput = typeof value === 'object' && value !== null && 'is' in value && value.is === 'input';
  return isInput ? { is: 'input', place: places.indexOf(value.place) } : value;
}

/** A call without the masks that it gives itself. */
export function withoutMasks({ inputs, args }: Given): Given {
  const named = Object.fromEntries(Object.entries(args.named).filter(([name]) => !GIVEN.includes(name)));
  const kept = [...new Set([...args.positional, ...Object.values(named)].flatMap(placesIn))].sort(
    (a, b) => a - b,
  );
  return {
    inputs: kept.map((place) => inputs[place]!),
    args: {
      positional: args.positional.map((value) => moved(value, kept)),
      named: Object.fromEntries(Object.entries(named).map(([name, value]) => [name, moved(value, kept)])),
    },
  };
}

/** A call with a mask as one more input. */
export function withMask({ inputs, args }: Given, name: string, mask: Mask): Given {
  if (!mask) return { inputs, args };
  return {
    inputs: [...inputs, mask],
    args: { ...args, named: { ...args.named, [name]: { is: 'input', place: inputs.length } } },
  };
}

/** A call with the masks of its inputs as a list behind them; null for those without. */
export function withMaskOfEach({ inputs, args }: Given, given: readonly Mask[]): Given {
  const known = given.filter((mask) => mask !== undefined);
  if (known.length === 0) return { inputs, args };
  const masks = given.map((mask): Argument =>
    mask ? { is: 'input', place: inputs.length + known.indexOf(mask) } : null,
  );
  return { inputs: [...inputs, ...known], args: { ...args, named: { ...args.named, masks } } };
}
